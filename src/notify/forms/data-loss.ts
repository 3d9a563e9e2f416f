import type { Form, Purpose } from '../form.ts'
import { LINE_MAX, PARAGRAPH_MAX } from './incident.ts'

export function dataLossForm(purpose: Purpose): Form {
  return {
    id: 'incident.data-loss',
    title: 'Data may be lost',
    submit: 'Flag it',
    purpose,
    inputs: [
      {
        id: 'what',
        label: 'What may be lost',
        kind: 'paragraph',
        max: PARAGRAPH_MAX,
        hint: 'Which data, whose, since when. Nobody is e-mailed before the lead confirms.',
      },
    ],
  }
}

export function confirmDataLossForm(purpose: Purpose): Form {
  return {
    id: 'incident.confirm-data-loss',
    title: 'Confirm the data loss',
    submit: 'E-mail everybody',
    purpose,
    inputs: [
      {
        id: 'summary',
        label: 'What everybody reads in the e-mail',
        kind: 'paragraph',
        max: PARAGRAPH_MAX,
        hint: 'What is lost, whom it concerns, what is being done. It is sent once.',
      },
    ],
  }
}

export function noticeForm(purpose: Purpose): Form {
  return {
    id: 'incident.notice',
    title: 'Authority notified',
    submit: 'Filed',
    purpose,
    inputs: [
      {
        id: 'reference',
        label: 'Reference of the notice',
        kind: 'line',
        max: LINE_MAX,
        hint: 'The number that the data-protection authority gave it',
      },
    ],
  }
}
