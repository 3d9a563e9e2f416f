import { changeLine, changesOf } from './commits.ts'
import type { Repository } from './ports.ts'

export type Move = {
  /** A line for each commit that came; first of all what a forced push took away. */
  readonly came: string
  readonly moveUrl: string
}

const MOST = 20

/** What happened to a branch since it was looked at: `from` is the commit then, `to` the one now. */
export async function describeMove(
  repository: Pick<Repository, 'compare' | 'urlOf'>,
  from: string,
  to: string,
): Promise<Move> {
  const there = await repository.compare(from, to)
  if (there === undefined)
    return {
      came: `force-pushed: commit ${from.slice(0, 7)} is gone`,
      moveUrl: repository.urlOf({ commit: to }),
    }
  const gone =
    there.status === 'diverged' || there.status === 'behind' ? await goneOf(repository, from, to) : []
  const lines = changesOf(there.commits).map((change) => `- ${changeLine(change)}`)
  const more = lines.length > MOST ? [`and ${lines.length - MOST} more`] : []
  return { came: [...gone, ...lines.slice(0, MOST), ...more].join('\n'), moveUrl: there.url }
}

async function goneOf(
  repository: Pick<Repository, 'compare'>,
  from: string,
  to: string,
): Promise<readonly string[]> {
  const back = await repository.compare(to, from)
  const count = back?.commits.length ?? 0
  return [`force-pushed: ${count} ${count === 1 ? 'commit is' : 'commits are'} gone`]
}
