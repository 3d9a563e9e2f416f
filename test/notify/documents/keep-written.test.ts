import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ActionItem, actionItemsText } from '../../../src/notify/documents/action-items.ts'
import { type Document, documentText } from '../../../src/notify/documents/document.ts'
import { keepWritten } from '../../../src/notify/documents/keep-written.ts'

const rotate: ActionItem = { n: 1, text: 'Rotate', owner: 'Yan', due: '2026-12-01', done: false }
const alert: ActionItem = { n: 2, text: 'Alert', owner: 'Yan', due: '2026-12-08', done: false }
const ROTATE = '- [ ] AI 1 : Rotate (owner @Yan, due 2026-12-01)'
const ALERT = '- [ ] AI 2 : Alert (owner @Yan, due 2026-12-08)'

function draft(cause: string, actions: readonly ActionItem[] = []): Document {
  return {
    title: 'T',
    opening: '# T',
    sections: [
      { heading: 'Root cause', body: cause },
      { heading: 'Action items', body: actionItemsText(actions) },
      { heading: 'Lessons learned', body: '<que retenir>' },
    ],
  }
}

/** Writes `before`, lets a person edit the file, and writes `after` over it. */
function again(before: Document, edit: (text: string) => string, after: Document) {
  const first = keepWritten('', before, {})
  return keepWritten(edit(first.text), after, first.digests)
}

const replacing = (from: string, to: string) => (text: string) => text.replace(from, to)
const actionsIn = (text: string) => text.split('## Action items\n')[1]?.split('\n\n## ')[0]

describe('a document that nobody touched', () => {
  it('is written as it is', () => {
    const fresh = draft('Disk', [rotate])
    expect(keepWritten('', fresh, {}).text).toBe(documentText(fresh))
  })

  it('follows the run', () => {
    const after = draft('Disk was full', [{ ...rotate, done: true }, alert])
    const { text, kept } = again(draft('Disk'), (text) => text, after)
    expect([text, kept]).toEqual([documentText(after), []])
  })

  it('is not touched by other line ends or by spaces behind the words', () => {
    const after = draft('Disk was full')
    const crlf = (text: string) => `\uFEFF${text.replaceAll('\n', '  \r\n')}\r\n`
    expect(again(draft('Disk'), crlf, after).text).toBe(documentText(after))
  })

  it('comes back whole when the file is gone', () => {
    const after = draft('Disk', [rotate])
    expect(again(draft('Disk'), () => '', after).text).toBe(documentText(after))
  })
})

describe('a section that a person wrote', () => {
  const lessons = replacing('<que retenir>', 'Watch the disk.\n\n```sh\n## not a heading\ndf -h\n```')

  it('stays, while the others follow', () => {
    const { text, kept } = again(draft('Disk'), lessons, draft('Disk was full'))
    expect(text).toBe(lessons(documentText(draft('Disk was full'))))
    expect(kept).toEqual(['Lessons learned'])
  })

  it('still stays the time after', () => {
    const second = again(draft('Disk'), lessons, draft('Disk was full'))
    const third = keepWritten(second.text, draft('Disk was very full'), second.digests)
    expect(third.text).toBe(lessons(documentText(draft('Disk was very full'))))
    expect(third.kept).toEqual(['Lessons learned'])
  })

  it('is followed again once the person took the change back', () => {
    const second = again(draft('Disk'), replacing('Disk', 'Disc'), draft('Disk was full'))
    expect(second.text).toContain('Disc')
    const undone = second.text.replace('Disc', 'Disk')
    expect(keepWritten(undone, draft('Disk was full'), second.digests).text).toBe(
      documentText(draft('Disk was full')),
    )
  })

  it('may be one of their own, and stays where they put it', () => {
    const own = replacing('## Lessons learned', '## Annexe\nGraph\n\n## Lessons learned')
    expect(again(draft('Disk'), own, draft('Disk was full')).text).toBe(
      own(documentText(draft('Disk was full'))),
    )
  })

  it('may be a second one with the same heading', () => {
    const twice = (text: string) => `${text}\n## Root cause\nAlso the alert\n`
    expect(again(draft('Disk'), twice, draft('Full')).text).toBe(twice(documentText(draft('Full'))))
  })

  it('may be the text before the first heading', () => {
    const intro = replacing('# T\n', '# T\n\nRead this first.\n')
    const { text, kept } = again(draft('Disk'), intro, { ...draft('Full'), opening: '# U' })
    expect(text).toBe(intro(documentText(draft('Full'))))
    expect(kept).toEqual(['title'])
  })

  it('may be in another order, or under another kind of heading', () => {
    const moved = '# T\n\nLessons learned\n---\n<que retenir>\n\n## Root cause\nDisk\n'
    const { text } = again(draft('Disk'), () => moved, draft('Full'))
    expect(text).toBe('# T\n\n## Lessons learned\n<que retenir>\n\n## Root cause\nFull\n')
  })

  it('is not made again when they removed it, this time and the next', () => {
    const without = replacing('\n\n## Lessons learned\n<que retenir>', '')
    const second = again(draft('Disk'), without, draft('Full'))
    expect(second.text).not.toContain('Lessons')
    expect(keepWritten(second.text, draft('Full'), second.digests).text).toBe(second.text)
  })

  it('takes nothing with it when its code block is left open', () => {
    const open = replacing('\nDisk\n', '\nDisk\n```\n')
    const { text } = again(draft('Disk'), open, draft('Full'))
    expect(text).toBe(open(documentText(draft('Disk'))))
  })

  it('is every section when the digests are lost', () => {
    const { text, kept } = keepWritten(documentText(draft('Disk')), draft('Full'), {})
    expect(text).toBe(documentText(draft('Disk')))
    expect(kept).toEqual(['Root cause'])
  })
})

