import { z } from 'zod'
import type { Commit, Comparison } from '../../runs/release/ports.ts'
import type { Ask } from './ask.ts'
import { defaultBranch, encodeRef } from './branches.ts'
import { commitSchema, toCommit } from './commits.ts'
import { unless } from './errors.ts'

/** Of a hundred commits each. */
const MOST_PAGES = 100
/** GitHub lists no more of them. */
const MOST_FILES = 300

const comparedSchema = z.object({
  status: z.enum(['ahead', 'identical', 'behind', 'diverged']),
  commits: z.array(commitSchema),
  files: z.array(z.object({ filename: z.string() })).nullish(),
})
type Compared = z.infer<typeof comparedSchema>

export async function compare(
  ask: Ask,
  from: string,
  to: string,
  url: string,
): Promise<Comparison | undefined> {
  const route = 'GET /repos/{owner}/{repo}/compare/{+basehead}'
  const basehead = `${encodeRef(from)}...${encodeRef(to)}`
  const commits: Commit[] = []
  let first: Compared | undefined
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const parameters = { basehead, per_page: 100, page }
    const answer = await unless('not_found', () => ask(route, parameters, comparedSchema))
    if (answer === undefined) return nothingThere(ask)
    first ??= answer.data
    commits.push(...answer.data.commits.map(toCommit))
    if (!answer.more) break
  }
  return first === undefined ? undefined : { status: first.status, commits, files: filesOf(first), url }
}

/** A repository that is out of reach answers 404 too: then this throws. */
export async function nothingThere(ask: Ask): Promise<undefined> {
  await defaultBranch(ask)
  return undefined
}

/** They stand on the first page only. */
function filesOf({ files }: Compared): readonly string[] | undefined {
  if (!files || files.length >= MOST_FILES) return undefined
  return files.map((file) => file.filename)
}
