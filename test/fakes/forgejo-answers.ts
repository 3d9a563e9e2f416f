import { combinedStatus, dispatch, listRuns, oneRun } from './forgejo-actions-answers.ts'
import { newBranch, newDispatch, newPull, newRelease, newTag } from './forgejo-routes.ts'
import {
  type Asked,
  commitRow,
  type ForgejoWorld,
  NOT_FOUND,
  ok,
  page,
  pullRow,
  releaseRow,
  said,
} from './forgejo-rows.ts'
import { changedIn, type ForgejoStore, hash } from './forgejo-store.ts'
import { branch, openPull, release, tagged, write } from './forgejo-writes.ts'
import type { Answer } from './github-upstream.ts'

/** As Forgejo's routers answer. */
export function answerForgejo(world: ForgejoWorld, asked: Asked): Answer {
  const { store, pulls } = world
  const { name, part, url, body } = asked
  switch (name) {
    case 'GET /':
      return ok({ default_branch: 'main' })
    case 'GET /commits':
      return listCommits(world, url)
    case 'GET /contents/{path}':
      return content(world, part, url.searchParams.get('ref') ?? 'main')
    case 'POST /contents/{path}':
    case 'PUT /contents/{path}':
    case 'DELETE /contents/{path}':
      return write(world, asked)
    case 'GET /git/refs/{ref}':
      return refs(store, part)
    case 'GET /git/commits/{sha}': {
      const commit = store.commits.get(store.resolve(part) ?? '')
      return commit === undefined ? NOT_FOUND : ok(commitRow(world, commit))
    }
    case 'GET /git/tags/{sha}': {
      const tag = [...store.tags.values()].find(({ object }) => object === part)
      if (tag === undefined) return NOT_FOUND
      return ok({ message: `${tag.message}\n`, object: { type: 'commit', sha: tag.commit } })
    }
    case 'POST /branches':
      return branch(world, newBranch.parse(body))
    case 'DELETE /branches/{branch}':
      return store.branches.delete(part) ? { status: 204 } : NOT_FOUND
    case 'GET /tags': {
      const rows = [...store.tags].map(([tag, { commit, object }]) => ({
        name: tag,
        id: object ?? commit,
        commit: { sha: commit },
      }))
      return page(rows.reverse(), url)
    }
    case 'POST /tags':
      return tagged(world, newTag.parse(body))
    case 'GET /releases/tags/{tag}': {
      const published = world.releases.find(({ tag }) => tag === part)
      return published === undefined ? NOT_FOUND : ok(releaseRow(world, published))
    }
    case 'GET /releases':
      return page(world.releases.map((one) => releaseRow(world, one)).reverse(), url)
    case 'POST /releases':
      return release(world, newRelease.parse(body))
    case 'GET /pulls':
      return page(pulls.map((pull) => pullRow(world, pull)).reverse(), url)
    case 'POST /pulls':
      return openPull(world, newPull.parse(body))
    case 'GET /issues':
      // Nobody opens any here.
      return page([], url)
    case 'GET /pulls/{index}':
    case 'GET /issues/{index}': {
      const pull = pulls.find((one) => one.number === Number(part))
      return pull === undefined ? NOT_FOUND : ok(pullRow(world, pull))
    }
    case 'GET /commits/{ref}/status':
      return combinedStatus(world, part, url)
    case 'GET /actions/runs':
      return listRuns(world.actions, url)
    case 'GET /actions/runs/{run_id}':
      return oneRun(world.actions, Number(part))
    case 'POST /actions/workflows/{file}/dispatches':
      return dispatch(world, part, newDispatch.parse(body))
  }
}

function listCommits(world: ForgejoWorld, url: URL): Answer {
  const { store } = world
  const [sha, not, path] = ['sha', 'not', 'path'].map((key) => url.searchParams.get(key))
  const start = store.resolve(sha ?? 'main')
  const end = not ? store.resolve(not) : ''
  if (start === undefined || end === undefined) return said(500, 'object does not exist')
  const left = new Set(store.history(end).map((commit) => commit.sha))
  const found = store.history(start).filter((commit) => !left.has(commit.sha))
  const kept = path ? found.filter((commit) => changedIn(store, commit).includes(path)) : found
  if (path && kept.length === 0) return NOT_FOUND
  const rows = kept.map((commit) => commitRow(world, commit))
  return page(rows, url)
}

function content({ store }: ForgejoWorld, path: string, ref: string): Answer {
  const text = store.commits.get(store.resolve(ref) ?? '')?.files.get(path)
  if (text === undefined) return NOT_FOUND
  return ok({
    type: 'file',
    sha: hash(text),
    encoding: 'base64',
    content: Buffer.from(text).toString('base64'),
  })
}

/** Every one that begins so, as a list, even when it is one. */
function refs({ branches, tags }: ForgejoStore, part: string): Answer {
  const all = [
    ...[...branches].map(([name, sha]) => ({ ref: `refs/heads/${name}`, object: { type: 'commit', sha } })),
    ...[...tags].map(([name, { commit, object }]) => ({
      ref: `refs/tags/${name}`,
      object: { type: object === undefined ? 'commit' : 'tag', sha: object ?? commit },
    })),
  ]
  const found = all.filter(({ ref }) => ref.startsWith(`refs/${part}`))
  return found.length === 0 ? NOT_FOUND : ok(found)
}
