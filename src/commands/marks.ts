import type { Entry, Fields, Run } from '../engine/run.ts'
import { VIGIE } from '../engine/run.ts'
import type { SurfaceName } from '../notify/ports.ts'
import { CARD } from '../runs/redraw.ts'
import type { Speaker } from './command.ts'
import type { Context } from './context.ts'

/** A message of the chat that people mark, so that it joins the timeline of an incident. */
export type MarkedMessage = Spot & {
  /** The root of its thread. */
  readonly thread?: string
  /** The name of whoever wrote it. */
  readonly author: string
  /** In plain words. */
  readonly text: string
  /** When it was written, milliseconds since 1970. */
  readonly at: number
  /** When it was edited last. */
  readonly edited?: number
  readonly link?: string
  /** The people of the directory whose mark stands on it now. */
  readonly marks: readonly string[]
}

/** `message` is the surface's own id of it. */
export type Spot = { readonly surface: SurfaceName; readonly channel: string; readonly message: string }

/** `edited` tells edits apart and which is the later one: milliseconds since 1970. */
export type EditedMessage = Spot & { readonly text: string; readonly edited: number }

export type Marked = 'quoted' | 'edited' | 'taken_back' | 'nothing_new' | 'no_incident'

/**
 * Follows what people mark. What the timeline of the run says is compared with how the message stands now,
 * so events that come twice, late or in the wrong order end in the same timeline.
 */
export type Marks = {
  mark(speaker: Speaker, message: MarkedMessage): Promise<Marked>
  unmark(speaker: Speaker, message: MarkedMessage): Promise<Marked>
  /** Costs one look into the store for a message that nobody marked. */
  edited(message: EditedMessage): Promise<Marked>
  deleted(message: Spot): Promise<Marked>
}

export type MarksDeps = Pick<Context, 'runs' | 'store' | 'clock' | 'deliveries'>

const LONGEST = 2_000
const OPEN_LOOKED_AT = 50
const LAST_LOOKED_AT = 20

export function createMarks(deps: MarksDeps): Marks {
  return {
    async mark({ person }, message) {
      // A mark that was taken away before its event came.
      if (message.marks.length === 0) return 'nothing_new'
      const run = await incidentFor(deps, message)
      if (run === undefined) return 'no_incident'
      const quote = quoteIn(run, message)
      if (quote.stands) return 'nothing_new'
      await deps.deliveries.quote(run.id, message.surface, message)
      const fields = { ...fieldsOf(message), marked: person.id }
      return submit(deps, run, message, { note: 'quoted', nth: `${quote.turns}`, fields })
    },
    async unmark({ person }, message) {
      if (message.marks.length > 0) return 'nothing_new'
      return takeBack(deps, message, { unmarked: person.id })
    },
    async edited(message) {
      const run = await runQuoting(deps, message)
      if (run === undefined) return 'nothing_new'
      const quote = quoteIn(run, message)
      const text = cut(message.text)
      if (!quote.stands || quote.last === undefined || quote.last.fields['text'] === text)
        return 'nothing_new'
      if (message.edited <= Number(quote.last.fields['edited'] ?? 0)) return 'nothing_new'
      if (await isCardOf(deps, run, message)) return 'nothing_new'
      const fields = { ...quote.last.fields, text, edited: String(message.edited) }
      return submit(deps, run, message, { note: 'quote-edited', nth: String(message.edited), fields })
    },
    deleted: (message) => takeBack(deps, message, {}),
  }
}

/** Under the card of a run it is that one's; in a channel it belongs to the incident that goes on there. */
async function incidentFor(deps: MarksDeps, message: MarkedMessage): Promise<Run | undefined> {
  const root = { channel: message.channel, message: message.thread ?? message.message }
  const id = await deps.deliveries.runAt(message.surface, root)
  if (id === undefined) return latestIn(deps, message)
  const run = await deps.store.get(id)
  const parent = run?.parent === undefined ? run : await deps.store.get(run.parent)
  return parent !== undefined && takesQuotes(parent) ? parent : undefined
}

/** The latest one that is not resolved, else the latest one, of those whose card stands in this channel. */
async function latestIn({ store, deliveries }: MarksDeps, message: Spot): Promise<Run | undefined> {
  const open = await store.list({ state: 'open', playbook: 'incident', limit: OPEN_LOOKED_AT })
  const last = await store.list({ playbook: 'incident', limit: LAST_LOOKED_AT })
  for (const run of [...open.filter((one) => one.facts['resolved'] !== true), ...last]) {
    const place = await deliveries.place(run.id, CARD, message.surface)
    // A card that reached people directly has lost its channel, or had: what is said there is about it.
    const here = place?.channel === message.channel || place?.direct !== undefined
    if (here && takesQuotes(run)) return run
  }
  return undefined
}

/** A card is redrawn with its run: an entry about each redrawing would redraw it again. */
async function isCardOf({ deliveries }: MarksDeps, run: Run, spot: Spot): Promise<boolean> {
  const card = await deliveries.place(run.id, CARD, spot.surface)
  return card?.channel === spot.channel && card.message === spot.message
}

function takesQuotes(run: Run): boolean {
  return run.notes.some((note) => note.id === 'quoted')
}

async function runQuoting({ deliveries, store }: MarksDeps, spot: Spot): Promise<Run | undefined> {
  const id = await deliveries.runAt(spot.surface, spot)
  return id === undefined ? undefined : store.get(id)
}

async function takeBack(deps: MarksDeps, spot: Spot, who: Fields): Promise<Marked> {
  const run = await runQuoting(deps, spot)
  if (run === undefined) return 'nothing_new'
  const quote = quoteIn(run, spot)
  if (!quote.stands || quote.last === undefined) return 'nothing_new'
  const fields = { ...quote.last.fields, ...who }
  return submit(deps, run, spot, { note: 'quote-deleted', nth: `${quote.turns}`, fields })
}

/** How the timeline stands about one message. */
type Quote = {
  readonly stands: boolean
  /** How often it was quoted and taken back so far: numbers the next turn. */
  readonly turns: number
  readonly last?: Entry | undefined
}

function quoteIn(run: Run, spot: Spot): Quote {
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
async function submit(
  { runs, clock }: MarksDeps,
  run: Run,
  spot: Spot,
  { note, nth, fields }: Turn,
): Promise<Marked> {
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

function fieldsOf({ author, text, at, edited, link, ...spot }: MarkedMessage): Fields {
  return {
    message: nameOf(spot),
    author,
    text: cut(text),
    at: String(at),
    ...(edited === undefined ? {} : { edited: String(edited) }),
    ...(link === undefined ? {} : { link }),
  }
}

function nameOf({ channel, message }: Spot): string {
  return `${channel} ${message}`
}

function cut(text: string): string {
  const characters = [...text.trim()]
  return characters.length <= LONGEST
    ? characters.join('')
    : `${characters.slice(0, LONGEST - 3).join('')}...`
}
