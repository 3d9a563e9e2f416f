import type { Choice } from '../../engine/playbook.ts'
import { findStep } from '../../engine/playbook.ts'
import type { Run } from '../../engine/run.ts'
import { choicesNow } from '../../engine/standing.ts'
import { choiceButton } from '../../notify/cards/buttons.ts'
import { type Doing, perform, press } from '../act.ts'
import { refusal } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { performTyped } from './typed-form.ts'
import { whichRelease } from './which.ts'

/** The typed door of the cards' buttons: what people say, and the choices it may mean, the first one that stands. */
export const CHOSEN: ReadonlyMap<string, readonly string[]> = new Map([
  ['ok', ['ok', 'ok-anyway']],
  ...[
    'fix',
    'release',
    'abort',
    'approve',
    'deny',
    'implied',
    'asked',
    'retry',
    'redeploy',
    'smoke-again',
    'go-on',
    'by-hand',
    'give-up',
    'unpublished',
    'done',
  ].map((word): [string, readonly string[]] => [word, [word]]),
])

/** Does what the button would: with the reason that was typed, or the form that it asks for. */
export async function choose(context: Context, speaker: Speaker, word: string, text: string): Promise<Reply> {
  const wanted = CHOSEN.get(word) ?? []
  const fits = (run: Run) => chosenOf(run, wanted, choicesNow(run)) !== undefined
  const found = await whichRelease(context, { key: speaker.key, word, text, fits })
  if (!found.ok) return found.reply
  const { run, rest, repeated } = found
  if (repeated) return perform(context, speaker, { kind: 'note', run: run.id, note: 'note' }, {})
  // One that is held is pressed all the same: the refusal says what holds it.
  const choice = chosenOf(run, wanted, choicesNow(run)) ?? chosenOf(run, wanted, gateChoices(run))
  if (choice === undefined) return notHere(run)
  const act = doingOf(run, choice)
  return rest === ''
    ? press(context, speaker, act)
    : performTyped(context, speaker, { run, act, typed: rest })
}

function chosenOf(run: Run, wanted: readonly string[], choices: readonly Choice[]): Choice | undefined {
  if (run.state === 'finished') return undefined
  return wanted.flatMap((id) => choices.find((choice) => choice.id === id) ?? [])[0]
}

/** Everything that its gate may decide, held or not. */
function gateChoices(run: Run): readonly Choice[] {
  const step = findStep(run.steps, run.step)
  return step?.kind === 'gate' ? step.decisions : []
}

function doingOf(run: Run, choice: Choice): Doing {
  const { act } = choiceButton(run, choice)
  if (act.kind === 'show') throw new Error('a choice is not shown')
  return act
}

/** `ok-anyway` is said as `ok` too. */
export function wordOf(choice: string): string {
  return [...CHOSEN].find(([, choices]) => choices.includes(choice))?.[0] ?? choice
}

function notHere(run: Run): Reply {
  const offered = choicesNow(run).map(({ id }) => `/release ${wordOf(id)} ${run.id}`)
  return refusal(`${run.id} - that is not possible as it stands`, {
    lines:
      offered.length === 0
        ? [run.state === 'finished' ? `${run.id} is over.` : `${run.id} goes on by itself: /release status`]
        : [`Possible now: ${offered.join(', ')}`],
  })
}
