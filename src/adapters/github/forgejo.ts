import { z } from 'zod'
import type { NewTag } from '../../runs/release/ports.ts'
import type { Ask } from './ask.ts'
import { commitFile } from './forgejo-commit.ts'
import { compare } from './forgejo-compare.ts'
import { judgeTag, nameTag, type TagMade, tagNamed } from './tags.ts'
import { withKey } from './trailer.ts'

/** What Forgejo does in another way than GitHub; what it only calls otherwise is in `forgejo-ask.ts`. */
export const forgejo = { compare, commitFile, createTag }

/** One call makes the tag and its name. */
async function createTag(ask: Ask, tag: NewTag, url: string): Promise<TagMade> {
  const stands = await tagNamed(ask, tag.name)
  if (stands !== undefined) return judgeTag(stands, tag, url)
  const { name, commit, message, key } = tag
  const parameters = { tag_name: name, target: commit, message: withKey(message, key) }
  return nameTag(ask, tag, url, () => ask('POST /repos/{owner}/{repo}/tags', parameters, z.unknown()))
}
