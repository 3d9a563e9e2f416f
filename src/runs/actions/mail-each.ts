import type { Mail, Mailer } from '../mail.ts'
import type { Person } from '../people.ts'
import type { Clock, Deliveries } from '../ports.ts'
import { RemoteError } from '../remote.ts'

export type MailEachDeps = {
  readonly mailer: Mailer
  readonly deliveries: Pick<Deliveries, 'begin' | 'done'>
  readonly clock: Pick<Clock, 'now'>
}

/** After so long a server that puts off only some of the mails is believed: those are said to have failed. */
const BELIEVE_MS = 24 * 3_600_000

export type Outcome =
  | { readonly name: string; readonly state: 'sent' }
  | { readonly name: string; readonly state: 'failed'; readonly error: RemoteError }

/**
 * Each mail once: which went out is remembered mail by mail, so that a repeat sends what is missing and one bad address
 * holds up nobody else. Throws while the server is away; `since` is when it was asked for, milliseconds since 1970.
 */
export async function mailEach(
  { mailer, deliveries, clock }: MailEachDeps,
  mails: readonly Mail[],
  since: number,
): Promise<readonly Outcome[]> {
  const outcomes = await Promise.all(mails.map((mail) => sendOnce(mailer, deliveries, mail)))
  const patient = clock.now() - since <= BELIEVE_MS || !outcomes.some(({ state }) => state === 'sent')
  const away = outcomes.find((one) => one.state === 'failed' && one.error.retry)
  if (away?.state === 'failed' && patient) throw away.error
  return outcomes
}

/** A mail of which nobody knows whether it went out is sent again: the same id is one message to its reader. */
async function sendOnce(
  mailer: Mailer,
  deliveries: MailEachDeps['deliveries'],
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

/** What the note says of them: how many went out, and whom they did not reach. */
export function outcomeFields(
  outcomes: readonly Outcome[],
  without: readonly Person[],
): { readonly sent: string; readonly failed?: string; readonly without?: string } {
  const refusals = outcomes.flatMap((one) =>
    one.state === 'failed' ? [`${one.name}: ${reasonOf(one.error)}`] : [],
  )
  return {
    sent: String(outcomes.length - refusals.length),
    ...(refusals.length === 0 ? {} : { failed: refusals.join(', ') }),
    ...(without.length === 0 ? {} : { without: without.map(({ name }) => name).join(', ') }),
  }
}

/** `refused - 550 no such user`, without the name of the system. */
function reasonOf({ system, message }: RemoteError): string {
  return message.startsWith(`${system}: `) ? message.slice(system.length + 2) : message
}

type Addressed = { readonly id: string; readonly to: Mail['to'] }

export function withAddress({ id, name, email }: Person): readonly Addressed[] {
  return email === undefined ? [] : [{ id, to: { name, address: email } }]
}
