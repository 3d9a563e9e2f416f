import type { Entry, Fields, Run } from '../engine/run.ts'
import { VIGIE } from '../engine/run.ts'
import type { Context } from './context.ts'
import type { MarkedMessage, Spot } from './marked-message.ts'

const LONGEST = 2_000

/** How the timeline stands about one message. */
export type Quote = {
  readonly stands: boolean
  /** How often it was quoted and taken back so far: numbers the next turn. */
  readonly turns: number
  readonly last?: Entry | undefined
}

export function quoteIn(run: Run, spot: Spot): Quote {
  const about = run.history.filter(
    (entry) => entry.kind === 'noted' && entry.fields['message'] === nameOf(spot),
  )
  const turns = about.filter((entry) => entry.what === 'quoted' || entry.what === 'quote-deleted')
  return { stands: turns.at(-1)?.what === 'quoted', turns: turns.length, last: about.at(-1) }
}

type Turn = {
  readonly note: 'quoted' | 'quote-edited' | 'quote-deleted'
  readonly nth: string
  readonly fields: Fields
}

const ENDS = { quoted: 'quoted', 'quote-edited': 'edited', 'quote-deleted': 'taken_back' } as const

/** Two people at once, or two replicas, have the same key for the same turn: one of them is taken. */
export async function submitTurn(
  { runs, clock }: Pick<Context, 'runs' | 'clock'>,
  run: Run,
  spot: Spot,
  { note, nth, fields }: Turn,
): Promise<'quoted' | 'edited' | 'taken_back' | 'nothing_new'> {
  const result = await runs.submit(run.id, {
    type: 'note',
    note,
    key: `${note}:${spot.surface} ${nameOf(spot)}:${nth}`,
    at: clock.now(),
    by: { id: VIGIE, groups: [] },
    door: spot.surface,
    fields,
  })
  return result.advanced ? ENDS[note] : 'nothing_new'
}

export function fieldsOf({ author, text, at, edited, link, ...spot }: MarkedMessage): Fields {
  return {
    message: nameOf(spot),
    author,
    text: cutText(text),
    at: String(at),
    ...(edited === undefined ? {} : { edited: String(edited) }),
    ...(link === undefined ? {} : { link }),
  }
}

function nameOf({ channel, message }: Spot): string {
  return `${channel} ${message}`
}

/** What of somebody's words is kept. */
export function cutText(text: string): string {
  const characters = [...text.trim()]
  return characters.length <= LONGEST
    ? characters.join('')
    : `${characters.slice(0, LONGEST - 3).join('')}...`
}
