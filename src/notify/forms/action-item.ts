import type { Form, Option, Purpose } from '../form.ts'
import { LINE_MAX } from './incident.ts'

/** Somebody whom the directory knows. */
export type Choosable = { readonly id: string; readonly name: string }

/** A directory has one person at least, else nobody could ask for this form. */
const NOBODY: Option = { value: 'nobody', label: 'Nobody is in the directory' }

export function actionForm(purpose: Purpose, people: readonly Choosable[]): Form {
  const [first = NOBODY, ...others] = people.map(({ id, name }): Option => ({ value: id, label: name }))
  return {
    id: 'incident.action',
    title: 'Action item',
    submit: 'Open it',
    purpose,
    inputs: [
      {
        id: 'text',
        label: 'What is to be done',
        kind: 'line',
        max: LINE_MAX,
        hint: 'One thing that can be ticked',
      },
      { id: 'owner', label: 'Owner', kind: 'choice', options: [first, ...others] },
      { id: 'due', label: 'Due', kind: 'date' },
    ],
  }
}

export function dropForm(purpose: Purpose): Form {
  return {
    id: 'action-item.drop',
    title: 'Drop the action item',
    submit: 'Drop',
    purpose,
    inputs: [{ id: 'reason', label: 'Why it is not needed', kind: 'line', max: LINE_MAX }],
  }
}
