import type { Run } from '../../engine/run.ts'
import { choicesNow } from '../../engine/standing.ts'
import type { Button } from '../card.ts'

/** The buttons of a run as it stands: the first choice, the notes, then the other choices. */
export function buttonsOf(run: Run): readonly Button[] {
  if (run.state === 'finished') return []
  const choices = choicesNow(run).map(
    (choice): Button => ({
      label: choice.label,
      ...(choice.tone === undefined ? {} : { tone: choice.tone }),
      act: {
        kind: 'choose',
        run: run.id,
        step: run.step,
        choice: choice.id,
        ...(run.gate === undefined ? {} : { code: run.gate.code }),
        ...(choice.form === undefined ? {} : { form: choice.form }),
      },
    }),
  )
  const notes = run.notes.map(
    (note): Button => ({
      label: note.label,
      act: {
        kind: 'note',
        run: run.id,
        note: note.id,
        ...(note.form === undefined ? {} : { form: note.form }),
      },
    }),
  )
  const first = choices.filter((button) => button.tone === 'primary')
  return [...first, ...notes, ...choices.filter((button) => button.tone !== 'primary')]
}
