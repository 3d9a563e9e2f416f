import { z } from 'zod'
import { BOT, type Upstream } from './github-upstream.ts'

export type Merge = {
  readonly number: number
  readonly title: string
  readonly head: { readonly ref: string; readonly sha: string }
  readonly base: { readonly ref: string }
  readonly by: string
  readonly how: 'merge' | 'squash'
}

const shaSchema = z.object({ sha: z.string() })
const refSchema = z.object({ object: shaSchema })
const commitSchema = z.object({ tree: shaSchema })
const comparedSchema = z.object({
  files: z.array(z.object({ filename: z.string(), status: z.string(), sha: z.string() })),
})

/**
 * Merges as git does. emulate marks the pull request as merged, but takes the tree it was opened with for the
 * result: whatever was pushed since, to either side, would be gone.
 */
export async function mergeBranch(upstream: Upstream, merge: Merge): Promise<void> {
  const path = `/branches/${merge.base.ref}/protection`
  const isProtected = await upstream.as(BOT, 'GET', path).then(
    () => true,
    () => false,
  )
  // Reviews aren't told here: a pull request that a story merges has what its branch asks for.
  if (isProtected) await upstream.as(BOT, 'DELETE', path)
  await merged(upstream, merge)
  if (isProtected) await upstream.as(BOT, 'PUT', path, PROTECTION)
}

/** A branch that takes pull requests only. */
export const PROTECTION = {
  required_status_checks: null,
  enforce_admins: true,
  required_pull_request_reviews: { required_approving_review_count: 1 },
  restrictions: null,
} as const

async function merged(upstream: Upstream, merge: Merge): Promise<void> {
  const { base, head, by, number } = merge
  const ask = (method: string, path: string, body?: unknown) => upstream.as(by, method, path, body)
  const changed = async (from: string, to: string) => {
    const path = `/compare/${encodeURIComponent(`${from}...${to}`)}`
    return comparedSchema.parse(await ask('GET', path)).files
  }
  const before = refSchema.parse(await ask('GET', `/git/ref/heads/${base.ref}`)).object.sha
  const files = await changed(base.ref, head.ref)
  refuseConflicts(number, files, await changed(head.ref, base.ref))
  await ask('PUT', `/pulls/${number}/merge`, { merge_method: merge.how })
  const { tree: onto } = commitSchema.parse(await ask('GET', `/git/commits/${before}`))
  const entries = files.map((file) => ({
    path: file.filename,
    mode: '100644',
    type: 'blob',
    sha: file.status === 'removed' ? null : file.sha,
  }))
  const tree = shaSchema.parse(await ask('POST', '/git/trees', { base_tree: onto.sha, tree: entries }))
  const commit = shaSchema.parse(
    await ask('POST', '/git/commits', {
      message: `${merge.title} (#${number})`,
      tree: tree.sha,
      parents: merge.how === 'merge' ? [before, head.sha] : [before],
    }),
  )
  await upstream.as(BOT, 'PATCH', `/git/refs/heads/${base.ref}`, { sha: commit.sha, force: true })
}

type Changed = z.infer<typeof comparedSchema>['files']

/** A file that both sides changed since they parted, each in its way: GitHub's button is grey then. */
function refuseConflicts(number: number, ours: Changed, theirs: Changed): void {
  const clash = ours.find((file) =>
    theirs.some((other) => other.filename === file.filename && other.sha !== file.sha),
  )
  if (clash !== undefined) throw new Error(`pull request ${number} conflicts in ${clash.filename}`)
}
