import type { Entry, Run } from '../../../../engine/run.ts'
import { pastOf } from '../../../../engine/standing.ts'
import type { Field } from '../../../card.ts'
import type { Look } from '../../../look.ts'
import { latestNote, textFact } from '../../incident-facts.ts'
import { byline } from '../phrases.ts'

/** What somebody chose: `Kept - Yan at 14:40`, and why, where that was asked. */
export function chosenFields(run: Run, look: Look): readonly Field[] {
  const entry = choiceOf(run)
  if (entry === undefined) return []
  const reason = textFact(entry.fields, 'reason')
  return [
    { label: capital(pastOf(run, entry)), value: byline(entry, look) },
    ...(reason === undefined ? [] : [{ label: 'Why', value: reason }]),
  ]
}

export function choiceOf(run: Run): Entry | undefined {
  return run.history.findLast((entry) => entry.kind === 'completed')
}

/** Who pressed a button that Vigie carries out, and how far it is. */
export function askedFields(run: Run, note: string, label: string, look: Look): readonly Field[] {
  const asked = latestNote(run, note)
  return asked === undefined ? [] : [{ label, value: byline(asked, look) }]
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
