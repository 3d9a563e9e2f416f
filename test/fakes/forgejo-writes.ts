import type { z } from 'zod'
import {
  changedFile,
  type newBranch,
  newFile,
  type newPull,
  type newRelease,
  type newTag,
  removedFile,
} from './forgejo-routes.ts'
import { type Asked, type ForgejoWorld, NOT_FOUND, pullRow, releaseRow, said } from './forgejo-rows.ts'
import { hash, type Signature } from './forgejo-store.ts'
import type { Answer } from './github-upstream.ts'

type Written = z.infer<typeof newFile> | z.infer<typeof changedFile> | z.infer<typeof removedFile>

const BOT = { name: 'vigie-bot', email: 'vigie-bot@noreply.forgejo.example' }

export function write(world: ForgejoWorld, { name, part: path, body }: Asked): Answer {
  const { store } = world
  const schema = { POST: newFile, PUT: changedFile, DELETE: removedFile }[name.split(' ')[0] ?? '']
  const wanted: Written = (schema ?? newFile).parse(body)
  world.meanwhile?.()
  world.meanwhile = undefined
  const head = store.commits.get(store.branches.get(wanted.branch) ?? '')
  if (head === undefined) return said(404, `branch does not exist [name: ${wanted.branch}]`)
  if (world.guarded.has(wanted.branch))
    return said(403, 'user should have a permission to write to this branch')
  const stands = head.files.get(path)
  if ('sha' in wanted) {
    if (stands === undefined) return said(404, 'object does not exist')
    if (hash(stands) !== wanted.sha) return said(422, `sha does not match [given: ${wanted.sha}]`)
  } else if (stands !== undefined) return said(422, `repository file already exists [path: ${path}]`)
  const text = 'content' in wanted ? Buffer.from(wanted.content, 'base64').toString('utf8') : undefined
  const { message } = wanted
  const author = signed(wanted.author, wanted.dates?.author)
  const committer = signed(wanted.committer, wanted.dates?.committer)
  const sha = store.commitOn(wanted.branch, { message, files: { [path]: text }, author, committer })
  const commit = { sha, message, parents: [{ sha: head.sha }] }
  const written = text === undefined ? null : { sha: hash(text), path }
  return { status: name.startsWith('POST') ? 201 : 200, body: { content: written, commit } }
}

function signed(who: { name: string; email: string } = BOT, date = '2026-11-23T12:34:56Z'): Signature {
  return { ...who, date }
}

export function branch({ store }: ForgejoWorld, wanted: z.infer<typeof newBranch>): Answer {
  const { new_branch_name: name, old_ref_name: from } = wanted
  const sha = store.resolve(from)
  if (sha === undefined) return said(500, 'object does not exist')
  if (store.branches.has(name)) return said(409, 'The branch already exists.')
  store.branches.set(name, sha)
  return { status: 201, body: { name, commit: { id: sha } } }
}

export function tagged({ store }: ForgejoWorld, wanted: z.infer<typeof newTag>): Answer {
  const { tag_name: name, target, message } = wanted
  const commit = store.resolve(target)
  if (commit === undefined) return said(404, 'target not found')
  if (store.tags.has(name)) return said(409, `tag already exists [name: ${name}]`)
  const tag = store.tag(name, commit, message === '' ? undefined : message)
  return { status: 201, body: { name, message, id: tag.object ?? commit, commit: { sha: commit } } }
}

export function release(world: ForgejoWorld, wanted: z.infer<typeof newRelease>): Answer {
  const { tag_name: tag, name, body } = wanted
  if (world.releases.some((one) => one.tag === tag)) return said(409, 'Release is has no Tag')
  if (!world.store.tags.has(tag)) world.store.tag(tag, world.store.branches.get('main') ?? '')
  const made = { tag, name, body }
  world.releases.push(made)
  return { status: 201, body: releaseRow(world, made) }
}

export function openPull(world: ForgejoWorld, { title, head, base }: z.infer<typeof newPull>): Answer {
  const { store, pulls } = world
  if (!store.branches.has(head) || !store.branches.has(base)) return NOT_FOUND
  const open = pulls.find((one) => one.merged === undefined && one.head === head && one.base === base)
  if (open !== undefined)
    return said(409, `pull request already exists for these targets [id: ${open.number}]`)
  const pull = { number: pulls.length + 1, title, head, base }
  pulls.push(pull)
  return { status: 201, body: pullRow(world, pull) }
}
