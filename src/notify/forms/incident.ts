import type { Form, Purpose } from '../form.ts'

/** Longer titles are cut; nothing is lost, for the whole text becomes the symptom. */
export const TITLE_MAX = 150
/** Slack takes no more into an input, and a card shows less. */
export const PARAGRAPH_MAX = 3_000
export const LINE_MAX = 300

export const severityOptions = [
  { value: 'sev1', label: 'SEV1 - service down or data loss' },
  { value: 'sev2', label: 'SEV2 - major degradation' },
  { value: 'sev3', label: 'SEV3 - isolated bug, workaround possible' },
] as const

const yesNo = [
  { value: 'no', label: 'No' },
  { value: 'yes', label: 'Yes' },
] as const

export function declareForm(initial: { readonly title?: string } = {}): Form {
  return {
    id: 'incident.declare',
    title: 'Declare an incident',
    submit: 'Declare',
    purpose: { kind: 'declare' },
    inputs: [
      { id: 'severity', label: 'Severity', kind: 'choice', options: severityOptions },
      {
        id: 'title',
        label: 'Title',
        kind: 'line',
        max: TITLE_MAX,
        hint: 'What is broken, in a few words',
        ...(initial.title === undefined ? {} : { initial: initial.title }),
      },
      {
        id: 'symptom',
        label: 'Symptom',
        kind: 'paragraph',
        max: PARAGRAPH_MAX,
        optional: true,
        hint: 'What exactly people see',
      },
      { id: 'userFacing', label: 'User-facing?', kind: 'choice', options: yesNo, initial: 'no' },
      { id: 'dataLoss', label: 'Data loss?', kind: 'choice', options: yesNo, initial: 'no' },
    ],
  }
}

export function updateForm(purpose: Purpose): Form {
  return {
    id: 'incident.update',
    title: 'Send an update',
    submit: 'Send',
    purpose,
    inputs: [
      { id: 'investigating', label: 'Investigating', kind: 'paragraph', max: 1_500, hint: 'Where it stands' },
      {
        id: 'eta',
        label: 'ETA',
        kind: 'line',
        max: 100,
        optional: true,
        hint: 'When service will be back, if known',
      },
      {
        id: 'public',
        label: 'Words of the status banner',
        kind: 'line',
        max: LINE_MAX,
        optional: true,
        hint: 'What users read on the banner; it stays as it is when this is empty',
      },
    ],
  }
}

export function resolveForm(purpose: Purpose): Form {
  return {
    id: 'incident.resolve',
    title: 'Resolve the incident',
    submit: 'Resolve',
    purpose,
    inputs: [
      { id: 'cause', label: 'Root cause in one line', kind: 'line', max: LINE_MAX },
      { id: 'impact', label: 'Impact', kind: 'line', max: LINE_MAX, hint: 'What people could not do' },
      { id: 'users', label: 'Users affected', kind: 'line', max: 100, hint: 'A number or a group' },
      { id: 'dataLoss', label: 'Data loss?', kind: 'choice', options: yesNo, initial: 'no' },
      {
        id: 'cost',
        label: 'Estimated cost',
        kind: 'line',
        max: 100,
        optional: true,
        hint: 'For the post-mortem, if it can be quantified: 120 EUR',
      },
    ],
  }
}
