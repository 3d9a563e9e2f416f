import { z } from 'zod'
import type { Commit } from '../../runs/release/ports.ts'
import type { Ask } from './ask.ts'
import { pagesOf } from './pages.ts'

const MOST = 1_000

export const commitSchema = z.object({
  sha: z.string(),
  commit: z.object({
    message: z.string(),
    author: z.object({ name: z.string() }).nullish(),
    committer: z.object({ date: z.string() }).nullish(),
  }),
  /** An empty object when nobody here has that address. */
  author: z.object({ login: z.string().optional() }).nullish(),
})

export function toCommit({ sha, commit, author }: z.infer<typeof commitSchema>): Commit {
  return {
    sha,
    message: commit.message,
    author: author?.login || commit.author?.name || '',
    at: Date.parse(commit.committer?.date ?? ''),
  }
}

/** Oldest first. */
export async function readCommitsTo(ask: Ask, to: string): Promise<readonly Commit[]> {
  const commits: Commit[] = []
  const route = 'GET /repos/{owner}/{repo}/commits'
  // A page may be smaller than what was asked for, so it is counted here.
  const list = { route, schema: commitSchema, most: MOST, parameters: { sha: to } }
  for await (const page of pagesOf(ask, list)) {
    commits.push(...page.map(toCommit))
    if (commits.length >= MOST) break
  }
  return commits.slice(0, MOST).reverse()
}
