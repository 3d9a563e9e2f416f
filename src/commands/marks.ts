import type { Fields } from '../engine/run.ts'
import type { Speaker } from './command.ts'
import type { Context } from './context.ts'
import { incidentFor, isCardOf, runQuoting } from './marked-in.ts'
import type { EditedMessage, MarkedMessage, Spot } from './marked-message.ts'
import { cutText, fieldsOf, quoteIn, submitTurn } from './quote.ts'

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
      return submitTurn(deps, run, message, { note: 'quoted', nth: `${quote.turns}`, fields })
    },
    async unmark({ person }, message) {
      if (message.marks.length > 0) return 'nothing_new'
      return takeBack(deps, message, { unmarked: person.id })
    },
    async edited(message) {
      const run = await runQuoting(deps, message)
      if (run === undefined) return 'nothing_new'
      const quote = quoteIn(run, message)
      const text = cutText(message.text)
      if (!quote.stands || quote.last === undefined || quote.last.fields['text'] === text)
        return 'nothing_new'
      if (message.edited <= Number(quote.last.fields['edited'] ?? 0)) return 'nothing_new'
      if (await isCardOf(deps, run, message)) return 'nothing_new'
      const fields = { ...quote.last.fields, text, edited: String(message.edited) }
      return submitTurn(deps, run, message, { note: 'quote-edited', nth: String(message.edited), fields })
    },
    deleted: (message) => takeBack(deps, message, {}),
  }
}

async function takeBack(deps: MarksDeps, spot: Spot, who: Fields): Promise<Marked> {
  const run = await runQuoting(deps, spot)
  if (run === undefined) return 'nothing_new'
  const quote = quoteIn(run, spot)
  if (!quote.stands || quote.last === undefined) return 'nothing_new'
  const fields = { ...quote.last.fields, ...who }
  return submitTurn(deps, run, spot, { note: 'quote-deleted', nth: `${quote.turns}`, fields })
}
