import { z } from 'zod'
import type { RecentChange } from '../../runs/github.ts'
import type { Ask } from './ask.ts'
import { defaultBranch } from './branches.ts'
import { pagesOf } from './pages.ts'

/** Of a hundred each. */
const MOST_PAGES = 10
const BOTS = ['dependabot[bot]', 'renovate[bot]']
const LABEL = 'dependencies'

const releaseSchema = z.object({
  name: z.string().nullish(),
  tag_name: z.string(),
  html_url: z.string(),
  draft: z.boolean(),
  published_at: z.string().nullish(),
})
const pullSchema = z.object({
  title: z.string(),
  html_url: z.string(),
  updated_at: z.string(),
  merged_at: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  labels: z.array(z.object({ name: z.string() })).nullish(),
  base: z.object({ ref: z.string() }),
})
type ListedPull = z.infer<typeof pullSchema>

/** At most a thousand releases and a thousand closed pull requests are looked at. */
export async function readChanges(ask: Ask, since: number): Promise<readonly RecentChange[]> {
  const found = [...(await releases(ask, since)), ...(await dependencies(ask, since))]
  return found.filter((change) => change.at > since).sort((one, other) => other.at - one.at)
}

async function releases(ask: Ask, since: number): Promise<RecentChange[]> {
  const list = { route: 'GET /repos/{owner}/{repo}/releases', schema: releaseSchema }
  const listed = await readRecent(ask, list, (one) => one.published_at, since)
  return listed
    .filter((one) => !one.draft)
    .map((one) => change('release', one.name || one.tag_name, one.html_url, one.published_at))
}

async function dependencies(ask: Ask, since: number): Promise<RecentChange[]> {
  const base = await defaultBranch(ask)
  const parameters = { state: 'closed', base, sort: 'updated', direction: 'desc' }
  const list = { route: 'GET /repos/{owner}/{repo}/pulls', schema: pullSchema, parameters }
  const listed = await readRecent(ask, list, (one) => one.updated_at, since)
  return listed
    .filter((one) => one.base.ref === base && isDependency(one))
    .map((one) => change('dependency', one.title, one.html_url, one.merged_at))
}

/**
 * Reads on while a page has something recent. One old entry doesn't end it: releases are listed by the date of
 * their commit, and one may be published long after that.
 */
async function readRecent<T>(
  ask: Ask,
  list: { route: string; schema: z.ZodType<T>; parameters?: Record<string, unknown> },
  at: (one: T) => string | null | undefined,
  since: number,
): Promise<readonly T[]> {
  const found: T[] = []
  for await (const page of pagesOf(ask, { ...list, most: MOST_PAGES })) {
    found.push(...page)
    if (!page.some((one) => timeOf(at(one)) > since)) break
  }
  return found
}

function isDependency({ user, labels }: ListedPull): boolean {
  return BOTS.includes(user?.login ?? '') || labels?.some((label) => label.name === LABEL) === true
}

function change(
  kind: RecentChange['kind'],
  title: string,
  url: string,
  at: string | null | undefined,
): RecentChange {
  return { kind, title, url, at: timeOf(at) }
}

/** What hasn't happened is older than everything. */
function timeOf(text: string | null | undefined): number {
  return text ? Date.parse(text) : Number.NEGATIVE_INFINITY
}
