import { z } from 'zod'
import type { FileChange, Repository } from '../../runs/release/ports.ts'
import { RemoteError } from '../../runs/remote.ts'
import type { Ask } from './ask.ts'
import { encodeRef, headOf } from './branches.ts'
import { compare } from './compare.ts'
import { failure, unless } from './errors.ts'
import { signedAt } from './signature.ts'

export type FileCommitted = Awaited<ReturnType<Repository['commitFile']>>

const COMMIT = 'GET /repos/{owner}/{repo}/git/commits/{sha}'

const shaSchema = z.object({ sha: z.string() })
const commitSchema = z.object({ tree: shaSchema })
const treeSchema = z.object({
  tree: z.array(z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string() })),
})

const PLAIN = '100644'
const EXECUTABLE = '100755'
const NOT_FORWARD = /not a fast[- ]forward/i
/** What GitHub says of a branch that takes pull requests only, by protection or by a rule. */
const BARRED = /protected branch|rule violation|through a pull request|not authorized to push to this branch/i

/**
 * The commit has a parent, an author and a date of its own, so a repeat makes the same one: whether it is on the
 * branch tells whether it was done, even when others committed on top of it since.
 */
export async function commitFile(ask: Ask, change: FileChange): Promise<FileCommitted> {
  const { branch, parent } = change
  const head = await headOf(ask, branch)
  if (head === undefined) throw failure('not_found', { retry: false, said: `the branch ${branch}` })
  const before = await unless('not_found', () => ask(COMMIT, { sha: parent }, commitSchema))
  // Nobody has the parent any more: somebody pushed by force, long ago.
  if (before === undefined) return { outcome: 'moved' }
  const commit = await makeCommit(ask, change, before.data.tree.sha)
  if (head !== parent) return whereIs(ask, branch, commit)
  const moved = await moveBranch(ask, branch, commit)
  if (moved === 'barred') return { outcome: 'barred' }
  return moved === 'done' ? { outcome: 'committed', commit } : whereIs(ask, branch, commit)
}

async function makeCommit(ask: Ask, change: FileChange, base: string): Promise<string> {
  const { parent, path, text, message, at } = change
  const entry = { path, mode: await modeOf(ask, base, path), type: 'blob', content: text }
  const tree = { base_tree: base, tree: [entry] }
  const after = await ask('POST /repos/{owner}/{repo}/git/trees', tree, shaSchema)
  const signed = { author: signedAt(at), committer: signedAt(at) }
  const parameters = { message, tree: after.data.sha, parents: [parent], ...signed }
  const made = await ask('POST /repos/{owner}/{repo}/git/commits', parameters, shaSchema)
  return made.data.sha
}

/** A file stays executable; a new one isn't. Read folder by folder, because a whole tree may come cut. */
async function modeOf(ask: Ask, tree: string, path: string): Promise<string> {
  const [name, ...below] = path.split('/')
  const { data } = await ask('GET /repos/{owner}/{repo}/git/trees/{sha}', { sha: tree }, treeSchema)
  const entry = data.tree.find((one) => one.path === name)
  if (entry === undefined) return PLAIN
  if (below.length > 0) return entry.type === 'tree' ? modeOf(ask, entry.sha, below.join('/')) : PLAIN
  return entry.mode === EXECUTABLE ? EXECUTABLE : PLAIN
}

async function moveBranch(ask: Ask, branch: string, sha: string): Promise<'done' | 'not_forward' | 'barred'> {
  const route = 'PATCH /repos/{owner}/{repo}/git/refs/heads/{+branch}'
  try {
    await ask(route, { branch: encodeRef(branch), sha, force: false }, z.unknown())
    return 'done'
  } catch (cause) {
    if (!(cause instanceof RemoteError)) throw cause
    if (NOT_FORWARD.test(cause.message)) return 'not_forward'
    if (isRefusal(cause) && BARRED.test(cause.message)) return 'barred'
    throw cause
  }
}

function isRefusal({ code }: RemoteError): boolean {
  return code === 'refused' || code === 'conflict' || code === 'unprocessable'
}

async function whereIs(ask: Ask, branch: string, commit: string): Promise<FileCommitted> {
  const since = await compare(ask, commit, branch, '')
  const holds = since?.status === 'identical' || since?.status === 'ahead'
  return holds ? { outcome: 'committed', commit } : { outcome: 'moved' }
}
