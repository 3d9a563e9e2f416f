import { inspect } from 'node:util'
import { pino } from 'pino'
import { z } from 'zod'
import {
  type ClosableDocmost,
  createDocmost,
  type DocmostOptions,
} from '../../src/adapters/docmost/docmost.ts'
import { SyncError } from '../../src/sync/ports.ts'
import { createLeverClock, type LeverClock } from '../fakes/clock.ts'
import { type DocmostFake, type DocmostFakeOptions, startDocmost } from '../fakes/docmost.ts'

export const BOT = 'bot@example.test'
export const ADMIN = 'admin@example.test'
const ADMIN_PASSWORD = 'admin-pass'
export const PASSWORD = 'bot-pass-nobody-may-see'

export type DocmostRig = {
  readonly wiki: DocmostFake
  readonly clock: LeverClock
  /** Every line that the adapter logged. */
  readonly logged: readonly string[]
  readonly agency: string
  client(over?: Partial<DocmostOptions>): ClosableDocmost
  /** A token, without the client. */
  login(email: string): Promise<string>
  /** `data` of an answer, without the client. */
  post<T>(token: string, route: string, body: unknown, schema: z.ZodType<T>): Promise<T>
  close(): Promise<void>
}

export async function startRig(options: Partial<DocmostFakeOptions> = {}): Promise<DocmostRig> {
  const clock = createLeverClock()
  const wiki = await startDocmost({
    users: [
      { email: ADMIN, name: 'Admin User', password: ADMIN_PASSWORD },
      { email: BOT, name: 'Sync Bot', password: PASSWORD },
    ],
    spaces: [
      { name: 'Agence', slug: 'agence', members: { [ADMIN]: 'admin', [BOT]: 'writer' } },
      { name: 'Direction', slug: 'direction', members: { [ADMIN]: 'admin' } },
    ],
    clock,
    ...options,
  })
  const logged: string[] = []
  const clients: ClosableDocmost[] = []
  function client(over: Partial<DocmostOptions> = {}): ClosableDocmost {
    const made = createDocmost({
      url: wiki.url,
      account: { email: BOT, password: PASSWORD },
      log: pino({ level: 'info' }, { write: (line: string) => logged.push(line) }),
      clock,
      ...over,
    })
    clients.push(made)
    return made
  }
  const send = (route: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${wiki.url}/api/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  return {
    wiki,
    clock,
    logged,
    agency: wiki.spaceId('agence'),
    client,
    async login(email) {
      const password = email === ADMIN ? ADMIN_PASSWORD : PASSWORD
      const answer = await send('auth/login', { email, password })
      return /authToken=([^;]+)/.exec(answer.headers.getSetCookie().join())?.[1] ?? ''
    },
    async post(token, route, body, schema) {
      const answer = await send(route, body, { authorization: `Bearer ${token}` })
      return z.object({ data: schema }).parse(await answer.json()).data
    },
    async close() {
      await Promise.all(clients.map((one) => one.close()))
      await wiki.close()
    },
  }
}

/** The error that `act` ends with; nothing that could be printed of it shows the password. */
export async function refusal(act: Promise<unknown>): Promise<SyncError> {
  const error: unknown = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof SyncError)) throw new Error(`no SyncError but ${String(error)}`)
  const shown = [inspect(error, { depth: 9 }), JSON.stringify(error), error.stack].join()
  if (shown.includes(PASSWORD) || /header\.[\w-]{20,}\.signature/.test(shown))
    throw new Error('the error shows a secret')
  return error
}

/** The same in the words of the port. */
export async function codeOf(act: Promise<unknown>) {
  const { system, code, retry, retryAfterMs } = await refusal(act)
  return { system, code, retry, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}
