import type { Action, Result } from '../act.ts'
import type { Mail, Mailer } from '../mail.ts'
import type { Directory, Person } from '../people.ts'
import type { Clock, Deliveries } from '../ports.ts'
import { RemoteError } from '../remote.ts'
import { type MailWordsDeps, writeDataLossMail } from './data-loss-mail.ts'
import { keyOf } from './key.ts'
import { failed, isDrill, rehearsed } from './results.ts'

export type IncidentMailDeps = MailWordsDeps & {
  readonly mailer: Mailer | undefined
  readonly deliveries: Pick<Deliveries, 'begin' | 'done'>
  readonly directory: Pick<Directory, 'everyone' | 'byId' | 'nameOf'>
  readonly clock: Pick<Clock, 'now'>
}

/** After so long a server that puts off only some of the mails is believed: those are said to have failed. */
const BELIEVE_MS = 24 * 3_600_000

/**
 * E-mails everybody of the directory, each of them once: who has it is remembered person by person,
 * so that a repeat sends what is missing and one bad address holds up nobody else.
 */
export function createIncidentMail(deps: IncidentMailDeps): Action {
  return async (run, entry, effect) => {
    const { everyone } = deps.directory
    const addressed = everyone.flatMap(withAddress)
    if (isDrill(run)) return rehearsed(`would have e-mailed ${countOf(addressed)}`)
    if (deps.mailer === undefined) return { note: 'mailed', fields: { sent: '0', off: true } }
    const { mailer } = deps
    const words = writeDataLossMail(deps, run, entry)
    const outcomes = await Promise.all(
      addressed.map(({ id, to }) =>
        sendOnce(mailer, deps.deliveries, { id: `${keyOf(run, effect)}.${id}`, to, ...words }),
      ),
    )
    const patient =
      deps.clock.now() - entry.at <= BELIEVE_MS || !outcomes.some(({ state }) => state === 'sent')
    const away = outcomes.find((one) => one.state === 'failed' && one.error.retry)
    if (away?.state === 'failed' && patient) throw away.error
    const without = everyone.filter((person) => withAddress(person).length === 0)
    const result = resultOf(outcomes, without)
    return result.fields['sent'] === '0' && result.fields['failed'] !== undefined
      ? failed(effect, `nobody was e-mailed: ${String(result.fields['failed'])}`)
      : result
  }
}

type Outcome =
  | { readonly name: string; readonly state: 'sent' }
  | { readonly name: string; readonly state: 'failed'; readonly error: RemoteError }

/** A mail of which nobody knows whether it went out is sent again: the same id is one message to its reader. */
async function sendOnce(
  mailer: Mailer,
  deliveries: IncidentMailDeps['deliveries'],
  mail: Mail,
): Promise<Outcome> {
  const { name } = mail.to
  if ((await deliveries.begin(mail.id)) === 'done') return { name, state: 'sent' }
  try {
    await mailer.send(mail)
  } catch (error) {
    if (error instanceof RemoteError) return { name, state: 'failed', error }
    throw error
  }
  await deliveries.done(mail.id)
  return { name, state: 'sent' }
}

function resultOf(outcomes: readonly Outcome[], without: readonly Person[]): Result {
  const refusals = outcomes.flatMap((one) =>
    one.state === 'failed' ? [`${one.name}: ${reasonOf(one.error)}`] : [],
  )
  return {
    note: 'mailed',
    fields: {
      sent: String(outcomes.length - refusals.length),
      ...(refusals.length === 0 ? {} : { failed: refusals.join(', ') }),
      ...(without.length === 0 ? {} : { without: without.map(({ name }) => name).join(', ') }),
    },
  }
}

/** `refused - 550 no such user`, without the name of the system. */
function reasonOf({ system, message }: RemoteError): string {
  return message.startsWith(`${system}: `) ? message.slice(system.length + 2) : message
}

type Addressed = { readonly id: string; readonly to: Mail['to'] }

function withAddress({ id, name, email }: Person): readonly Addressed[] {
  return email === undefined ? [] : [{ id, to: { name, address: email } }]
}

function countOf(people: readonly unknown[]): string {
  return people.length === 1 ? '1 person' : `${people.length} people`
}
