import type { SyncError } from '../ports.ts'
import type { HookFault, HookSetUp } from './hooks.ts'

const FAULTS: Readonly<Record<HookFault, string>> = {
  off: 'it was off: Baserow switches a webhook off after nine failed calls',
  wrong_name: 'its name was another',
  wrong_url: 'it went to another address',
  wrong_method: 'it called with another method than POST',
  wrong_field_names: 'it sent numbers instead of the names of fields',
  wrong_events: 'it listened to other events',
  wrong_headers: 'it bore another secret',
}

/** What was done about the webhook of a table, for people: `projet - repaired: it was off ...`. */
export function wordsOf(one: HookSetUp): string {
  switch (one.did) {
    case 'created':
      return `${one.table} - created`
    case 'kept':
      return `${one.table} - is as it should be`
    case 'repaired':
      return `${one.table} - repaired: ${faultWords(one.faults)}`
    case 'failed':
      return `${one.table} - ${FOUND[one.found ?? 'unseen']}: ${whyNot(one.error)}`
  }
}

const FOUND = {
  missing: 'there is no webhook, and none could be created',
  faulty: 'the webhook is off or wrong, and could not be repaired',
  unseen: 'the webhooks could not be read',
} as const

export function faultWords(faults: readonly HookFault[]): string {
  return faults.map((fault) => FAULTS[fault]).join(', ')
}

/** Undefined when there is one webhook only. Nobody deletes webhooks but people. */
export function spareWords(one: HookSetUp): string | undefined {
  if (one.did === 'failed' || one.spare.length === 0) return undefined
  const others = one.spare.length === 1 ? `webhook ${one.spare[0]}` : `webhooks ${one.spare.join(', ')}`
  return `${one.table} - more than one webhook of Vigie's, so each event comes twice: keep ${one.hook}, delete ${others} in Baserow`
}

/** What Baserow said; and what to do about it where that is known. */
export function whyNot({ code, message }: SyncError): string {
  if (message.includes('invalid_url')) return `${message}. ${UNREACHABLE}`
  return code === 'refused' ? `${message}. ${REFUSED}` : message
}

const UNREACHABLE =
  'Baserow could not open a connection to that address: Vigie must be listening there already, and for a private address Baserow needs BASEROW_WEBHOOKS_IP_WHITELIST (10.0.0.5/32, say)'
const REFUSED = 'BASEROW_EMAIL and BASEROW_PASSWORD must be of somebody who may build the table'
