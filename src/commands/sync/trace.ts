import type { Text } from '../../notify/card.ts'
import { formatTime } from '../../notify/time.ts'
import type { Desk, Traced } from '../../sync/desk.ts'
import { answer, refusal } from '../answers.ts'
import type { Reply } from '../command.ts'
import { type Context, lookOf } from '../context.ts'
import { stepWords } from './trace-words.ts'

/** A chat message holds no more; the log has them all. */
const STEPS = 40

/** What became of an event, step by step. */
export async function trace(context: Context, desk: Desk, rest: string): Promise<Reply> {
  const typed = rest.trim()
  if (typed === '') return refusal('Which event?', { lines: [SAY] })
  if (/\s/.test(typed)) return refusal('An event is one word', { lines: [SAY] })
  const chosen = chooseEvent(context, typed, await desk.trace(typed))
  switch (chosen.kind) {
    case 'none':
      return unknown(typed)
    case 'several':
      return chosen.reply
    case 'one':
      return tell(context, chosen.traced)
  }
}

const SAY =
  '/sync trace 0f8fad5b - the first letters of an id that Baserow shows in the call log of its webhook, or that /sync shows'

function unknown(typed: string): Reply {
  return refusal(`No event begins with ${typed.slice(0, 60)}`, {
    lines: [
      'Traces are kept a day. The log has older ones, by event_id.',
      'An event that never came has none: /sync says when the last one came, and how the webhooks are.',
    ],
  })
}

export type Chosen =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly traced: Traced }
  | { readonly kind: 'several'; readonly reply: Reply }

/** Which event somebody means; one that is typed whole is meant, whatever else begins so. */
export function chooseEvent(context: Context, typed: string, found: readonly Traced[]): Chosen {
  const [first, ...others] = found
  if (first === undefined) return { kind: 'none' }
  const traced = others.length === 0 ? first : found.find(({ event }) => event === typed)
  return traced === undefined
    ? { kind: 'several', reply: listOf(context, typed, found) }
    : { kind: 'one', traced }
}

function listOf(context: Context, typed: string, found: readonly Traced[]): Reply {
  return refusal(`Several events begin with ${typed.slice(0, 60)}`, {
    lines: [...found.map((one) => summaryOf(context, one)), 'Say more of its letters: there may be others.'],
  })
}

export function summaryOf(context: Context, { event, lines }: Traced): Text {
  const [first] = lines
  const when = first === undefined ? [] : [formatTime(first.at, lookOf(context))]
  const entities = entitiesOf(lines)
  const about = entities.length > 3 ? [`${entities.length} rows or pages`] : entities
  return [
    { code: event },
    ...[...when, about.join(', ')].filter((part) => part !== '').map((part) => ` - ${part}`),
  ]
}

function entitiesOf(lines: Traced['lines']): readonly string[] {
  return [...new Set(lines.flatMap(({ entity }) => entity ?? []))]
}

function tell(context: Context, { event, lines }: Traced): Reply {
  const look = lookOf(context)
  const left = lines.length - STEPS
  return answer(`Trace of ${event}`, {
    lines: [
      ...(left > 0 ? [`${left} earlier steps: see the log, by event_id.`] : []),
      ...lines.slice(-STEPS).map((line) => stepWords(line, look)),
      endOf(lines),
    ],
  })
}

/** What is still to come. */
export function endOf(lines: Traced['lines']): string {
  const over = new Set(lines.filter(({ ended }) => ended === true).map(({ entity }) => entity))
  const open = entitiesOf(lines).filter((entity) => !over.has(entity))
  if (open.length === 0) return 'It is over.'
  const named = open.length > 5 ? `${open.length} rows or pages` : open.join(', ')
  return `Not over yet: ${named}.`
}
