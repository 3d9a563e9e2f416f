import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAuth } from './docmost-auth.ts'
import { countBlocks } from './docmost-content.ts'
import { createFaults, type DocmostFault, fails } from './docmost-faults.ts'
import { createPeople, type DocmostPeople } from './docmost-people.ts'
import { type Answer, bare, business, Refusal } from './docmost-refusals.ts'
import { readRequest } from './docmost-requests.ts'
import { AUTH_ROUTES, findRoute, type Route, type RouteName } from './docmost-routes.ts'
import { type Body, judgeBody } from './docmost-rules.ts'
import { settle } from './docmost-typing.ts'
import { createWorld, type SpaceSeed, type UserSeed } from './docmost-world.ts'
import { listen } from './slack-http.ts'

export type DocmostCall = {
  readonly route: RouteName
  readonly body: Body
  /** Of the header `X-Bridge-Origin`. */
  readonly origin: string | undefined
}

export type DocmostFake = DocmostPeople & {
  readonly url: string
  /** Every request to a route that there is, in order. */
  readonly calls: readonly DocmostCall[]
  readonly routes: readonly RouteName[]
  /** Requests that this Docmost doesn't know, and what would have brought it down: tests assert that there are none. */
  readonly refused: readonly string[]
  /** Properties that it dropped without a word, as `route: name`. */
  readonly dropped: readonly string[]
  /** The most requests that were ever under way at once. */
  busiest(): number
  /** How many connections were ever made. */
  connections(): number
  /** `*` for any route. */
  fail(route: RouteName | '*', fault: DocmostFault): void
  /** Nothing answers until `back()`. */
  away(): void
  back(): void
  /** Everybody has to log in again; or one only. */
  revokeSessions(email?: string): void
  close(): Promise<void>
}

export type DocmostFakeOptions = {
  readonly spaces: readonly SpaceSeed[]
  readonly users: readonly UserSeed[]
  /** All of Docmost's times come from here. */
  readonly clock: { now(): number }
  /** What one block of content holds the server up; nothing when absent. */
  readonly msPerBlock?: number
  /** Called once a request was done and its answer is on its way; `caller` is what its header says. */
  readonly answered?: (route: RouteName, caller: string | undefined) => void
}

/**
 * A strict Docmost 0.95 in its open-source build, with state. It answers 500 where Docmost does, loses rows where
 * Docmost does, and remembers every request that the real one would not know.
 */
export async function startDocmost(options: DocmostFakeOptions): Promise<DocmostFake> {
  const world = createWorld(options)
  const auth = createAuth(world)
  const calls: DocmostCall[] = []
  const refused: string[] = []
  const dropped: string[] = []
  const faults = createFaults()
  let [underWay, busiest, connections, isAway] = [0, 0, 0, false]

  const server = createServer({ keepAliveTimeout: 72_000 }, (request, response) => {
    if (isAway) return request.socket.destroy()
    underWay += 1
    busiest = Math.max(busiest, underWay)
    response.on('close', () => {
      underWay -= 1
    })
    serve(request, response).catch((error: unknown) => {
      refused.push(String(error))
      send(response, bare(500, 'Internal server error').answer)
    })
    return undefined
  })
  server.on('connection', () => {
    connections += 1
  })
  const url = await listen(server)

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, name, body, wrong } = await readRequest(request)
    const route = name === undefined ? undefined : findRoute(name)
    const isAuth = AUTH_ROUTES.some((one) => one === name)
    if (request.method !== 'POST' || name === undefined || (route === undefined && !isAuth)) {
      refused.push(`${request.method} ${path}`)
      return send(response, business(404, `Cannot ${request.method} ${path}`).answer)
    }
    calls.push({ route: name, body, origin: originOf(request) })
    const fault = faults.take(name)
    if (fault?.delayMs !== undefined) await sleep(fault.delayMs)
    if (fault !== undefined && fault.when !== 'after' && fails(fault)) return misbehave(response, fault)
    if (wrong !== undefined) return send(response, wrong)
    const answer = await answerTo(request, name, body, route)
    if (answer === undefined) return void request.socket.destroy()
    if (fault?.when === 'after') return misbehave(response, fault)
    send(response, answer)
    return options.answered?.(name, request.headers.authorization)
  }

  async function answerTo(
    request: IncomingMessage,
    name: RouteName,
    body: Body,
    route: Route | undefined,
  ): Promise<Answer | undefined> {
    try {
      if (route === undefined)
        return {
          status: 200,
          body: { success: true, status: 200 },
          headers: name === 'auth/login' ? auth.logIn(request.headers, body) : auth.logOut(request.headers),
        }
      const user = auth.userOf(request.headers)
      const { kept, dropped: unknown } = judgeBody(body, route.rules, route.free ?? [])
      dropped.push(...unknown.map((property) => `${name}: ${property}`))
      if (await convert(kept)) return undefined
      settle(world)
      const data = route.handle(world, kept, user)
      return { status: 200, body: { data, success: true, status: 200 } }
    } catch (error) {
      if (error instanceof Refusal) return error.answer
      throw error
    }
  }

  /** Block by block. True when that was the end of it: no memory left. */
  async function convert(body: Body): Promise<boolean> {
    const blocks = countBlocks(body['content'])
    if (blocks > DEADLY_BLOCKS) {
      refused.push(`${blocks} blocks: out of memory`)
      isAway = true
      return true
    }
    if (options.msPerBlock !== undefined && blocks > 0) await sleep(blocks * options.msPerBlock)
    return false
  }

  return {
    ...createPeople(world),
    url,
    calls,
    get routes() {
      return calls.map(({ route }) => route)
    },
    refused,
    dropped,
    busiest: () => busiest,
    connections: () => connections,
    fail: faults.add,
    away() {
      isAway = true
      server.closeAllConnections()
    },
    back() {
      isAway = false
    },
    revokeSessions: (email) => auth.revoke(email === undefined ? undefined : world.user(email).id),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function misbehave(response: ServerResponse, { status, headers, hangs }: DocmostFault): void {
  if (hangs === true) return
  if (status === undefined) response.destroy()
  else send(response, { ...bare(status, 'trouble').answer, headers: { ...headers } })
}

function originOf(request: IncomingMessage): string | undefined {
  const origin = request.headers['x-bridge-origin']
  return typeof origin === 'string' ? origin : undefined
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}

/** 33,000 were seen to use up four gigabytes. */
const DEADLY_BLOCKS = 20_000
