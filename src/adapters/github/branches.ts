import { z } from 'zod'
import type { Ask } from './ask.ts'
import { failure, unless } from './errors.ts'

const REF = '/repos/{owner}/{repo}/git/ref/heads/{+branch}'
const REFS = '/repos/{owner}/{repo}/git/refs'

const refSchema = z.object({ object: z.object({ sha: z.string() }) })

export async function defaultBranch(ask: Ask): Promise<string> {
  const { data } = await ask('GET /repos/{owner}/{repo}', {}, z.object({ default_branch: z.string() }))
  return data.default_branch
}

/** The sha of its newest commit; undefined when there is no such branch. */
export async function headOf(ask: Ask, branch: string): Promise<string | undefined> {
  const answer = await unless('not_found', () => ask(`GET ${REF}`, { branch: encodeRef(branch) }, refSchema))
  return answer?.data.object.sha
}

/**
 * Sees to it that `branch` can be written on: made from `base` when it doesn't exist.
 * `merged` is the commit up to which the branch was merged, if it was: a branch that still stands there holds
 * nothing of its own and starts again from `base`. Written on as it is, a squashed branch would conflict with its
 * own earlier text. A branch that somebody pushed to since is left as it is.
 */
export async function prepareBranch(ask: Ask, { branch, base, merged, start }: Prepared): Promise<void> {
  const head = await headOf(ask, branch)
  if (head !== undefined && head !== merged) return
  const sha = start ?? (await headOf(ask, base))
  if (sha === undefined) throw failure('not_found', { retry: false, said: `the branch ${base}` })
  if (head === undefined) await createBranch(ask, branch, sha)
  else if (head !== sha)
    await ask(`PATCH ${REFS}/heads/{+branch}`, { branch: encodeRef(branch), sha, force: true }, z.unknown())
}

export type Prepared = {
  readonly branch: string
  readonly base: string
  readonly merged: string | undefined
  /** The commit that it begins at; the newest one of `base` when absent. */
  readonly start?: string | undefined
}

/** Nothing when it is there. */
export async function createBranch(ask: Ask, branch: string, sha: string): Promise<void> {
  try {
    await ask(`POST ${REFS}`, { ref: `refs/heads/${branch}`, sha }, z.unknown())
  } catch (cause) {
    // Another worker may have made it meanwhile.
    if ((await headOf(ask, branch)) === undefined) throw cause
  }
}

/** The slashes stay. */
export function encodeRef(branch: string): string {
  return branch.split('/').map(encodeURIComponent).join('/')
}
