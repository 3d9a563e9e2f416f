import type { Proposal, Ticket } from '../../runs/github.ts'
import type { Repository } from '../../runs/release/ports.ts'
import { RemoteError } from '../../runs/remote.ts'
import type { Ask } from './ask.ts'
import { defaultBranch, headOf, prepareBranch } from './branches.ts'
import { putFile, readBlob } from './contents.ts'
import { openPull, pullsFrom, ticketOf } from './pulls.ts'
import { isWritten, messageOf } from './written.ts'

export async function readFile(ask: Ask, path: string, branch: string): Promise<string | undefined> {
  const onBranch = await readBlob(ask, path, branch)
  if (onBranch !== undefined) return onBranch.text
  if ((await headOf(ask, branch)) !== undefined) return undefined
  // A repository that is out of reach answers 404 too: this tells it from a missing file.
  return (await readBlob(ask, path, await defaultBranch(ask)))?.text
}

type Change = Parameters<Repository['proposeFile']>[0]

/**
 * Every step looks first, so a repeat goes on where the last attempt ended.
 * After a merge the same text is done: its pull request is answered. A new text gets a new pull request, from a
 * branch that starts again at the default branch (see `prepareBranch`). A pull request that was closed unmerged
 * isn't reopened: that was somebody's decision about it; proposing again opens another.
 */
export async function proposeFile(ask: Ask, repository: string, proposal: Proposal): Promise<Ticket> {
  return propose(ask, repository, proposal, { base: await defaultBranch(ask) })
}

/** The same into any branch, from a branch that begins at the given commit. */
export async function proposeChange(ask: Ask, repository: string, change: Change): Promise<Ticket> {
  const { branch: base, parent: start, from, path, text, message, body } = change
  const [title = ''] = message.split('\n')
  return propose(ask, repository, { branch: from, path, text, message, title, body }, { base, start })
}

async function propose(
  ask: Ask,
  repository: string,
  proposal: Proposal,
  { base, start }: { base: string; start?: string },
): Promise<Ticket> {
  const { branch, path } = proposal
  const pulls = await pullsFrom(ask, repository, branch)
  const open = pulls.find((pull) => pull.state === 'open')
  const merged = open === undefined && pulls[0]?.merged_at ? pulls[0] : undefined
  if (merged !== undefined && (await isWritten(ask, proposal, base, await readBlob(ask, path, base))))
    return ticketOf(merged)
  await prepareBranch(ask, { branch, base, merged: merged?.head.sha, start })
  await write(ask, proposal)
  return open === undefined ? openPull(ask, repository, proposal, base) : ticketOf(open)
}

/** Somebody may write between our reading and our writing: then it is read once more. */
async function write(ask: Ask, proposal: Proposal): Promise<void> {
  try {
    await writeOnce(ask, proposal)
  } catch (cause) {
    if (!(cause instanceof RemoteError) || !STALE.includes(cause.code)) throw cause
    await writeOnce(ask, proposal)
  }
}

/** A sha that isn't the file's any more is 409; a missing sha, for a file that is there by now, is 422. */
const STALE = ['conflict', 'unprocessable']

async function writeOnce(ask: Ask, proposal: Proposal): Promise<void> {
  const { branch, path, text } = proposal
  const stands = await readBlob(ask, path, branch)
  if (await isWritten(ask, proposal, branch, stands)) return
  await putFile(ask, { path, text, branch, message: messageOf(proposal), sha: stands?.sha })
}
