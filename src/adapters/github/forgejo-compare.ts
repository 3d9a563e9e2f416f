import { z } from 'zod'
import type { Comparison } from '../../runs/release/ports.ts'
import type { Ask } from './ask.ts'
import { headOf } from './branches.ts'
import { commitSchema, toCommit } from './commits.ts'
import { nothingThere } from './compare.ts'
import { unless } from './errors.ts'
import { pagesOf } from './pages.ts'
import { tagNamed } from './tags.ts'

/** Of fifty each. */
const MOST_PAGES = 200
const COMMITS = 'GET /repos/{owner}/{repo}/commits'
const SHA = /^[0-9a-f]{40}$|^[0-9a-f]{64}$/

const listedSchema = commitSchema.extend({
  parents: z.array(z.object({ sha: z.string() })).nullish(),
  files: z.array(z.object({ filename: z.string() })).nullish(),
})
type Listed = z.infer<typeof listedSchema>

/**
 * Forgejo's own comparison takes names only, and neither says where they stand nor what differs. The list of commits
 * without those of the other side tells all of it.
 */
export async function compare(
  ask: Ask,
  from: string,
  to: string,
  url: string,
): Promise<Comparison | undefined> {
  const older = await shaOf(ask, from)
  const newer = older === undefined ? undefined : await shaOf(ask, to)
  if (older === undefined || newer === undefined) return nothingThere(ask)
  const came = await commitsBetween(ask, older, newer)
  const files = new Set(came.flatMap((one) => one.files ?? []).map((file) => file.filename))
  const status = statusOf(came.length > 0, await hasMore(ask, newer, older))
  return { status, commits: came.map(toCommit), files: [...files], url }
}

/** The commits of one side that the other doesn't have, oldest first. */
export async function commitsBetween(ask: Ask, from: string, to: string): Promise<readonly Listed[]> {
  const parameters = { sha: to, not: from, stat: false, verification: false }
  const found: Listed[] = []
  const list = { route: COMMITS, schema: listedSchema, most: MOST_PAGES, parameters }
  for await (const page of pagesOf(ask, list)) found.push(...page)
  return found.reverse()
}

/** Of a commit, branch or tag. */
export async function shaOf(ask: Ask, ref: string): Promise<string | undefined> {
  if (!SHA.test(ref)) return (await headOf(ask, ref)) ?? (await tagNamed(ask, ref))?.commit
  const route = 'GET /repos/{owner}/{repo}/git/commits/{sha}'
  const parameters = { sha: ref, stat: false, verification: false, files: false }
  return (await unless('not_found', () => ask(route, parameters, z.unknown()))) && ref
}

async function hasMore(ask: Ask, from: string, to: string): Promise<boolean> {
  const parameters = { sha: to, not: from, stat: false, verification: false, files: false, per_page: 1 }
  const { data } = await ask(COMMITS, parameters, z.array(z.unknown()))
  return data.length > 0
}

function statusOf(ahead: boolean, behind: boolean): Comparison['status'] {
  if (ahead) return behind ? 'diverged' : 'ahead'
  return behind ? 'behind' : 'identical'
}
