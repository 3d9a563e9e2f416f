import type { Form, Purpose } from '../form.ts'
import { LINE_MAX, PARAGRAPH_MAX } from './incident.ts'

/** What is asked when a step of the incident ends. */
export function causeForm(purpose: Purpose): Form {
  return {
    id: 'incident.cause',
    title: 'Cause found',
    submit: 'Go on to mitigation',
    purpose,
    inputs: [
      {
        id: 'hypothesis',
        label: 'Root cause or strong hypothesis',
        kind: 'paragraph',
        max: PARAGRAPH_MAX,
        hint: 'What broke, and how you know',
      },
    ],
  }
}

export function mitigatedForm(purpose: Purpose): Form {
  return {
    id: 'incident.mitigated',
    title: 'Mitigated',
    submit: 'Go on to verification',
    purpose,
    inputs: [
      {
        id: 'action',
        label: 'What was done',
        kind: 'paragraph',
        max: PARAGRAPH_MAX,
        hint: 'Restart, restore of a backup, rollback, rotation of secrets, cleanup ...',
      },
    ],
  }
}

export function verifiedForm(purpose: Purpose): Form {
  return {
    id: 'incident.verified',
    title: 'Verified',
    submit: 'Production is restored',
    purpose,
    inputs: [
      {
        id: 'checks',
        label: 'What was checked',
        kind: 'paragraph',
        max: PARAGRAPH_MAX,
        optional: true,
        hint: 'Healthcheck full: 4/4 OK, smoke test, a real user flow',
      },
    ],
  }
}

export function notFixedForm(purpose: Purpose): Form {
  return {
    id: 'incident.not-fixed',
    title: 'Not fixed',
    submit: 'Investigate again',
    purpose,
    inputs: [
      { id: 'reason', label: 'What is still wrong', kind: 'line', max: LINE_MAX, hint: 'What you saw fail' },
    ],
  }
}
