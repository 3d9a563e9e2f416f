import type { Run } from '../../engine/run.ts'
import { choicesNow } from '../../engine/standing.ts'
import { choiceButton } from '../../notify/cards/buttons.ts'
import { press } from '../act.ts'
import { refusal } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { isUnderWay, whichIncident } from './which.ts'

/** The typed door of the card's buttons: what people say, and the choice it means. */
export const CHOSEN: ReadonlyMap<string, string> = new Map([
  ['ack', 'acknowledge'],
  ['acknowledge', 'acknowledge'],
  ['cause', 'cause'],
  ['mitigated', 'mitigated'],
  ['verified', 'verified'],
  ['not-fixed', 'not-fixed'],
  ['resolve', 'resolve'],
  ['published', 'published'],
])

/** Does what the button would, with the form that it asks for. */
export async function choose(context: Context, speaker: Speaker, word: string, text: string): Promise<Reply> {
  const wanted = CHOSEN.get(word)
  const fits = (run: Run) => (wanted === 'published' ? run.step === 'postmortem' : isUnderWay(run))
  const found = await whichIncident(context, { word, text, fits })
  if (!found.ok) return found.reply
  const { run } = found
  const choice = choicesNow(run).find((one) => one.id === wanted)
  if (choice !== undefined) return press(context, speaker, choiceButton(run, choice).act)
  const offered = choicesNow(run).map(({ id }) => `/incident ${id} ${run.id}`)
  return refusal(`${run.id} - that is not possible as it stands`, {
    lines:
      offered.length === 0 ? ['It takes no decision any more.'] : [`Possible now: ${offered.join(', ')}`],
  })
}
