import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Proposal } from '../../runs/github.ts'
import type { Ask } from './ask.ts'
import type { Blob } from './contents.ts'

const TRAILER = /^Vigie-Text: ([0-9a-f]+)$/gm

const commitSchema = z.object({ commit: z.object({ message: z.string() }) })

/** The commit's message with a trailer that says which text it wrote. */
export function messageOf(proposal: Proposal): string {
  return `${proposal.message}\n\nVigie-Text: ${digestOf(proposal)}`
}

/**
 * Is this text on the branch, or was it the last one that Vigie wrote there? A person may have edited the file since:
 * a repeat whose answer got lost must not write over that.
 */
export async function isWritten(
  ask: Ask,
  proposal: Proposal,
  branch: string,
  stands: Blob | undefined,
): Promise<boolean> {
  if (stands === undefined) return false
  if (stands.text === proposal.text) return true
  const parameters = { sha: branch, path: proposal.path, per_page: 50 }
  const { data } = await ask('GET /repos/{owner}/{repo}/commits', parameters, z.array(commitSchema))
  const written = data.map(({ commit }) => digestIn(commit.message)).find((digest) => digest !== undefined)
  return written === digestOf(proposal)
}

/** The last one: the message of a squashed commit holds those of several, oldest first. */
function digestIn(message: string): string | undefined {
  return [...message.replaceAll('\r', '').matchAll(TRAILER)].at(-1)?.[1]
}

function digestOf({ path, text }: Proposal): string {
  return createHash('sha256').update(`${path}\n${text}`).digest('hex').slice(0, 32)
}
