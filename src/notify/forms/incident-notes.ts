import type { Form, Purpose } from '../form.ts'
import { LINE_MAX, PARAGRAPH_MAX, severityOptions } from './incident.ts'

/** What is asked for a remark that may be made at any step. */
export function severityForm(purpose: Purpose): Form {
  return {
    id: 'incident.severity',
    title: 'Change the severity',
    submit: 'Change',
    purpose,
    inputs: [
      { id: 'severity', label: 'New severity', kind: 'choice', options: severityOptions },
      {
        id: 'reason',
        label: 'Why',
        kind: 'line',
        max: LINE_MAX,
        hint: 'What is known now and was not before',
      },
    ],
  }
}

export function noteForm(purpose: Purpose): Form {
  return {
    id: 'incident.note',
    title: 'Add a note',
    submit: 'Add',
    purpose,
    inputs: [
      {
        id: 'text',
        label: 'Note',
        kind: 'paragraph',
        max: PARAGRAPH_MAX,
        hint: 'A line of the timeline, for the post-mortem too',
      },
      { id: 'at', label: 'When it happened', kind: 'time', optional: true, hint: 'Empty: now' },
    ],
  }
}

export function workaroundForm(purpose: Purpose): Form {
  return {
    id: 'incident.workaround',
    title: 'Workaround',
    submit: 'Document it',
    purpose,
    inputs: [
      {
        id: 'workaround',
        label: 'Workaround',
        kind: 'paragraph',
        max: PARAGRAPH_MAX,
        hint: 'What people can do until it is fixed; it goes into the issue',
      },
    ],
  }
}
