import { z } from 'zod'
import { type Answer, BOT, type Row, type Upstream } from './github-upstream.ts'

/** Whole lists of the repository, as GitHub would show them. */
export type Lists = {
  /** Pull requests among them, as GitHub has it. */
  issues(): Promise<readonly Row[]>
  pulls(): Promise<readonly Row[]>
  releases(): Promise<readonly Row[]>
  /** Dates, labels and persons that emulate can't be told, by number or tag. */
  amend(kind: 'pull' | 'release', id: number | string, row: Row): void
}

const pullSchema = z.looseObject({
  number: z.number(),
  state: z.string(),
  head: z.looseObject({ ref: z.string(), sha: z.string() }),
})
const refSchema = z.object({ object: z.object({ sha: z.string() }) })
const releaseSchema = z.looseObject({ tag_name: z.string() })

/**
 * What emulate gets wrong in lists: pull requests are missing among the issues, an open pull request stays at the
 * commit it was opened with, and everything happened now.
 */
export function createLists(upstream: Upstream): Lists {
  const amended = new Map<string, Row>()

  async function pulls(): Promise<readonly Row[]> {
    const found = z.array(pullSchema).parse(await upstream.all('/pulls?state=all'))
    return Promise.all(
      found.map(async (pull) => {
        const sha = pull.state === 'open' ? await headOf(pull.head.ref) : undefined
        const head = { ...pull.head, sha: sha ?? pull.head.sha }
        return { ...pull, head, ...amended.get(`pull ${pull.number}`) }
      }),
    )
  }

  async function headOf(branch: string): Promise<string | undefined> {
    const answer = await upstream
      .as(BOT, 'GET', `/git/ref/heads/${encodeURIComponent(branch)}`)
      .catch(() => undefined)
    return refSchema.safeParse(answer).data?.object.sha
  }

  return {
    pulls,
    issues: async () => [
      ...(await upstream.all('/issues?state=all')),
      ...(await pulls()).map((pull) => ({ ...pull, pull_request: { url: pull['url'] } })),
    ],
    releases: async () => {
      const found = z.array(releaseSchema).parse(await upstream.all('/releases'))
      return found.map((one) => ({ ...one, ...amended.get(`release ${one.tag_name}`) }))
    },
    amend: (kind, id, row) => {
      amended.set(`${kind} ${id}`, { ...amended.get(`${kind} ${id}`), ...row })
    },
  }
}

/** Filters, sorts and cuts a list as the query asks. */
export function answerList(found: readonly Row[], url: URL): Answer {
  const ask = url.searchParams
  const state = ask.get('state') ?? 'open'
  const key = ask.get('sort') === 'updated' ? 'updated_at' : 'created_at'
  const upwards = ask.get('direction') === 'asc'
  const kept = found
    .filter((row) => row['state'] === undefined || state === 'all' || row['state'] === state)
    .filter((row) => ask.get('base') === null || nameOf(row['base'], 'ref') === ask.get('base'))
    .filter((row) => ask.get('head') === null || nameOf(row['head'], 'label') === ask.get('head'))
    .sort((one, other) => order(one, other, key) * (upwards ? 1 : -1))
  return cut(kept, url)
}

/** One page, and the address of the next one. `wrap` puts it under a key, as newer lists have it. */
export function cut(
  rows: readonly Row[],
  url: URL,
  wrap: (page: readonly Row[]) => unknown = (page) => page,
): Answer {
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30))
  const page = Number(url.searchParams.get('page') ?? 1)
  const next = new URL(url)
  next.searchParams.set('page', String(page + 1))
  const headers = rows.length > page * size ? { link: `<${next}>; rel="next"` } : {}
  return { status: 200, body: wrap(rows.slice((page - 1) * size, page * size)), headers }
}

function order(one: Row, other: Row, key: string): number {
  const dates = Date.parse(String(one[key])) - Date.parse(String(other[key]))
  return dates === 0 ? Number(one['number'] ?? one['id']) - Number(other['number'] ?? other['id']) : dates
}

function nameOf(value: unknown, key: string): string | undefined {
  const named = z.record(z.string(), z.unknown()).safeParse(value).data?.[key]
  return typeof named === 'string' ? named : undefined
}
