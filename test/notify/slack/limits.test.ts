import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Button, Card, Span, StepLine, Text } from '../../../src/notify/card.ts'
import type { Form, Input } from '../../../src/notify/form.ts'
import { readFormJson } from '../../../src/notify/schema.ts'
import { cardToBlockKit, formToModal, homeToView } from '../../../src/notify/slack/render.ts'
import { faultsOf, messageSchema, viewSchema } from '../../fakes/slack-blocks.ts'

/** Absurd lengths, with everything that Slack treats specially. */
const piece = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\n',
    '<!channel>',
    '&',
    '*',
    '`',
    '|',
    'https://example.org/a_b',
    'été',
    '\u{1F600}',
  ),
  fc.string({ maxLength: 20 }),
)
const words = fc
  .tuple(fc.array(piece, { maxLength: 6 }), fc.constantFrom(1, 3, 40, 900))
  .map(([pieces, times]) => pieces.join(' ').repeat(times).slice(0, 9000))

const span: fc.Arbitrary<Span> = fc.oneof(
  words,
  words.map((bold) => ({ bold })),
  words.map((code) => ({ code })),
  fc.tuple(words, words).map(([person, name]) => ({ person, name })),
  fc.tuple(fc.webUrl(), words).map(([link, label]) => ({ link, label })),
)
const text: fc.Arbitrary<Text> = fc.oneof(words, fc.array(span, { maxLength: 4 }))
const id = fc.oneof(fc.constantFrom('INC-1', 'triage', 'a&<>b'), fc.string({ minLength: 1, maxLength: 250 }))
const button: fc.Arbitrary<Button> = fc.record({
  label: words,
  act: fc.oneof(
    id.map((run) => ({ kind: 'show' as const, run })),
    fc.record({ kind: fc.constant('note' as const), run: id, note: id, form: id }),
    fc.constant({ kind: 'show' as const, run: 'x'.repeat(2500) }),
  ),
})
const step: fc.Arbitrary<StepLine> = fc.record({
  state: fc.constantFrom('done' as const, 'now' as const, 'ahead' as const),
  title: words,
  detail: text,
})
const card: fc.Arbitrary<Card> = fc
  .record({
    title: words,
    fields: fc.array(fc.record({ label: words, value: text }), { maxLength: 30 }),
    lines: fc.array(text, { maxLength: 80 }),
    steps: fc.array(step, { maxLength: 40 }),
    buttons: fc.array(button, { maxLength: 70 }),
    code: words,
    footer: text,
  })
  .map((one) => ({ status: 'info' as const, ...one }))

const resolve = (person: string) => (person.length % 2 === 0 ? 'U0CORENTIN' : undefined)

test('any card respects every limit of a message and pings nobody unasked', () => {
  fc.assert(
    fc.property(card, (one) => {
      const message = cardToBlockKit(one, resolve)
      expect(faultsOf(messageSchema, message)).toEqual([])
      expect(JSON.stringify(message)).not.toMatch(/<[!#]/)
      expect(message.text).not.toMatch(/<[!#@]/)
      // Behind the body: buttons, what is not on the card, the code, the footer.
      const buttons = message.blocks.findIndex((block) => block.type === 'actions')
      const visible = message.blocks.slice(0, buttons === -1 ? -3 : buttons).flatMap((block) => {
        if (block.type === 'context') return block.elements.map((element) => element.text)
        if (block.type !== 'section') return []
        return 'text' in block ? [block.text.text] : block.fields.map((field) => field.text)
      })
      expect(visible.join('').length).toBeLessThanOrEqual(12_100)
    }),
    { numRuns: 150, endOnFailure: true },
  )
})

test('a cut card keeps its buttons and its code', () => {
  const long: Card = {
    title: 'Long',
    status: 'info',
    fields: [],
    lines: Array.from({ length: 300 }, (_, n) => `line ${n} ${'word '.repeat(500)}`),
    buttons: [{ label: 'Acknowledge', act: { kind: 'show', run: 'INC-1' } }],
    code: 'INC-1-A',
  }
  const types = cardToBlockKit(long, resolve).blocks.map((block) => block.type)
  expect(types).toEqual(['header', ...Array(4).fill('section'), 'context', 'actions', 'context'])
})

test('steps of any length stay small print: long ones are cut, many share few blocks', () => {
  const steps = (count: number, detail: string): Card => ({
    title: 'Steps',
    status: 'info',
    fields: [],
    lines: [],
    steps: Array.from({ length: count }, (_, n) => ({ state: 'done', title: `${n}. Step`, detail })),
    buttons: [],
  })
  const types = (one: Card) => cardToBlockKit(one, resolve).blocks.map((block) => block.type)
  expect(types(steps(40, 'declared by Nadia at 14:32'))).toEqual(['header', 'context'])
  expect(types(steps(3, 'word '.repeat(900)))).toEqual(['header', 'context', 'context', 'context'])
})

test('a card of six hundred fields is cut at fifty blocks, and says so', () => {
  const wide: Card = {
    title: 'Wide',
    status: 'info',
    fields: Array.from({ length: 600 }, () => ({ label: 'a', value: 'b' })),
    lines: [],
    buttons: [{ label: 'Acknowledge', act: { kind: 'show', run: 'INC-1' } }],
  }
  const { blocks } = cardToBlockKit(wide, resolve)
  expect(blocks).toHaveLength(50)
  expect(JSON.stringify(blocks.at(-2))).toContain('cut here')
  expect(blocks.at(-1)?.type).toBe('actions')
})

test('any home respects every limit of a view', () => {
  const home = fc.record({
    waiting: fc.array(card, { maxLength: 12 }),
    running: fc.array(card, { maxLength: 12 }),
    onCall: text,
  })
  fc.assert(
    fc.property(home, (one) => {
      expect(faultsOf(viewSchema, homeToView(one, resolve))).toEqual([])
    }),
    { numRuns: 40, endOnFailure: true },
  )
})

const option = fc.record({ value: words, label: words })
const input: fc.Arbitrary<Input> = fc.oneof(
  fc.record({
    id,
    label: words,
    hint: words,
    initial: words,
    kind: fc.constantFrom('line' as const, 'paragraph' as const),
    max: fc.integer({ min: 1, max: 9000 }),
  }),
  fc.tuple(id, words, option, fc.array(option, { maxLength: 120 })).map(([one, label, first, more]) => ({
    id: one,
    label,
    kind: 'choice' as const,
    options: [first, ...more] as const,
  })),
)
const form: fc.Arbitrary<Form> = fc
  .tuple(id, words, words, input, fc.array(input, { maxLength: 8 }))
  .map(([one, title, submit, first, more]) => ({
    id: one,
    title,
    submit,
    inputs: [first, ...more] as const,
    purpose: { kind: 'declare' as const },
  }))

test('any form respects every limit of a modal, and one that can be sent can be read again', () => {
  fc.assert(
    fc.property(form, (one) => {
      const modal = formToModal(one)
      expect(faultsOf(viewSchema, modal)).toEqual([])
      if (modal.submit === undefined) return
      const back = readFormJson(modal.private_metadata)
      expect(back?.inputs.map((each) => each.id)).toEqual(one.inputs.map((each) => each.id))
      expect(modal.private_metadata).not.toMatch(/[&<>]/)
    }),
    { numRuns: 150, endOnFailure: true },
  )
})
