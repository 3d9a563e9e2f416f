import type { ForgejoActions } from './forgejo-actions.ts'
import type { ForgejoRoute } from './forgejo-routes.ts'
import { changedIn, type ForgejoStore, type StoredCommit } from './forgejo-store.ts'
import type { Answer } from './github-upstream.ts'

export type ForgejoPull = {
  readonly number: number
  readonly title: string
  readonly head: string
  readonly base: string
  /** Where the branch stood when it was merged. */
  merged?: { readonly by: string; readonly commit: string; readonly head: string }
}
export type ForgejoRelease = { readonly tag: string; readonly name: string; readonly body: string }
export type ForgejoWorld = {
  readonly actions: ForgejoActions
  readonly store: ForgejoStore
  readonly origin: string
  readonly repository: string
  readonly pulls: ForgejoPull[]
  readonly releases: ForgejoRelease[]
  readonly guarded: Set<string>
  /** What somebody does between the look at a branch and the commit onto it. */
  meanwhile: (() => void) | undefined
}
export type Asked = {
  readonly name: ForgejoRoute
  readonly part: string
  readonly url: URL
  readonly body: unknown
}
const LARGEST = 50
export const NOT_FOUND: Answer = {
  status: 404,
  body: { message: "The target couldn't be found.", errors: [] },
}

export function ok(body: unknown): Answer {
  return { status: 200, body }
}

export function said(status: number, message: string): Answer {
  return { status, body: { message, url: '/api/swagger' } }
}

export function page(rows: readonly unknown[], url: URL): Answer {
  const limit = Math.min(LARGEST, Number(url.searchParams.get('limit') ?? 30))
  const at = Number(url.searchParams.get('page') ?? 1)
  const headers = rows.length > at * limit ? { link: `<${url.origin}${url.pathname}>; rel="next"` } : {}
  return { status: 200, body: rows.slice((at - 1) * limit, at * limit), headers }
}

export function commitRow(world: ForgejoWorld, commit: StoredCommit) {
  const { sha, message, author, committer, parents } = commit
  return {
    sha,
    commit: { message, author, committer },
    author: null,
    parents: parents.map((parent) => ({ sha: parent })),
    files: changedIn(world.store, commit).map((filename) => ({ filename, status: 'modified' })),
  }
}

export function releaseRow({ origin, repository }: ForgejoWorld, { tag, name, body }: ForgejoRelease) {
  return { tag_name: tag, name, body, html_url: `${origin}/${repository}/releases/tag/${tag}` }
}

export function pullRow({ origin, repository, store }: ForgejoWorld, pull: ForgejoPull) {
  const { number, title, head, base, merged } = pull
  const sha = store.branches.get(head) ?? merged?.head ?? ''
  // The branch stands in the label; once it is gone, only there.
  const ref = store.branches.has(head) ? head : `refs/pull/${number}/head`
  return {
    number,
    title,
    html_url: `${origin}/${repository}/pulls/${number}`,
    state: merged === undefined ? 'open' : 'closed',
    merged_at: merged === undefined ? null : '2026-11-23T12:40:00Z',
    merged_by: merged === undefined ? null : { login: merged.by },
    merge_commit_sha: merged?.commit ?? null,
    head: { label: head, ref, sha, repo: { full_name: repository } },
    base: { ref: base },
  }
}
