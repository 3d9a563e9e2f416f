import { z } from 'zod'
import type { NewTag, Repository, Tag } from '../../runs/release/ports.ts'
import type { Ask } from './ask.ts'
import { encodeRef } from './branches.ts'
import { unless } from './errors.ts'
import { pagesOf } from './pages.ts'
import { signedAt } from './signature.ts'
import { hasKey, withKey } from './trailer.ts'

/** More than any repository has: of fifty or a hundred each. */
const MOST_PAGES = 400

const listedSchema = z.object({ name: z.string(), commit: z.object({ sha: z.string() }) })
const objectSchema = z.object({ sha: z.string(), type: z.string() })
const refSchema = z.object({ object: objectSchema })
const annotatedSchema = z.object({ message: z.string(), object: objectSchema })
const madeSchema = z.object({ sha: z.string() })

/** What stands under a name. */
export type StandingTag = {
  readonly commit: string
  /** Of an annotated tag. */
  readonly message: string | undefined
}

export type TagMade = Awaited<ReturnType<Repository['createTag']>>

/** An annotated tag is listed with the commit that it leads to. */
export async function readTags(ask: Ask): Promise<readonly Tag[]> {
  const tags: Tag[] = []
  const list = { route: 'GET /repos/{owner}/{repo}/tags', schema: listedSchema, most: MOST_PAGES }
  for await (const page of pagesOf(ask, list))
    tags.push(...page.map(({ name, commit }) => ({ name, commit: commit.sha })))
  return tags
}

export async function tagNamed(ask: Ask, name: string): Promise<StandingTag | undefined> {
  const route = 'GET /repos/{owner}/{repo}/git/ref/tags/{+tag}'
  const ref = await unless('not_found', () => ask(route, { tag: encodeRef(name) }, refSchema))
  if (ref === undefined) return undefined
  const { type, sha } = ref.data.object
  return type === 'tag' ? readTag(ask, sha) : { commit: sha, message: undefined }
}

/**
 * Two calls: the tag, then the name that leads to it. The tag is the same one each time, so a crash in between
 * leaves nothing that the next attempt doesn't use.
 */
export async function createTag(ask: Ask, tag: NewTag, url: string): Promise<TagMade> {
  const stands = await tagNamed(ask, tag.name)
  if (stands !== undefined) return judgeTag(stands, tag, url)
  const { name, commit, key, message, at } = tag
  const object = { tag: name, object: commit, type: 'commit' }
  const parameters = { ...object, message: withKey(message, key), tagger: signedAt(at) }
  const { data } = await ask('POST /repos/{owner}/{repo}/git/tags', parameters, madeSchema)
  const ref = { ref: `refs/tags/${name}`, sha: data.sha }
  return nameTag(ask, tag, url, () => ask('POST /repos/{owner}/{repo}/git/refs', ref, z.unknown()))
}

/** Somebody may have been faster, or the answer got lost: then it is looked for before the error counts. */
export async function nameTag(
  ask: Ask,
  tag: NewTag,
  url: string,
  write: () => Promise<unknown>,
): Promise<TagMade> {
  try {
    await write()
    return { outcome: 'created', url }
  } catch (cause) {
    const stands = await tagNamed(ask, tag.name)
    if (stands === undefined) throw cause
    return judgeTag(stands, tag, url)
  }
}

export function judgeTag({ commit, message }: StandingTag, tag: NewTag, url: string): TagMade {
  const own = commit === tag.commit && hasKey(message, tag.key)
  return own ? { outcome: 'created', url } : { outcome: 'taken', commit }
}

/** A tag may lead to another tag; the message is that of the first one. */
async function readTag(ask: Ask, sha: string): Promise<StandingTag> {
  const { data } = await ask('GET /repos/{owner}/{repo}/git/tags/{sha}', { sha }, annotatedSchema)
  const { object, message } = data
  const { commit } = object.type === 'tag' ? await readTag(ask, object.sha) : { commit: object.sha }
  return { commit, message }
}
