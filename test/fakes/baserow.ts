import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAnswers } from './baserow-answers.ts'
import { createDeliveries, type Deliveries } from './baserow-deliveries.ts'
import { createDoors } from './baserow-doors.ts'
import { createEvents } from './baserow-events.ts'
import { type BaserowFault, createBaserowFaults } from './baserow-faults.ts'
import { createHookBook, type StoredHook } from './baserow-hooks.ts'
import { type BaserowPeople, createBaserowPeople } from './baserow-people.ts'
import { type Answer, Refusal } from './baserow-refusal.ts'
import { type BaserowRoute, findRoute } from './baserow-routes.ts'
import { buildTables, type Person, type TableSpec } from './baserow-schema.ts'
import { createStore, type Store } from './baserow-store.ts'
import { createLeverClock, type LeverClock } from './clock.ts'
import { listen, readText } from './slack-http.ts'

export type BaserowRequest = {
  readonly route: BaserowRoute
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: IncomingHttpHeaders
}

export type BaserowFake = BaserowPeople &
  Pick<Deliveries, 'deliveries' | 'dropped' | 'settled' | 'until' | 'waiting'> & {
    readonly url: string
    /** A database token that may do everything; its owner is `bot`. */
    readonly token: string
    readonly bot: Person
    /** Of the builder, who may manage webhooks. */
    readonly account: { readonly email: string; readonly password: string }
    /** Retries and sessions go by it: `clock.jump(ms)`. */
    readonly clock: LeverClock
    /** Every request of a known route, in order. */
    readonly requests: readonly BaserowRequest[]
    readonly routes: readonly BaserowRoute[]
    /** Routes, parameters and fields that this Baserow doesn't know: tests assert that there are none. */
    readonly refused: readonly string[]
    /** Connections that were ever opened to it. */
    connections(): number
    /** A webhook as it is stored. */
    hook(id: number): Readonly<StoredHook>
    rotateToken(): string
    /** Every session ends. */
    signOut(): void
    fail(route: BaserowRoute, fault: BaserowFault): void
    /** Nothing is answered until `back()`; webhooks go on. */
    away(): void
    back(): void
    close(): Promise<void>
  }

export type BaserowFakeOptions = {
  readonly tables: readonly TableSpec[]
  /** Besides the bot (1) and the builder (2). */
  readonly people?: readonly Person[]
  /** How many times faster a failed webhook comes back; 1 when absent, for a clock that jumps. */
  readonly speed?: number
  /** Of a webhook, 5 s when absent. */
  readonly timeoutMs?: number
  readonly batchRows?: number
  readonly batches?: number
}

const BOT = { id: 1, name: 'Bot' }
const BUILDER = { id: 2, name: 'Builder' }
const ACCOUNT = { email: 'builder@example.org', password: 'a-password-nobody-may-see' }
const TOKEN = 'a-database-token-nobody-may-see'

/** A strict Baserow 1.35.3 over real sockets, with webhooks that call out. Loopback is on its white list. */
export async function startBaserow(options: BaserowFakeOptions): Promise<BaserowFake> {
  const clock = createLeverClock()
  const world = buildTables(options.tables)
  const requests: BaserowRequest[] = []
  const refused: string[] = []
  const faults = createBaserowFaults<BaserowRoute>()
  const deliveries = createDeliveries({
    clock,
    speed: options.speed ?? 1,
    timeoutMs: options.timeoutMs ?? 5_000,
  })
  const doors = createDoors({ now: clock.now, bot: BOT, builder: BUILDER, token: TOKEN, account: ACCOUNT })
  const unknown = (what: string) => void refused.push(what)
  const store: Store = createStore(world, (change) => fire(change), unknown)
  const hooks = createHookBook(store)
  const limits = { batchRows: options.batchRows ?? 200, batches: options.batches ?? 5 }
  const fire = createEvents({ hooks, store: () => store, deliveries, options: limits })
  const answer = createAnswers(world, store, hooks, doors)
  let isAway = false
  let connections = 0

  const server = createServer((request, response) => {
    if (isAway) return request.socket.destroy()
    serve(request, response).catch((error: unknown) => {
      if (error instanceof Refusal) send(response, error.answer)
      else send(response, { status: 500, body: { error: 'ERROR', detail: String(error) } })
    })
    return undefined
  })
  server.on('connection', () => {
    connections += 1
  })
  const origin = await listen(server)

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin)
    const text = await readText(request)
    const route = findRoute(request.method ?? '', url)
    if (route === undefined) {
      refused.push(`${request.method} ${url.pathname}`)
      throw new Refusal(404, 'URL_NOT_FOUND', `URL ${url.pathname} not found.`)
    }
    const query = Object.fromEntries(url.searchParams)
    requests.push({ route: route.name, path: url.pathname, query, headers: request.headers })
    const fault = faults.take(route.name)
    if (fault?.delayMs !== undefined) await sleep(fault.delayMs)
    if (fault !== undefined && isBefore(fault)) return misbehave(response, fault)
    const by = doors.enter(route.by, request.headers.authorization)
    if (route.unknown.length > 0) {
      refused.push(`${route.name}?${route.unknown.join('&')}`)
      throw new Refusal(400, 'ERROR_QUERY_PARAMETER_VALIDATION', `unknown: ${route.unknown.join()}`)
    }
    const result = await answer({ route, url, body: parseBody(text), by })
    if (fault?.when === 'after') return misbehave(response, fault)
    if (fault?.when === 'during') return breakOff(response, result, fault.stall === true)
    return send(response, result)
  }

  return {
    ...createBaserowPeople(world, store, [BOT, BUILDER, ...(options.people ?? [])], BUILDER),
    deliveries: deliveries.deliveries,
    dropped: deliveries.dropped,
    settled: deliveries.settled,
    until: deliveries.until,
    waiting: deliveries.waiting,
    url: origin,
    token: TOKEN,
    bot: BOT,
    account: ACCOUNT,
    clock,
    requests,
    get routes() {
      return requests.map(({ route }) => route)
    },
    refused,
    connections: () => connections,
    hook: hooks.get,
    rotateToken: doors.rotate,
    signOut: doors.signOut,
    fail: faults.add,
    away() {
      isAway = true
      server.closeAllConnections()
    },
    back() {
      isAway = false
    },
    async close() {
      deliveries.end()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function parseBody(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    throw new Refusal(400, undefined, 'JSON parse error')
  }
}

function isBefore({ when, status }: BaserowFault): boolean {
  return when === 'before' || (when === undefined && status !== undefined)
}

function misbehave(response: ServerResponse, { status, headers, body }: BaserowFault): void {
  if (status === undefined) response.destroy()
  else send(response, { status, body: body ?? 'trouble', headers: { ...headers } })
}

/** Half of the answer. */
function breakOff(response: ServerResponse, { status, body }: Answer, stall: boolean): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length })
  response.write(text.slice(0, text.length / 2), () => {
    if (!stall) response.destroy()
  })
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(body === undefined ? undefined : text)
}
