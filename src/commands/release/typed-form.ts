import type { Run } from '../../engine/run.ts'
import { type Form, readForm } from '../../notify/form.ts'
import { formFor } from '../../notify/forms/index.ts'
import { type Doing, perform, press } from '../act.ts'
import { refusal } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { handBack } from '../typed-text.ts'

export type TypedAct = { readonly run: Run; readonly act: Doing; readonly typed: string }

/** Does the act with what was typed, where its form asks for words and nothing else; opens the form where it doesn't. */
export async function performTyped(
  context: Context,
  speaker: Speaker,
  { run, act, typed }: TypedAct,
): Promise<Reply> {
  const around = { people: context.directory.everyone, run }
  const form = act.form === undefined ? undefined : formFor(act.form, { kind: 'act', act }, around)
  const input = form === undefined ? undefined : wordsOf(form)
  if (form === undefined || input === undefined) return press(context, speaker, act)
  const filled = readForm(form, { [input]: typed })
  if (filled.ok) return perform(context, speaker, act, filled.fields)
  const fault = filled.faults[input]
  return fault === undefined
    ? press(context, speaker, act)
    : refusal('Nothing changed', { lines: [`${fault}. Say it shorter.`, ...handBack(typed)] })
}

/** The input that takes what was typed. */
function wordsOf(form: Form): string | undefined {
  return form.inputs.find(({ kind }) => kind === 'line' || kind === 'paragraph')?.id
}
