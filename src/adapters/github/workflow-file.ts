import { parse } from 'yaml'
import { z } from 'zod'
import type { Ask } from './ask.ts'
import { readBlob } from './contents.ts'
import type { Dialect } from './dialect.ts'

/** The first that has the file is the one that counts. */
const FOLDERS: Readonly<Record<Dialect, readonly string[]>> = {
  github: ['.github/workflows'],
  forgejo: ['.forgejo/workflows', '.gitea/workflows', '.github/workflows'],
}

const patterns = z.union([z.string().transform((one) => [one]), z.array(z.string())])
const pushSchema = z.object({
  branches: z.unknown().optional(),
  'branches-ignore': z.unknown().optional(),
  tags: patterns.optional(),
  'tags-ignore': patterns.optional(),
})
const eventsSchema = z.object({
  on: z.union([
    z.string().transform((event) => ({ [event]: null })),
    z.array(z.string()).transform((all) => Object.fromEntries(all.map((event) => [event, null]))),
    z.record(z.string(), z.unknown()),
  ]),
})

/** Whether pushing a tag starts a workflow by itself, as its file at that tag says. A file that isn't there starts nothing. */
export async function startsOnTag(
  ask: Ask,
  dialect: Dialect,
  workflow: string,
  tag: string,
): Promise<boolean> {
  for (const folder of FOLDERS[dialect]) {
    const file = await readBlob(ask, `${folder}/${workflow}`, tag)
    if (file !== undefined) return isStartedBy(file.text, tag)
  }
  return false
}

function isStartedBy(text: string, tag: string): boolean {
  const on = eventsSchema.safeParse(parsed(text)).data?.on
  if (on === undefined) return false
  if ('create' in on) return true
  if (!('push' in on)) return false
  const push = pushSchema.safeParse(on['push'] ?? {}).data
  if (push === undefined) return false
  if (push.tags !== undefined) return fits(push.tags, tag)
  if (push['tags-ignore'] !== undefined) return !fits(push['tags-ignore'], tag)
  return push.branches === undefined && push['branches-ignore'] === undefined
}

function parsed(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}

/** The last pattern that fits counts; one that begins with `!` takes back. */
function fits(all: readonly string[], tag: string): boolean {
  const last = all.findLast((pattern) => regexOf(pattern.replace(/^!/, ''))?.test(tag))
  return last !== undefined && !last.startsWith('!')
}

/** `*` stays within a slash, `**` doesn't; `?` and `+` are of the character before, as in `[]` of a choice. */
function regexOf(pattern: string): RegExp | undefined {
  const words = pattern
    .replace(/[.^$(){}|\\]/g, '\\$&')
    .replace(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : '[^/]*'))
  try {
    return new RegExp(`^${words}$`)
  } catch {
    return undefined
  }
}
