import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Repository } from '../../src/runs/release/ports.ts'
import type { GitHubFake } from '../fakes/github.ts'
import type { RouteName } from '../fakes/github-routes.ts'
import { change, codeOf, type GitHubRig, newTag, startRig } from './github-rig.ts'

let rig: GitHubRig
let hub: GitHubFake
let head: string

beforeAll(async () => {
  rig = await startRig()
  hub = rig.hub
  head = await hub.git.headOf('main')
  await hub.git.pushTag('v1.0.0', head, 'by hand')
})

afterAll(() => hub.close())

type Act = (repository: Repository) => Promise<unknown>

const commit: Act = (repository) => repository.commitFile(change(head))
const tag: Act = (repository) => repository.createTag(newTag(head))
const publish: Act = (repository) => repository.publishRelease({ tag: 'v1.0.0', title: 'v1.0.0', body: '' })
const propose: Act = (repository) => {
  const wanted = change(head)
  return repository.proposeFile({ ...wanted, from: `vigie/${wanted.message.split(' ').at(-1)}`, body: '' })
}

/** Every route that a release asks for. */
const ROUTES: readonly [RouteName, Act][] = [
  ['GET /tags', (repository) => repository.tags()],
  ['GET /git/ref/{ref}', (repository) => repository.head('main')],
  ['GET /compare/{basehead}', (repository) => repository.compare('v1.0.0', 'main')],
  ['GET /commits', (repository) => repository.commitsTo('main')],
  ['GET /contents/{path}', (repository) => repository.textAt('README.md', 'main')],
  ['GET /git/commits/{sha}', commit],
  ['GET /git/trees/{sha}', commit],
  ['POST /git/trees', commit],
  ['POST /git/commits', commit],
  ['PATCH /git/refs/{ref}', commit],
  ['POST /git/tags', tag],
  ['POST /git/refs', tag],
  ['GET /git/tags/{sha}', (repository) => repository.createTag(newTag(head, { name: 'v1.0.0' }))],
  ['GET /releases/tags/{tag}', publish],
  ['POST /releases', publish],
  ['GET /pulls', propose],
  ['PUT /contents/{path}', propose],
  ['POST /pulls', propose],
  ['GET /pulls/{number}', (repository) => repository.pull(1)],
]

const TOLD = [
  [401, { code: 'refused', retry: false }],
  [403, { code: 'refused', retry: false }],
  [429, { code: 'rate_limited', retry: true, retryAfterMs: 60_000 }],
  [500, { code: 'unavailable', retry: true }],
  [503, { code: 'unavailable', retry: true }],
] as const

test.each(ROUTES)('%s: what GitHub refuses or cannot do now is told', async (route, act) => {
  for (const [status, told] of TOLD) {
    hub.fail(route, { status })
    expect(await codeOf(act(rig.repository()), hub.token)).toEqual({ system: 'github', ...told })
  }
  expect(hub.refused).toEqual([])
})

/** A 404, 409 or 422 that means something is told in the words of the port; these mean nothing in particular. */
const MEANT: Partial<Record<RouteName, readonly number[]>> = {
  'GET /git/ref/{ref}': [404],
  'GET /compare/{basehead}': [404],
  'GET /contents/{path}': [404],
  'GET /git/commits/{sha}': [404],
  'GET /releases/tags/{tag}': [404],
  'PUT /contents/{path}': [409, 422],
}
const OTHERS = [
  [404, { code: 'not_found', retry: false }],
  [409, { code: 'conflict', retry: true }],
  [422, { code: 'unprocessable', retry: false }],
] as const

test.each(ROUTES)('%s: 404, 409 and 422 are told where they mean nothing else', async (route, act) => {
  for (const [status, told] of OTHERS) {
    if (MEANT[route]?.includes(status)) continue
    hub.fail(route, { status })
    if (route === 'POST /pulls') {
      // Somebody else opened it, so they say; nobody did.
      expect(await codeOf(act(rig.repository()), hub.token)).toMatchObject({ retry: false })
      continue
    }
    expect(await codeOf(act(rig.repository()), hub.token)).toEqual({ system: 'github', ...told })
  }
})

test('where people read it, by the address of the API', () => {
  const urlOf = (apiUrl: string | undefined) => rig.repository({ apiUrl, repository: 'o/r' }).urlOf
  expect(urlOf(undefined)({ commit: 'abc' })).toBe('https://github.com/o/r/commit/abc')
  expect(urlOf('https://api.github.com')({ tag: 'v1.0.0' })).toBe(
    'https://github.com/o/r/releases/tag/v1.0.0',
  )
  expect(urlOf('https://api.acme.ghe.com')({ commit: 'abc' })).toBe('https://acme.ghe.com/o/r/commit/abc')
  const enterprise = urlOf('https://git.example/api/v3/')
  expect(enterprise({ from: 'v1', to: 'a/b#1' })).toBe('https://git.example/o/r/compare/v1...a/b%231')
  const forgejo = urlOf('https://host.example/git/api/v1')
  expect(forgejo({ tag: 'v1.0.0' })).toBe('https://host.example/git/o/r/src/tag/v1.0.0')
})
