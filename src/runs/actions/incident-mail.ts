import type { Action } from '../act.ts'
import type { Mailer } from '../mail.ts'
import type { Directory } from '../people.ts'
import type { Clock, Deliveries } from '../ports.ts'
import { type MailWordsDeps, writeDataLossMail } from './data-loss-mail.ts'
import { keyOf } from './key.ts'
import { mailEach, outcomeFields, withAddress } from './mail-each.ts'
import { failed, isDrill, rehearsed } from './results.ts'

export type IncidentMailDeps = MailWordsDeps & {
  readonly mailer: Mailer | undefined
  readonly deliveries: Pick<Deliveries, 'begin' | 'done'>
  readonly directory: Pick<Directory, 'everyone' | 'byId' | 'nameOf'>
  readonly clock: Pick<Clock, 'now'>
}

/** E-mails everybody of the directory, each of them once, however often it is tried. */
export function createIncidentMail(deps: IncidentMailDeps): Action {
  return async (run, entry, effect) => {
    const { everyone } = deps.directory
    const addressed = everyone.flatMap(withAddress)
    if (isDrill(run)) return rehearsed(`would have e-mailed ${countOf(addressed)}`)
    const { mailer } = deps
    if (mailer === undefined) return { note: 'mailed', fields: { sent: '0', off: true } }
    const words = writeDataLossMail(deps, run, entry)
    const mails = addressed.map(({ id, to }) => ({ id: `${keyOf(run, effect)}.${id}`, to, ...words }))
    const outcomes = await mailEach({ ...deps, mailer }, mails, entry.at)
    const without = everyone.filter((person) => withAddress(person).length === 0)
    const fields = outcomeFields(outcomes, without)
    return fields.sent === '0' && fields.failed !== undefined
      ? failed(effect, `nobody was e-mailed: ${fields.failed}`)
      : { note: 'mailed', fields }
  }
}

function countOf(people: readonly unknown[]): string {
  return people.length === 1 ? '1 person' : `${people.length} people`
}
