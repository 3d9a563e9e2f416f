import { z } from 'zod'
import type { Repository } from '../../runs/release/ports.ts'
import type { Ask } from './ask.ts'
import { encodeRef } from './branches.ts'
import { failure, unless } from './errors.ts'
import { fitted } from './marker.ts'
import { tagNamed } from './tags.ts'

type Notes = Parameters<Repository['publishRelease']>[0]

const releaseSchema = z.object({ html_url: z.string() })

export async function publishRelease(ask: Ask, notes: Notes): Promise<{ readonly url: string }> {
  const published = await releaseOf(ask, notes.tag)
  if (published !== undefined) return published
  // For a tag that isn't there a new one would be made, at whatever commit is the newest.
  if ((await tagNamed(ask, notes.tag)) === undefined)
    throw failure('not_found', { retry: false, said: `the tag ${notes.tag}` })
  try {
    return await post(ask, notes)
  } catch (cause) {
    const meanwhile = await releaseOf(ask, notes.tag)
    if (meanwhile === undefined) throw cause
    return meanwhile
  }
}

async function releaseOf(ask: Ask, tag: string): Promise<{ readonly url: string } | undefined> {
  const route = 'GET /repos/{owner}/{repo}/releases/tags/{+tag}'
  const answer = await unless('not_found', () => ask(route, { tag: encodeRef(tag) }, releaseSchema))
  return answer === undefined ? undefined : { url: answer.data.html_url }
}

async function post(ask: Ask, { tag, title, body }: Notes): Promise<{ readonly url: string }> {
  // A fix of an older version isn't the latest one: that is decided by the versions.
  const parameters = { tag_name: tag, name: title, body: fitted(body), make_latest: 'legacy' }
  const { data } = await ask('POST /repos/{owner}/{repo}/releases', parameters, releaseSchema)
  return { url: data.html_url }
}
