import type { Comparison, FileChange, Repository } from './ports.ts'

/** How far the branch is from what was approved. */
export type Stand =
  | { readonly at: 'approved' }
  /** The CHANGELOG is written, by this commit. */
  | { readonly at: 'changelog'; readonly commit: string }
  /** Undefined when the branch is gone. */
  | { readonly at: 'elsewhere'; readonly to: string | undefined }

type Reader = Pick<Repository, 'head' | 'compare' | 'textAt'>

/**
 * Where the branch is, for the CHANGELOG as one commit upon the approved one. Our own commit counts wherever the branch
 * went since: it holds what was approved and the CHANGELOG, and the tag is for it and not for the branch. So an attempt
 * that died before the tag ends as one that did not die. What went out as a pull request is people's: then it is what
 * stands on the branch, and may be the CHANGELOG alone.
 */
export async function readStand(repository: Reader, change: FileChange, proposed: boolean): Promise<Stand> {
  const head = await repository.head(change.branch)
  if (head === change.parent) return { at: 'approved' }
  const came = head === undefined ? undefined : await repository.compare(change.parent, head)
  if (head === undefined || came?.status !== 'ahead') return { at: 'elsewhere', to: head }
  const commit = proposed ? merged(came, change, head) : await ourCommit(repository, came, change)
  return commit === undefined ? { at: 'elsewhere', to: head } : { at: 'changelog', commit }
}

/** Whether this commit is what was approved, with nothing but the CHANGELOG upon it. */
export async function isReleasable(
  repository: Pick<Repository, 'compare'>,
  { parent, path }: Pick<FileChange, 'parent' | 'path'>,
  commit: string,
): Promise<boolean> {
  if (commit === parent) return true
  const came = await repository.compare(parent, commit)
  return came?.status === 'ahead' && isAlone(came, path)
}

function merged(came: Comparison, { path }: FileChange, head: string): string | undefined {
  return isAlone(came, path) ? head : undefined
}

/** The first one upon what was approved, when it is the very text that we write. */
async function ourCommit(
  repository: Reader,
  came: Comparison,
  change: FileChange,
): Promise<string | undefined> {
  const [first] = came.commits
  if (first?.message.split('\n', 1)[0] !== change.message) return undefined
  if (!(await isReleasable(repository, change, first.sha))) return undefined
  return (await repository.textAt(change.path, first.sha)) === change.text ? first.sha : undefined
}

function isAlone({ files }: Comparison, path: string): boolean {
  return files?.length === 1 && files[0] === path
}
