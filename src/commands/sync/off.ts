import { refusal } from '../answers.ts'
import type { Reply } from '../command.ts'

/** Whatever was asked for: what to set. */
export function syncIsOff(): Reply {
  return refusal('The sync of Docmost and Baserow is off', {
    lines: [
      'It needs BASEROW_URL, BASEROW_TOKEN and BASEROW_WEBHOOK_SECRET; DOCMOST_URL with DOCMOST_TOKEN, or with DOCMOST_EMAIL and DOCMOST_PASSWORD; and a sync block in vigie.yaml.',
      'Set what is missing, then restart Vigie.',
    ],
  })
}
