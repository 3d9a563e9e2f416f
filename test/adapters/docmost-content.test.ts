import { marked } from 'marked'
import { afterEach, expect, test } from 'vitest'
import { blocksOf, MOST_BLOCKS, MOST_BYTES, withinLimits } from '../../src/adapters/docmost/content.ts'
import { type DocmostRig, startRig } from './docmost-rig.ts'

const NOTE = '*The rest was left out: the bot writes no more than this.*'
let rig: DocmostRig | undefined

afterEach(() => rig?.close())

function paragraphs(count: number, words = 'short'): string {
  return Array.from({ length: count }, (_, at) => `${at} ${words}`).join('\n\n')
}

/** What was kept, without the note. */
function kept(markdown: string): string {
  expect(markdown.endsWith(`\n\n${NOTE}`)).toBe(true)
  expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(MOST_BYTES)
  expect(blocksOf(marked.lexer(markdown))).toBeLessThanOrEqual(MOST_BLOCKS)
  return markdown.slice(0, -NOTE.length - 2)
}

test('what fits stays as it is, to the last character', () => {
  for (const text of ['', 'One.\n', paragraphs(MOST_BLOCKS), '| a |\n|---|\n| 1 |\n'])
    expect(withinLimits(text)).toBe(text)
})

test('a block too many: the last ones make room for the note', () => {
  expect(kept(withinLimits(paragraphs(MOST_BLOCKS + 1)))).toBe(paragraphs(MOST_BLOCKS - 1))
})

test('too many bytes: cut after a whole block', () => {
  const long = paragraphs(150, 'é'.repeat(500))
  const text = kept(withinLimits(long))
  expect(long.startsWith(`${text}\n\n`)).toBe(true)
  expect(Buffer.byteLength(text)).toBeGreaterThan(98_000)
})

test('thirty-three thousand short ones', () => {
  expect(kept(withinLimits(paragraphs(33_000)))).toBe(paragraphs(MOST_BLOCKS - 1))
})

test('a long list ends after an item, a long table after a row', () => {
  const list = Array.from({ length: 2_000 }, (_, at) => `- item ${at}`).join('\n')
  expect(kept(withinLimits(list)).endsWith('\n- item 498')).toBe(true)
  const rows = Array.from({ length: 2_000 }, (_, at) => `| ${at} | b |`).join('\n')
  const table = kept(withinLimits(`| a | b |\n|---|---|\n${rows}`))
  expect(table.endsWith('| 247 | b |')).toBe(true)
})

test('half a block of code is closed again', () => {
  const code = kept(withinLimits(`Before.\n\n\`\`\`js\n${'let x = 1\n'.repeat(20_000)}\`\`\`\n\nAfter.`))
  expect(code.startsWith('Before.\n\n```js\nlet x = 1\n')).toBe(true)
  expect(code.endsWith('let x = 1\n```')).toBe(true)
})

test('a single line that is too long is left out', () => {
  expect(kept(withinLimits(`Before.\n\n${'x'.repeat(200_000)}`))).toBe('Before.')
})

test('what would bring Docmost down arrives cut, on create and on append', async () => {
  rig = await startRig()
  const docmost = rig.client()
  const { id } = await docmost.create({ space: rig.agency, title: 'Big', markdown: paragraphs(33_000) })
  expect(rig.wiki.page(id).markdown.endsWith(NOTE)).toBe(true)
  await docmost.append(id, paragraphs(33_000))
  expect(rig.wiki.refused).toEqual([])
  expect(rig.wiki.calls.flatMap(({ body }) => body['operation'] ?? [])).toEqual(['append'])
})
