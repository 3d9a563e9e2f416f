import type { SyncError } from '../../sync/ports.ts'
import { failure, toSyncError } from './errors.ts'
import type { Wire, WireAnswer } from './wire.ts'

export type Credentials = { readonly email: string; readonly password: string }

/** The token of a new session. Docmost hands it out in a cookie alone, and takes it as a bearer too. */
export async function logIn(wire: Wire, { email, password }: Credentials): Promise<string> {
  const answer = await wire.post('auth/login', { email, password })
  if (answer.status !== 200) throw refusalOf(toSyncError(answer))
  const token = tokenOf(answer)
  // A second factor or single sign-on: no password of ours will ever do.
  if (token === undefined) throw failure('login_refused', { retry: false, said: 'the login gave no session' })
  return token
}

function refusalOf(error: SyncError): SyncError {
  const lasting = !error.retry && error.code !== 'unsupported'
  return lasting ? failure('login_refused', { retry: false, said: saidBy(error) }) : error
}

function saidBy(error: SyncError): string {
  return error.message.split(' - ').slice(1).join(' - ')
}

function tokenOf({ headers }: WireAnswer): string | undefined {
  const cookies = headers['set-cookie'] ?? []
  for (const cookie of typeof cookies === 'string' ? [cookies] : cookies) {
    const token = /^authToken=([^;]+)/.exec(cookie)?.[1]
    if (token !== undefined) return token
  }
  return undefined
}
