import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLookAtShares } from '../../../src/sync/wiki/shares.ts'
import { startWikiRig, type WikiRig } from './wiki-rig.ts'

let rig: WikiRig

beforeEach(async () => {
  rig = await startWikiRig()
})

afterEach(async () => {
  expect([...rig.wiki.refused, ...rig.fake.refused]).toEqual([])
  await rig.close()
})

const page = (title = 'Salaires') => rig.admin.create({ space: 'agence', title })

function told(what: string): readonly unknown[] {
  return rig.told.filter((one) => one.what === what).map(({ data }) => data)
}

test('what is public at the first look is noted, and nobody is told', async () => {
  const share = rig.admin.share(page())
  await rig.lookAtShares()
  await rig.lookAtShares()
  expect(rig.told).toEqual([
    {
      what: 'audit',
      data: {
        did: 'first_look_at_shares',
        entity: 'shares',
        event: 'shares',
        reason: '1 pages were public before anybody looked',
      },
    },
  ])
  expect(rig.logged).toContainEqual({ shares: [share] })
})

test('created, deleted and created again: each is told once', async () => {
  await rig.lookAtShares()
  const shared = page()
  const before = rig.clock.now()
  const share = rig.admin.share(shared)
  await rig.lookAtShares()
  await rig.lookAtShares()
  expect(told('shared')).toEqual([
    {
      share,
      page: shared,
      title: 'Salaires',
      address: `https://wiki.test/s/agence/p/${rig.wiki.page(shared).slugId}`,
      by: 'Admin User',
      at: expect.toSatisfy((at: number) => at >= before && at <= rig.clock.now()),
    },
  ])
  await rig.deps.docmost.revokeShare(share)
  await rig.lookAtShares()
  await rig.lookAtShares()
  expect(told('unshared')).toEqual([share])
  const again = rig.admin.share(shared)
  await rig.lookAtShares()
  expect(told('shared')).toMatchObject([{ share }, { share: again }])
  expect(told('audit').slice(1)).toEqual([
    { did: 'share_created', entity: `page:${shared}`, event: share, reason: 'Admin User' },
    { did: 'share_deleted', entity: `page:${shared}`, event: share },
    { did: 'share_created', entity: `page:${shared}`, event: again, reason: 'Admin User' },
  ])
})

test('a share can be traced by its id', async () => {
  await rig.lookAtShares()
  const shared = page()
  const share = rig.admin.share(shared)
  await rig.lookAtShares()
  expect(await rig.book.trace.of(share)).toMatchObject([
    { action: 'notify', success: true, entity: `page:${shared}` },
    { action: 'finish', reason: 'share.created', ended: true },
  ])
})

test('one request when nothing is new', async () => {
  await rig.lookAtShares()
  const before = rig.wiki.routes.length
  await rig.lookAtShares()
  expect(rig.wiki.routes.slice(before)).toEqual(['shares'])
})

test('the trash takes a share along', async () => {
  await rig.lookAtShares()
  const shared = page()
  const share = rig.admin.share(shared)
  await rig.lookAtShares()
  rig.admin.trash(shared)
  await rig.lookAtShares()
  expect(told('unshared')).toEqual([share])
})

test('where nobody wants to be told it is in the audit all the same', async () => {
  const quiet = createLookAtShares({ ...rig.deps, rules: { ...rig.deps.rules, shares: { notify: false } } })
  await quiet()
  const share = rig.admin.share(page())
  await quiet()
  expect(told('shared')).toEqual([])
  expect(told('audit')).toContainEqual(expect.objectContaining({ did: 'share_created', event: share }))
})

test('one that can not be told holds up no other, and is told by the next look', async () => {
  await rig.lookAtShares()
  const [one, other] = [rig.admin.share(page('Un')), rig.admin.share(page('Deux'))]
  rig.wiki.fail('pages/info', { status: 500, when: 'before' })
  await expect(rig.lookAtShares()).rejects.toThrow('docmost: server_error')
  expect(told('shared')).toHaveLength(1)
  await rig.lookAtShares()
  await rig.lookAtShares()
  const shares = rig.told.filter(({ what }) => what === 'shared').map(({ data }) => data)
  expect(shares).toHaveLength(2)
  expect(shares).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ share: one }),
      expect.objectContaining({ share: other }),
    ]),
  )
})

test('a crash before the list is stored: nobody is told twice', async () => {
  await rig.lookAtShares()
  rig.admin.share(page())
  const lists = { ...rig.book.lists, replace: () => Promise.reject(new Error('the store is away')) }
  const crashing = createLookAtShares({ ...rig.deps, book: { ...rig.book, lists } })
  await expect(crashing()).rejects.toThrow('away')
  await rig.lookAtShares()
  expect(told('shared')).toHaveLength(1)
})
