import { z } from 'zod'
import { BOT, type Upstream } from './github-upstream.ts'

const objectSchema = z.object({ object: z.object({ sha: z.string(), type: z.string() }) })

/** The commit of a branch or tag, by its whole name (`refs/tags/v1.4.0`) or its short one; tags come first. */
export async function commitOf(upstream: Upstream, name: string): Promise<string | undefined> {
  for (const ref of name.startsWith('refs/') ? [name.slice(5)] : [`tags/${name}`, `heads/${name}`]) {
    const found = await read(upstream, `/git/ref/${ref}`)
    if (found === undefined) continue
    // An annotated tag leads to an object of its own first.
    return found.type === 'tag' ? (await read(upstream, `/git/tags/${found.sha}`))?.sha : found.sha
  }
  return undefined
}

async function read(upstream: Upstream, path: string) {
  const answer = await upstream.as(BOT, 'GET', path).catch(() => undefined)
  return objectSchema.safeParse(answer).data?.object
}
