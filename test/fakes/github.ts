import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { createActions, type GitHubCi } from './github-actions.ts'
import { createActionsAnswers } from './github-actions-answers.ts'
import { createAnswers, invalid, NOT_FOUND } from './github-answers.ts'
import { createGitPeople, type GitHubGit } from './github-git-people.ts'
import { createHooks, type Hooks } from './github-hooks.ts'
import { createLists } from './github-lists.ts'
import { createPeople, type GitHubPeople } from './github-people.ts'
import { type Found, findRoute, type RouteName } from './github-routes.ts'
import { type Answer, type AppAccount, BOT, startUpstream } from './github-upstream.ts'
import { createFaults, type Fault as SlackFault } from './slack-faults.ts'
import { listen, readText } from './slack-http.ts'

/** How GitHub misbehaves, on demand. Without a status the connection breaks off. */
export type GitHubFault = Omit<SlackFault, 'channel' | 'error'> & {
  /** GitHub's words for it. */
  readonly said?: string
}

export type GitHubFake = Omit<Hooks, 'send'> &
  GitHubPeople & {
    /** What `GITHUB_API_URL` takes. */
    readonly url: string
    readonly token: string
    readonly repository: string
    readonly ci: GitHubCi
    readonly git: GitHubGit
    /** Of an App that is installed, when it was asked for. */
    readonly app: AppAccount | undefined
    /** Every request, by the name of its route, in order. */
    readonly routes: readonly RouteName[]
    /** Requests to routes that this GitHub doesn't know, or with a body it can't take: tests assert that there are none. */
    readonly refused: readonly string[]
    fail(route: RouteName, fault: GitHubFault): void
    /** Done when the next request of this route has come, before it is answered: what somebody does in that moment. */
    meanwhile(route: RouteName, act: () => Promise<unknown>): void
    /** Nothing answers until `back()`. */
    away(): void
    /** How often somebody asked in vain while it was away. */
    readonly missed: number
    back(): void
    close(): Promise<void>
  }

export type GitHubFakeOptions = {
  /** `owner/name` */
  readonly repository: string
  /** Logins of people who may be assigned. */
  readonly people?: readonly string[]
  /** With an installed App; its key takes a moment to make. */
  readonly withApp?: boolean
  /** Milliseconds since 1970, of what happens in CI. */
  readonly now?: () => number
  /** Called when a request has done what it asks for, and before its caller learns of it. */
  readonly answered?: (route: RouteName) => void
}

const ROOT = '/api/v3'

/**
 * A strict GitHub: npm `emulate` holds the repository; this proxy in front of it checks the token and each request,
 * answers as GitHub where emulate doesn't, misbehaves on demand and remembers every route.
 */
