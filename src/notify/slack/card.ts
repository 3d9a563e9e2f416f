import type { Card, Field, StepLine, Text } from '../card.ts'
import { cardToText, codeLine, stepTexts } from '../text.ts'
import { actionBlocks } from './actions.ts'
import type { Block, Mrkdwn } from './blocks.ts'
import { context, grouped, header, mrkdwn, section } from './blocks.ts'
import { cut, cutPlain, LIMITS } from './limits.ts'
import type { Resolve } from './mrkdwn.ts'
import { toMrkdwn } from './mrkdwn.ts'

const CUT_HERE = '… cut here; the whole text is in the console'

/** What chat.postMessage, chat.update and a response_url take. */
export type SlackMessage = { text: string; blocks: Block[] }

/**
 * A card as a Slack message. Pure and total: a card of any size becomes a message that Slack takes,
 * cut with an ellipsis. Title, buttons and code always stay; body text gives way first. `file` is the uploaded picture.
 */
export function cardToBlockKit(card: Card, resolve: Resolve, file?: string): SlackMessage {
  const text = cut(cardToText(card), LIMITS.fallback) || '-'
  const top = [
    header(card.title),
    ...(card.notice === undefined ? [] : [section(cut(card.notice, LIMITS.section))]),
  ]
  return { text, blocks: [...top, ...cardBody(card, resolve, LIMITS.blocksInMessage - top.length, { file })] }
}

/** Without a file there is nothing to show. */
function pictureBlocks({ picture }: Card, file: string | undefined): Block[] {
  if (picture === undefined || file === undefined) return []
  const alt = cutPlain(picture.alt, LIMITS.alt) || '-'
  return [{ type: 'image', slack_file: { id: file }, alt_text: alt }]
}

type Below = {
  /** Numbers the first button. */
  readonly first?: number
  /** The uploaded picture. */
  readonly file?: string | undefined
}

/** Everything of a card below its title, in at most `most` blocks. */
export function cardBody(card: Card, resolve: Resolve, most: number, below: Below = {}): Block[] {
  const { first = 0, file } = below
  const tail = [...actionBlocks(card.buttons, first), ...notes(card, resolve)]
  const body = [
    ...lineBlocks(card.asked ?? [], resolve),
    ...fieldBlocks(card.fields, resolve),
    ...lineBlocks(card.lines, resolve),
    ...pictureBlocks(card, file),
    ...stepBlocks(card.steps ?? [], resolve),
  ]
  const above = fitted(body, most - tail.length)
  return [...above, ...tail, ...belowTail(card.background ?? [], resolve, above, most - tail.length)]
}

/** What is left of the message's room below the buttons. */
function belowTail(lines: readonly Text[], resolve: Resolve, above: readonly Block[], most: number): Block[] {
  const used = above.reduce((sum, block) => sum + lengthOf(block), 0)
  const room = most - above.length
  return room < 1 ? [] : fitted(lineBlocks(lines, resolve), room, LIMITS.message - used)
}

/** The title as a bold line, where a header would be too loud. */
export function cardTitle(card: Card): string {
  return toMrkdwn([{ bold: cutPlain(card.title, LIMITS.header) }], () => undefined, LIMITS.section)
}

function fieldBlocks(fields: readonly Field[], resolve: Resolve): Block[] {
  const texts = fields.map((field) => fieldText(field, resolve))
  return grouped(texts, { count: LIMITS.fieldsInSection, length: LIMITS.message / 2 }).map(
    (some): Block => ({ type: 'section', fields: some.map(mrkdwn) }),
  )
}

function fieldText(field: Field, resolve: Resolve): string {
  const label = toMrkdwn([{ bold: cutPlain(field.label, 200) }], resolve, LIMITS.field / 2)
  return `${label}\n${toMrkdwn(field.value, resolve, LIMITS.field - label.length - 1)}`
}

/** Lines share sections as far as they fit: fifty blocks are few. */
function lineBlocks(lines: readonly Text[], resolve: Resolve): Block[] {
  const texts = lines.map((line) => toMrkdwn(line, resolve, LIMITS.section))
  return grouped(texts, { count: texts.length, length: LIMITS.section }).map((some) =>
    section(some.join('\n')),
  )
}

/** Small print: where it stands matters less than what is wrong. */
function stepBlocks(steps: readonly StepLine[], resolve: Resolve): Block[] {
  const texts = stepTexts(steps, (title) => ({ bold: cutPlain(title, LIMITS.header) }))
  const lines = texts.map((line) => toMrkdwn(line, resolve, LIMITS.context))
  return grouped(lines, { count: lines.length, length: LIMITS.context }).map((some) =>
    context(some.join('\n')),
  )
}

function notes(card: Card, resolve: Resolve): Block[] {
  return [
    ...(card.code === undefined ? [] : [context(cut(codeLine(card.code), LIMITS.context))]),
    ...(card.footer === undefined ? [] : [context(toMrkdwn(card.footer, resolve, LIMITS.context))]),
  ]
}

/** Keeps what fits in blocks and in the message's whole text, and shows that something is missing. */
function fitted(blocks: readonly Block[], most: number, longest: number = LIMITS.message): Block[] {
  let used = 0
  const heavy = blocks.findIndex((block) => {
    used += lengthOf(block)
    return used > longest
  })
  const light = heavy === -1 ? blocks.length : heavy
  if (light === blocks.length && light <= most) return [...blocks]
  return [...blocks.slice(0, Math.min(light, most - 1)), context(CUT_HERE)]
}

function lengthOf(block: Block): number {
  if (block.type === 'context') return lengthOfAll(block.elements)
  if (block.type !== 'section') return 0
  return lengthOfAll('text' in block ? [block.text] : block.fields)
}

function lengthOfAll(texts: readonly Mrkdwn[]): number {
  return texts.reduce((sum, one) => sum + one.text.length, 0)
}
