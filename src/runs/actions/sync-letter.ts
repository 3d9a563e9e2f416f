import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { Mailer } from '../mail.ts'
import type { Deliveries } from '../ports.ts'
import { keyOf } from './key.ts'
import { failed } from './results.ts'

export type SyncLetterDeps = {
  readonly mailer: Mailer | undefined
  readonly deliveries: Pick<Deliveries, 'begin' | 'done'>
}

/** Sends a letter once. One of which nobody knows whether it went out is sent again, with the same Message-ID. */
export function createSyncLetter({ mailer, deliveries }: SyncLetterDeps): Action {
  return async (run, _entry, effect) => {
    if (mailer === undefined) return failed(effect, 'e-mail is off (no SMTP_URL)')
    const said = (fact: string) => textFact(run.facts, fact) ?? ''
    const id = keyOf(run, effect)
    if ((await deliveries.begin(id)) !== 'done') {
      const to = { name: said('name'), address: said('to') }
      await mailer.send({ id, to, subject: said('subject'), text: said('text') })
      await deliveries.done(id)
    }
    return { note: 'sent', fields: {} }
  }
}
