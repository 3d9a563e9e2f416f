import type { Choice, Note } from '../../engine/playbook.ts'
import type { Run } from '../../engine/run.ts'
import { choicesNow, notesNow } from '../../engine/standing.ts'
import type { Button } from '../card.ts'

/** The buttons of a run as it stands: the choices that lead on, the notes, then the other choices. */
export function buttonsOf(run: Run): readonly Button[] {
  if (run.state === 'finished') return []
  const choices = choicesNow(run)
  const notes = notesNow(run).filter((note) => note.button === 'card')
  return [
    ...choices.filter((choice) => choice.tone === 'primary').map((choice) => choiceButton(run, choice)),
    ...notes.map((note) => noteButton(run, note)),
    ...choices.filter((choice) => choice.tone !== 'primary').map((choice) => choiceButton(run, choice)),
  ]
}

/** Presses a choice of the current step. */
export function choiceButton(run: Run, { id, label, tone, form }: Choice): Button {
  return {
    label,
    ...(tone === undefined ? {} : { tone }),
    act: {
      kind: 'choose',
      run: run.id,
      step: run.step,
      choice: id,
      ...(run.gate === undefined ? {} : { code: run.gate.code }),
      ...(form === undefined ? {} : { form }),
    },
  }
}

/** Makes a note. */
export function noteButton(run: Run, { id, label, tone, form }: Note): Button {
  return {
    label,
    ...(tone === undefined ? {} : { tone }),
    act: { kind: 'note', run: run.id, note: id, ...(form === undefined ? {} : { form }) },
  }
}
