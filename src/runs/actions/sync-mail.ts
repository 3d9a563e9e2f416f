import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import { hoursIn } from '../../notify/cards/messages/sync/hours.ts'
import type { Action } from '../act.ts'
import type { Mail, Mailer } from '../mail.ts'
import type { Directory } from '../people.ts'
import type { Clock, Deliveries } from '../ports.ts'
import { keyOf } from './key.ts'
import { mailEach, outcomeFields, withAddress } from './mail-each.ts'
import { oneLine } from './words.ts'

export type CapacityMailDeps = {
  readonly mailer: Mailer | undefined
  readonly deliveries: Pick<Deliveries, 'begin' | 'done'>
  readonly directory: Pick<Directory, 'inGroup'>
  readonly clock: Pick<Clock, 'now'>
}

/** E-mails the owners about somebody's hours, each of them once. Whom it does not reach is said; the alert stands anyway. */
export function createCapacityMail(deps: CapacityMailDeps): Action {
  return async (run, entry, effect) => {
    const { mailer } = deps
    if (mailer === undefined) return { note: 'unmailed', fields: { sent: '0', off: true } }
    const admins = deps.directory.inGroup('owners')
    const words = wordsOf(run)
    const mails = admins
      .flatMap(withAddress)
      .map(({ id, to }) => ({ id: `${keyOf(run, effect)}.${id}`, to, ...words }))
    const outcomes = await mailEach({ ...deps, mailer }, mails, entry.at)
    const without = admins.filter((person) => withAddress(person).length === 0)
    const fields = outcomeFields(outcomes, without)
    const reached = mails.length > 0 && fields.failed === undefined && fields.without === undefined
    if (reached) return { note: 'mailed', fields }
    const nobody = admins.length === 0 ? { failed: 'nobody is in the group owners' } : {}
    return { note: 'unmailed', fields: { ...fields, ...nobody } }
  }
}

function wordsOf({ id, facts }: Run): Pick<Mail, 'subject' | 'text'> {
  const person = oneLine(textFact(facts, 'person') ?? textFact(facts, 'entity') ?? 'Somebody')
  const over = hoursIn(facts, 'hours')
  const through = textFact(facts, 'through')
  const parts = [
    `${person} has ${over} more to do than hours for it.`,
    ...(through === undefined
      ? []
      : [['Because of:', through, textFact(facts, 'throughAddress') ?? ''].join('\n').trim()]),
    `What to do:\nTake ${over} off the planning: move or give away what they can't do. Acknowledge ${id} in the chat, so that nobody does it twice.`,
    `Where:\n${textFact(facts, 'address') ?? 'in Baserow'}`,
    'Vigie says in the chat when the hours are back.',
  ]
  return { subject: `${person} - ${over} over`, text: parts.join('\n\n') }
}