describe('a section that the template got later', () => {
  it('is put behind the one before it', () => {
    const { sections } = draft('Disk')
    const short = { ...draft('Disk'), sections: sections.filter((one) => one.heading !== 'Action items') }
    expect(again(short, (text) => text, draft('Disk')).text).toBe(documentText(draft('Disk')))
  })
})

describe('action items', () => {
  const actionsAfter = (
    before: readonly ActionItem[],
    edit: (text: string) => string,
    after: readonly ActionItem[],
  ) => {
    const { text, kept } = again(draft('Disk', before), edit, draft('Disk', after))
    return [actionsIn(text), kept]
  }
  const done = { ...rotate, done: true }
  const DONE = ROTATE.replace('[ ]', '[x]')

  it('are ticked as the actions are, whatever a person ticked', () => {
    const tickTheOther = replacing('[ ] AI 2', '[x] AI 2')
    expect(actionsAfter([rotate, alert], tickTheOther, [done, alert])).toEqual([`${DONE}\n${ALERT}`, []])
  })

  it('keep the lines that a person added, in their place', () => {
    const added = replacing(ROTATE, `Soon:\n${ROTATE}\n  - see the wiki\n- [ ] ask the host`)
    expect(actionsAfter([rotate], added, [done, alert])).toEqual([
      `Soon:\n${DONE}\n${ALERT}\n  - see the wiki\n- [ ] ask the host`,
      ['Action items'],
    ])
  })

  it('keep the wording of a person, and tick it', () => {
    const reworded = replacing('Rotate', 'Rotate all logs')
    expect(actionsAfter([rotate], reworded, [done])).toEqual([
      DONE.replace('Rotate', 'Rotate all logs'),
      ['Action items'],
    ])
  })

  it('replace the lines of the template', () => {
    expect(actionsAfter([], (text) => text, [rotate])).toEqual([ROTATE, []])
  })

  it('do not take what a person wrote over the template for their own', () => {
    const own = '- [ ] AI 1 : Call the host (owner @ludo, due 2026-12-24)'
    const over = replacing('- [ ] AI 1 : <description> (owner @who, due YYYY-MM-DD)', own)
    expect(actionsAfter([], over, [])).toEqual([`${own}\n- [ ] AI 2 : ...`, ['Action items']])
    expect(actionsAfter([], over, [rotate, alert])).toEqual([`${own}\n${ALERT}\n${ROTATE}`, ['Action items']])
  })

  it('come back when a person removed one that is still there, and go when it is not', () => {
    expect(actionsAfter([rotate, alert], replacing(`${ROTATE}\n`, ''), [rotate, alert])).toEqual([
      `${ALERT}\n${ROTATE}`,
      [],
    ])
    expect(actionsAfter([rotate, alert], (text) => text, [alert])).toEqual([ALERT, []])
    expect(actionsAfter([rotate], (text) => text, [])).toEqual([actionItemsText([]), []])
  })

  it('are not read out of a code block', () => {
    const code = replacing(ROTATE, `${ROTATE}\n\n\`\`\`\n- [ ] AI 1 : Rotate\n\`\`\``)
    expect(actionsAfter([rotate], code, [done])).toEqual([
      `${DONE}\n\n\`\`\`\n- [ ] AI 1 : Rotate\n\`\`\``,
      ['Action items'],
    ])
  })
})

describe('whatever stands in the file', () => {
  const fragment = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\n', '\n\n', '## Root cause\n', '## Action items\n', '## Own\n', '```\n', '~~~\n'),
    fc.constantFrom(`${ROTATE}\n`, `${ALERT}\n`, '- [x] AI 7 : x\n', 'Own\n---\n', '<div>\n', '> ', '\r\n'),
  )
  const file = fc.array(fragment, { maxLength: 15 }).map((parts) => parts.join(''))

  it('the second writing changes nothing', () => {
    fc.assert(
      fc.property(file, (existing) => {
        const fresh = draft('Disk', [rotate, alert])
        const first = keepWritten(existing, fresh, {})
        const second = keepWritten(first.text, fresh, first.digests)
        expect(second.text).toBe(first.text)
      }),
      { numRuns: 500 },
    )
  })

  it('no word of it is lost', () => {
    fc.assert(
      fc.property(file, (existing) => {
        const { text } = keepWritten(existing, draft('Disk'), {})
        const words = existing.match(/[\p{L}\p{N}]{2,}/gu) ?? []
        for (const word of words) expect(text).toContain(word)
      }),
      { numRuns: 500 },
    )
  })
})