export async function startGitHub(options: GitHubFakeOptions): Promise<GitHubFake> {
  const { repository } = options
  const token = 'ghp_a-token-nobody-may-see'
  const accounts = new Map([[token, BOT]])
  const routes: RouteName[] = []
  const refused: string[] = []
  const faults = createFaults()
  const moments = new Map<RouteName, () => Promise<unknown>>()
  let isAway = false
  let missed = 0

  const server = createServer((request, response) => {
    if (isAway) {
      missed += 1
      return request.socket.destroy()
    }
    serve(request, response).catch((error: unknown) => {
      send(response, { status: 500, body: { message: String(error) } })
    })
    return undefined
  })
  const origin = await listen(server)
  const upstream = await startUpstream({
    repository,
    people: options.people ?? [],
    origin,
    withApp: options.withApp === true,
  })
  const lists = createLists(upstream)
  const hooks = createHooks()
  const answer = createAnswers(upstream, lists)
  const actions = createActions(upstream, hooks, repository, options.now ?? Date.now)
  const answerActions = createActionsAnswers(actions, upstream)

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin)
    const { method = '' } = request
    const text = await readText(request)
    const path = url.pathname.slice(ROOT.length)
    const repo = `/repos/${repository}`
    if (path.startsWith('/repos/') && path !== repo && !path.startsWith(`${repo}/`))
      return send(response, NOT_FOUND)
    const route = findRoute(method, path.replace(repo, ''))
    if (!url.pathname.startsWith(`${ROOT}/`) || route === undefined)
      return refuse(response, `${method} ${url.pathname}`, NOT_FOUND)
    routes.push(route.name)
    const given = request.headers.authorization ?? ''
    const upstreamAs = authorize(route.name, given)
    if (upstreamAs === undefined) return send(response, { status: 401, body: { message: 'Bad credentials' } })
    const fault = faults.take(route.name, undefined)
    if (fault?.delayMs !== undefined) await sleep(fault.delayMs)
    if (fault !== undefined && fault.when !== 'after' && fails(fault)) return misbehave(response, fault)
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    const fault422 = route.judge(body, url.searchParams)
    if (fault422 !== undefined)
      return refuse(response, `${route.name}: ${fault422}`, invalid([{ message: fault422 }]))
    const act = moments.get(route.name)
    moments.delete(route.name)
    await act?.()
    const forward = () => upstream.call(upstreamAs, method, path + url.search, body)
    const person = upstreamAs === `token ${BOT}` ? BOT : undefined
    const incoming = { route, url, body, person, forward }
    const result = (await answerActions(incoming)) ?? (await answer(incoming))
    const moved = result.status < 300 ? movedBy(route, body) : undefined
    if (moved !== undefined) actions.inBackground(actions.pushed(moved))
    if (route.name.startsWith('POST /app/')) remember(result)
    if (fault?.when === 'after') return misbehave(response, fault)
    if (result.status < 300) options.answered?.(route.name)
    return send(response, result)
  }

  function authorize(route: RouteName, given: string): string | undefined {
    if (route.startsWith('POST /app/')) return given
    const account = accounts.get(given.replace(/^(token|bearer) /i, ''))
    return account === undefined ? undefined : `token ${account}`
  }

  /** Tokens of an installation are known to emulate by themselves. */
  function remember({ body }: Answer): void {
    const made = typeof body === 'object' && body !== null && 'token' in body ? String(body.token) : undefined
    if (made !== undefined) accounts.set(made, made)
  }

  function refuse(response: ServerResponse, what: string, result: Answer): void {
    refused.push(what)
    send(response, result)
  }

  return {
    ...createPeople(upstream, lists, hooks, repository, actions.pushed),
    ci: actions.ci,
    git: createGitPeople(upstream, actions.pushed),
    webhookSecret: hooks.webhookSecret,
    deliveries: hooks.deliveries,
    deliver: hooks.deliver,
    redeliver: hooks.redeliver,
    url: origin + ROOT,
    token,
    repository,
    app: upstream.app,
    routes,
    refused,
    fail: faults.add,
    meanwhile: (route, act) => {
      moments.set(route, act)
    },
    get missed() {
      return missed
    },
    away: () => {
      isAway = true
      server.closeAllConnections()
    },
    back: () => {
      isAway = false
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await actions.ci.settled()
      await upstream.close()
    },
  }
}

const movedSchema = z.object({ ref: z.string().optional(), branch: z.string().optional() })

/** The branch or tag that a call of the API moved, as `refs/...`. */
function movedBy({ name, part }: Found, body: unknown): string | undefined {
  const { ref, branch } = movedSchema.safeParse(body).data ?? {}
  if (name === 'POST /git/refs') return ref
  if (name === 'PATCH /git/refs/{ref}') return `refs/${part}`
  return name === 'PUT /contents/{path}' && branch !== undefined ? `refs/heads/${branch}` : undefined
}

function fails(fault: GitHubFault): boolean {
  return fault.when === 'before' || fault.status !== undefined
}

function misbehave(response: ServerResponse, { status, headers, said }: GitHubFault): void {
  if (status === undefined) response.destroy()
  else send(response, { status, body: { message: said ?? 'trouble' }, headers: { ...headers } })
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
