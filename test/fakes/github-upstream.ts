import { generateKeyPairSync } from 'node:crypto'
import { createEmulator } from 'emulate'
import { z } from 'zod'

export type Row = Readonly<Record<string, unknown>>
export type Answer = {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** The account of an App, as the adapter takes it. */
export type AppAccount = {
  readonly appId: string
  readonly privateKey: string
  readonly installationId: number
}

/** npm `emulate` as a stateful GitHub with one private repository. */
export type Upstream = {
  /** Paths are below the API's root; `authorization` is the whole header. */
  call(authorization: string, method: string, path: string, body?: unknown): Promise<Answer>
  /** The same about the repository, as a person; anything but 2xx throws. */
  as(login: string, method: string, path: string, body?: unknown): Promise<unknown>
  /** Every entry of a list of the repository. */
  all(path: string): Promise<readonly Row[]>
  readonly people: readonly string[]
  readonly app: AppAccount | undefined
  close(): Promise<void>
}

export const BOT = 'vigie-bot'
export const DEPENDABOT = 'dependabot[bot]'
const PAGE = 100
const APP = { id: 4711, installation: 815 }
const PERMISSIONS = { contents: 'write', issues: 'write', metadata: 'read', pull_requests: 'write' }

export const rows = z.array(z.record(z.string(), z.unknown()))

export async function startUpstream(options: {
  repository: string
  people: readonly string[]
  origin: string
  withApp: boolean
}): Promise<Upstream> {
  const [owner = '', name = ''] = options.repository.split('/')
  const people = [BOT, DEPENDABOT, ...options.people]
  const key = options.withApp ? newKey() : undefined
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: Object.fromEntries(people.map((login) => [login, { login }])),
      github: {
        users: people.map((login) => ({ login })),
        orgs: [{ login: owner, members: people.map((login) => ({ login, role: 'admin' })) }],
        repos: [{ owner, name, private: true }],
        apps: key === undefined ? [] : [appOf(owner, key)],
      },
    },
  })
  const repo = `/repos/${options.repository}`

  async function call(authorization: string, method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(emulator.url + path, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    // Links in the answers lead to the fake, as GitHub's lead to GitHub.
    const text = (await response.text()).replaceAll(emulator.url, options.origin)
    const link = response.headers.get('link')
    return {
      status: response.status,
      body: text === '' ? undefined : JSON.parse(text),
      ...(link === null ? {} : { headers: { link: link.replaceAll(emulator.url, options.origin) } }),
    }
  }

  async function as(login: string, method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await call(`token ${login}`, method, repo + path, body)
    if (answer.status >= 300)
      throw new Error(`${login} ${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  return {
    call,
    as,
    async all(path) {
      const found: Row[] = []
      for (let page = 1; ; page += 1) {
        const query = `${path.includes('?') ? '&' : '?'}per_page=${PAGE}&page=${page}`
        const some = rows.parse(await as(BOT, 'GET', path + query))
        found.push(...some)
        if (some.length < PAGE) return found
      }
    },
    people,
    app:
      key === undefined
        ? undefined
        : { appId: String(APP.id), privateKey: key, installationId: APP.installation },
    close: () => emulator.close(),
  }
}

function appOf(owner: string, privateKey: string) {
  const installations = [{ installation_id: APP.installation, account: owner, permissions: PERMISSIONS }]
  const permissions = PERMISSIONS
  return { app_id: APP.id, slug: 'vigie', name: 'Vigie', private_key: privateKey, permissions, installations }
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return z.string().parse(privateKey.export({ type: 'pkcs8', format: 'pem' }))
}
