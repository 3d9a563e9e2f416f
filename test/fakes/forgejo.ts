import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { createForgejoActions, type ForgejoCi } from './forgejo-actions.ts'
import { answerForgejo } from './forgejo-answers.ts'
import { createForgejoHooks, type ForgejoHooks } from './forgejo-hooks.ts'
import { type ForgejoRoute, findForgejoRoute, newTag } from './forgejo-routes.ts'
import type { ForgejoPull, ForgejoRelease, ForgejoWorld } from './forgejo-rows.ts'
import { type Change, createForgejoStore, type ForgejoStore } from './forgejo-store.ts'
import type { Answer } from './github-upstream.ts'
import { createFaults, type Fault } from './slack-faults.ts'
import { listen, readText } from './slack-http.ts'

export type ForgejoFake = Omit<ForgejoHooks, 'send'> & {
  /** What `GITHUB_API_URL` takes. */
  readonly url: string
  readonly token: string
  readonly repository: string
  /** Git itself, in which a test does what people do. */
  readonly git: ForgejoStore
  readonly ci: ForgejoCi
  readonly pulls: readonly ForgejoPull[]
  readonly releases: readonly ForgejoRelease[]
  readonly routes: readonly ForgejoRoute[]
  /** Tests assert that there are none. */
  readonly refused: readonly string[]
  fail(route: ForgejoRoute, fault: Pick<Fault, 'status' | 'when' | 'times'>): void
  /** Done just before the next commit onto a branch, after the look at it. */
  meanwhile(act: () => void): void
  protect(branch: string): void
  /** Somebody pushes a commit to a branch; its sha. */
  push(branch: string, change: Change): Promise<string>
  /** Somebody pushes an annotated tag. */
  pushTag(name: string, commit: string, message: string): Promise<void>
  /** The branch goes away with it when `dropBranch` says so. */
  mergePull(number: number, by: string, dropBranch?: boolean): void
  close(): Promise<void>
}

const ROOT = '/api/v1'
const REPOSITORY = 'formation/hub'

export type ForgejoOptions = {
  /** Milliseconds since 1970, of what happens in CI. */
  readonly now?: () => number
}

/** A small Forgejo, as strict as its swagger: what has another name on GitHub is not known here. */
export async function startForgejo({ now = Date.now }: ForgejoOptions = {}): Promise<ForgejoFake> {
  const token = 'forgejo-token-nobody-may-see'
  const store = createForgejoStore()
  const routes: ForgejoRoute[] = []
  const refused: string[] = []
  const faults = createFaults()
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => send(response, said(500, String(error))))
  })
  const origin = await listen(server)
  const pulls: ForgejoPull[] = []
  const releases: ForgejoRelease[] = []
  const guarded = new Set<string>()
  const repository = REPOSITORY
  const hooks = createForgejoHooks(repository)
  const actions = createForgejoActions({ store, hooks, origin, repository }, now)
  const world: ForgejoWorld = {
    actions,
    store,
    origin,
    repository,
    pulls,
    releases,
    guarded,
    meanwhile: undefined,
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin)
    const text = await readText(request)
    const prefix = `${ROOT}/repos/${REPOSITORY}`
    const path = url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : undefined
    if (path === undefined) return send(response, said(404, 'Not Found'))
    const route = findForgejoRoute(request.method ?? '', path)
    if (route === undefined) return refuse(response, `${request.method} ${path}`, 404)
    routes.push(route.name)
    if (request.headers.authorization !== `token ${token}`)
      return send(response, said(401, 'invalid username'))
    if (url.searchParams.has('per_page')) return refuse(response, `${route.name}: per_page`, 422)
    const strange = [...url.searchParams.keys()].filter((key) => route.query?.includes(key) === false)
    if (strange.length > 0) return refuse(response, `${route.name}: ${strange}`, 422)
    const fault = faults.take(route.name, undefined)
    if (fault !== undefined && fault.when !== 'after') return misbehave(response, fault)
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    const error = route.schema?.safeParse(body).error
    if (error !== undefined) return refuse(response, `${route.name}: ${error.message}`, 422)
    const answer = answerForgejo(world, { ...route, url, body })
    const ref = answer.status < 300 ? refWritten(route.name, body) : undefined
    if (ref !== undefined) actions.inBackground(actions.pushed(ref))
    return fault === undefined ? send(response, answer) : misbehave(response, fault)
  }

  function refuse(response: ServerResponse, what: string, status: number): void {
    refused.push(what)
    send(response, said(status, what))
  }

  return {
    ...hooks,
    ci: actions.ci,
    url: origin + ROOT,
    token,
    repository,
    git: store,
    pulls,
    releases,
    routes,
    refused,
    fail: faults.add,
    meanwhile: (act) => {
      world.meanwhile = act
    },
    protect: (branch) => {
      guarded.add(branch)
    },
    async push(branch, change) {
      const sha = store.commitOn(branch, change)
      await actions.pushed(`refs/heads/${branch}`)
      return sha
    },
    async pushTag(name, commit, message) {
      store.tag(name, commit, message)
      await actions.pushed(`refs/tags/${name}`)
    },
    mergePull(number, by, dropBranch = false) {
      const pull = pulls.find((one) => one.number === number)
      const head = store.branches.get(pull?.head ?? '')
      const base = store.branches.get(pull?.base ?? '')
      if (pull === undefined || head === undefined || base === undefined) throw new Error('nothing to merge')
      const files = Object.fromEntries(store.commits.get(head)?.files ?? [])
      const commit = store.add([base, head], { message: `Merge ${pull.title}`, files })
      store.branches.set(pull.base, commit)
      pull.merged = { by, commit, head }
      if (dropBranch) store.branches.delete(pull.head)
    },
    close: async () => {
      hooks.deliver(undefined)
      await actions.ci.settled()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What a call pushed, as a person's push does. */
function refWritten(name: ForgejoRoute, body: unknown): string | undefined {
  if (name === 'POST /tags') return `refs/tags/${newTag.parse(body).tag_name}`
  const written = name.endsWith('/contents/{path}') ? writtenSchema.safeParse(body).data : undefined
  return written === undefined ? undefined : `refs/heads/${written.branch}`
}

const writtenSchema = z.object({ branch: z.string() })

function said(status: number, message: string): Answer {
  return { status, body: { message } }
}

function misbehave(response: ServerResponse, { status }: Pick<Fault, 'status'>): void {
  if (status === undefined) response.destroy()
  else send(response, said(status, 'trouble'))
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json;charset=utf-8', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
