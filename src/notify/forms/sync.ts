import type { Form, Purpose } from '../form.ts'
import { LINE_MAX } from './incident.ts'

/** A page stays public only with a reason: whoever asks later finds it in the audit. */
export function keepShareForm(purpose: Purpose): Form {
  return {
    id: 'share.keep',
    title: 'Keep it public',
    submit: 'Keep',
    purpose,
    inputs: [
      { id: 'reason', label: 'Why it may stay public', kind: 'line', max: LINE_MAX, hint: 'Who needs it' },
    ],
  }
}

export function acceptHoursForm(purpose: Purpose): Form {
  return {
    id: 'capacity.accept',
    title: 'Leave the hours so',
    submit: 'Leave it so',
    purpose,
    inputs: [{ id: 'reason', label: 'Why it is all right', kind: 'line', max: LINE_MAX }],
  }
}
