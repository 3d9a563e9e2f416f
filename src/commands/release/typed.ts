import type { Run } from '../../engine/run.ts'
import { notesNow } from '../../engine/standing.ts'
import { type Doing, perform, press } from '../act.ts'
import { refusal } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { performTyped } from './typed-form.ts'
import { whichRelease } from './which.ts'

/** Notes that can be typed: `/release note [REL-7] the editor is slower`. */
export const NOTES: ReadonlyMap<string, string> = new Map([
  ['override', 'override'],
  ['note', 'note'],
])

/** `word` is the subcommand, `note` what it means, `text` what was typed after it. */
export async function typeNote(
  context: Context,
  speaker: Speaker,
  word: string,
  note: string,
  text: string,
): Promise<Reply> {
  const fits = (run: Run) => notesNow(run).some(({ id }) => id === note)
  const found = await whichRelease(context, { key: speaker.key, word, text, fits })
  if (!found.ok) return found.reply
  const { run, rest, repeated } = found
  const form = run.notes.find(({ id }) => id === note)?.form
  const act: Doing = { kind: 'note', run: run.id, note, ...(form === undefined ? {} : { form }) }
  if (repeated) return perform(context, speaker, act, {})
  if (form === undefined) return refusal(`${run.id} takes no such words`, { lines: ['/release help'] })
  return rest === ''
    ? press(context, speaker, act)
    : performTyped(context, speaker, { run, act, typed: rest })
}
