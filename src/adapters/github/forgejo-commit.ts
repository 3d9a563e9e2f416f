import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { FileChange } from '../../runs/release/ports.ts'
import { RemoteError } from '../../runs/remote.ts'
import type { Ask } from './ask.ts'
import { headOf } from './branches.ts'
import type { FileCommitted } from './commit-file.ts'
import { type Blob, encodePath, putFile, readBlob } from './contents.ts'
import { failure } from './errors.ts'
import { commitsBetween, shaOf } from './forgejo-compare.ts'
import { author, isoSeconds } from './signature.ts'
import { hasKey, withKey } from './trailer.ts'

const writtenSchema = z.object({
  content: z.object({ sha: z.string() }),
  commit: z.object({ sha: z.string(), parents: z.array(z.object({ sha: z.string() })) }),
})
type Written = z.infer<typeof writtenSchema>

const BARRED = /write to this branch|cannot commit to repo|protected/i

/**
 * Forgejo commits onto whatever is the newest commit. So the parent is checked before and after; when somebody
 * pushed in the moment between, what was written there is taken back.
 */
export async function commitFile(ask: Ask, change: FileChange): Promise<FileCommitted> {
  const { branch, parent, path } = change
  const head = await headOf(ask, branch)
  if (head === undefined) throw failure('not_found', { retry: false, said: `the branch ${branch}` })
  if (head !== parent) return whereIs(ask, change, head)
  const stands = await readBlob(ask, path, parent)
  const written = await write(ask, change, stands)
  if ('outcome' in written) return written
  const { sha, parents } = written.commit
  if (parents[0]?.sha === parent) return { outcome: 'committed', commit: sha }
  await takeBack(ask, change, stands, written.content.sha)
  return { outcome: 'moved' }
}

/** The child of the parent that has our mark, even when others committed on top of it since. */
async function whereIs(ask: Ask, change: FileChange, head: string): Promise<FileCommitted> {
  const { parent } = change
  if ((await shaOf(ask, parent)) === undefined) return { outcome: 'moved' }
  const came = await commitsBetween(ask, parent, head)
  const own = came.find(
    ({ commit, parents }) => parents?.[0]?.sha === parent && hasKey(commit.message, keyOf(change)),
  )
  return own === undefined ? { outcome: 'moved' } : { outcome: 'committed', commit: own.sha }
}

async function write(
  ask: Ask,
  change: FileChange,
  stands: Blob | undefined,
): Promise<Written | FileCommitted> {
  try {
    return await put(ask, change, stands)
  } catch (cause) {
    if (!(cause instanceof RemoteError)) throw cause
    if (cause.code === 'refused' && BARRED.test(cause.message)) return { outcome: 'barred' }
    // The file isn't as it was: somebody pushed, or another worker was faster.
    const head = cause.code === 'unprocessable' ? await headOf(ask, change.branch) : undefined
    if (head === undefined || head === change.parent) throw cause
    return whereIs(ask, change, head)
  }
}

async function put(ask: Ask, change: FileChange, stands: Blob | undefined): Promise<Written> {
  const { branch, path, text, at } = change
  const date = isoSeconds(at)
  const parameters = {
    path: encodePath(path),
    branch,
    message: withKey(change.message, keyOf(change)),
    content: Buffer.from(text, 'utf8').toString('base64'),
    author,
    committer: author,
    dates: { author: date, committer: date },
    ...(stands === undefined ? {} : { sha: stands.sha }),
  }
  return (await ask('PUT /repos/{owner}/{repo}/contents/{+path}', parameters, writtenSchema)).data
}

async function takeBack(
  ask: Ask,
  { branch, path, message }: FileChange,
  before: Blob | undefined,
  sha: string,
): Promise<void> {
  const taken = `Revert "${message.split('\n')[0]}"`
  if (before !== undefined) return putFile(ask, { path, text: before.text, branch, message: taken, sha })
  const parameters = { path: encodePath(path), branch, message: taken, sha }
  await ask('DELETE /repos/{owner}/{repo}/contents/{+path}', parameters, z.unknown())
}

function keyOf({ parent, path, text }: FileChange): string {
  return createHash('sha256').update(`${parent}\n${path}\n${text}`).digest('hex').slice(0, 32)
}
