import type { Run } from '../../../engine/run.ts'
import { choicesNow, notesNow } from '../../../engine/standing.ts'
import type { Button } from '../../card.ts'

/** The button of a choice of the current step; none when it can't be chosen now. */
export function offerChoice(run: Run, id: string): readonly Button[] {
  return offerChoices(run).filter((button) => button.act.kind === 'choose' && button.act.choice === id)
}

/** A button for everything that can be chosen now. */
export function offerChoices(run: Run): readonly Button[] {
  return choicesNow(run).map(({ id, label, tone, form }) => ({
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
  }))
}

/** The button of a note; none when it can't be made now. */
export function offerNote(run: Run, id: string): readonly Button[] {
  return notesNow(run)
    .filter((note) => note.id === id)
    .map(({ label, tone, form }) => ({
      label,
      ...(tone === undefined ? {} : { tone }),
      act: { kind: 'note', run: run.id, note: id, ...(form === undefined ? {} : { form }) },
    }))
}

/** The code of the gate that is still open. */
export function codeOf({ gate }: Run): { readonly code?: string } {
  return gate === undefined ? {} : { code: gate.code }
}
