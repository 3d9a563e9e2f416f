import { Marked, type Token } from 'marked'
import { describe, expect, test } from 'vitest'
import { fieldsOf, fillMarkdown, fillText, fillTitle, linksReadBy } from '../../../src/sync/rows/template.ts'

const link = (id: number, value: string) => ({ id, value, order: '1' })
const source = (values: Record<string, unknown>, linked: Record<string, Record<string, unknown>[]> = {}) => ({
  values,
  linked: Object.fromEntries(
    Object.entries(linked).map(([field, rows]) => [field, rows.map((row, id) => ({ id, values: row }))]),
  ),
})
const ok = (text: string) => ({ ok: true, text })

describe('a title', () => {
  const TITLE = 'Projet {nom} - {client}'

  test.each([
    ['Site', [link(1, 'ACME')], 'Projet Site - ACME'],
    ['Site', [], 'Projet Site'],
    ['', [link(1, 'ACME')], 'Projet - ACME'],
    [null, [], ''],
    ['   ', [], ''],
    ['Site - phase 2', [link(1, 'A - B')], 'Projet Site - phase 2 - A - B'],
    [' Site\n\tneuf ', [link(1, 'ACME')], 'Projet Site neuf - ACME'],
    ['Site', [link(1, 'ACME'), link(2, 'Globex')], 'Projet Site - ACME, Globex'],
    ['a\0b', [], 'Projet ab'],
  ])('of %j for %j is %j', (nom, client, title) => {
    expect(fillTitle(TITLE, source({ nom, client }))).toEqual(ok(title))
  })

  test.each([
    ['{nom} ({ville})', { nom: 'Site', ville: '' }, 'Site'],
    ['{nom} ({ville})', { nom: 'Site', ville: 'Lyon' }, 'Site (Lyon)'],
    ['{nom}, {ville} / {code}', { nom: 'Site', ville: null, code: 'X1' }, 'Site / X1'],
    ['{code} : {nom}', { nom: 'Site', code: '' }, 'Site'],
    ['Réunion', { nom: '' }, 'Réunion'],
    ['{nom}', { nom: '$& $1' }, '$& $1'],
  ])('%s of %j is %j', (template, values, title) => {
    expect(fillTitle(template, source(values))).toEqual(ok(title))
  })

  test('an unknown field is named', () => {
    expect(fillTitle('{nom} - {clent}', source({ nom: 'Site' }))).toEqual({ ok: false, unknown: 'clent' })
  })
})

describe('fields', () => {
  test('are what stands between braces, once each', () => {
    expect(fieldsOf('{nom} {client.ville} { nom } {} text')).toEqual(['nom', 'client.ville'])
  })

  test('with a dot have their links read', () => {
    expect(linksReadBy(['{nom} {client.ville}', '{client.nom} {personne.email}'])).toEqual([
      'client',
      'personne',
    ])
  })

  test('behind a link are those of the rows there', () => {
    const linked = { client: [{ ville: 'Lyon' }, { ville: 'Nice' }] }
    expect(fillTitle('{client.ville}', source({ client: [] }, linked))).toEqual(ok('Lyon, Nice'))
    expect(fillText('{client.rue}', source({}, linked))).toEqual({ ok: false, unknown: 'client.rue' })
    expect(fillText('{autre.rue}', source({}, linked))).toEqual({ ok: false, unknown: 'autre.rue' })
    expect(fillText('Ville: {client.ville}', source({}, { client: [] }))).toEqual(ok('Ville: '))
  })

  test('may have a dot in their own name', () => {
    expect(fillText('{v1.2}', source({ 'v1.2': 'x' }))).toEqual(ok('x'))
  })
})

/** What Markdown makes of the text: types of everything in it, and what one reads. */
function read(markdown: string) {
  const marked = new Marked()
  const types = new Set<string>()
  const tokens = marked.lexer(markdown)
  marked.walkTokens([...tokens], (token: Token) => void types.add(token.type))
  const html = String(marked.parse(markdown))
  const text = html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim()
  return { types: [...types].filter((type) => !['paragraph', 'text', 'escape', 'br'].includes(type)), text }
}

describe('Markdown', () => {
  test.each([
    '# Not a heading',
    '- no list',
    '+ no list',
    '* no list',
    '1. no list',
    '12) no list',
    '> no quote',
    '```js no code',
    '`no code`',
    '    no code',
    '**not bold** _nor_ ~~struck~~',
    '[no link](https://evil.example)',
    '![no image](https://evil.example/x.png)',
    'https://evil.example www.evil.example me@evil.example',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<!-- no comment -->',
    '&lt;b&gt; &amp;',
    '---',
    '===',
    '| no | table |',
    '[ref]: https://evil.example',
    String.raw`C:\dir\*`,
    ':::info',
    '$$x$$',
    "L'équipe d'été, 10:30 – 50 % (env.)",
  ])('takes %j for text, alone and within a line', (value) => {
    for (const [template, before] of [
      ['{notes}', ''],
      ['Notes: {notes}', 'Notes: '],
    ] as const) {
      const filled = fillMarkdown(template, source({ notes: value }))
      if (!filled.ok) throw new Error(filled.unknown)
      expect(read(filled.text)).toEqual({ types: [], text: `${before}${value.trim()}` })
    }
  })

  test('keeps the lines and paragraphs of a field that stands alone', () => {
    const notes = 'one\r\n# two\n\n\n    three\n- four'
    expect(fillMarkdown('{notes}\n\n## End', source({ notes }))).toEqual(
      ok('one\\\n\\# two\n\nthree\\\n\\- four\n\n## End'),
    )
  })

  test('makes one line of a value within a line, and a dash of nothing', () => {
    const template = '# {nom}\n\n| a | b |\n|---|---|\n| {notes} | {vide} |\n\n{vide}'
    const values = { nom: 'Site\n\nneuf', notes: 'x|y\nz', vide: null }
    expect(fillMarkdown(template, source(values))).toEqual(
      ok('# Site neuf\n\n| a | b |\n|---|---|\n| x\\|y z | – |\n\n'),
    )
  })

  test('names an unknown field', () => {
    expect(fillMarkdown('ok\n{oops}', source({}))).toEqual({ ok: false, unknown: 'oops' })
  })
})
