import type { Run } from '../../../engine/run.ts'
import { choicesNow, notesNow } from '../../../engine/standing.ts'
import type { Button } from '../../card.ts'
import { choiceButton, noteButton } from '../buttons.ts'

/** The button of a choice of the current step; none when it can't be chosen now. */
export function offerChoice(run: Run, id: string): readonly Button[] {
  return choicesNow(run)
    .filter((choice) => choice.id === id)
    .map((choice) => choiceButton(run, choice))
}

/** A button for everything that can be chosen now. */
export function offerChoices(run: Run): readonly Button[] {
  return choicesNow(run).map((choice) => choiceButton(run, choice))
}

/** The button of a note; none when it can't be made now. */
export function offerNote(run: Run, id: string): readonly Button[] {
  return notesNow(run)
    .filter((note) => note.id === id)
    .map((note) => noteButton(run, note))
}

/** The code of the gate that is still open. */
export function codeOf({ gate }: Run): { readonly code?: string } {
  return gate === undefined ? {} : { code: gate.code }
}
