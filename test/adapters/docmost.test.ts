import { afterEach, beforeEach, expect, test } from 'vitest'
import { ADMIN, BOT, type DocmostRig, startRig } from './docmost-rig.ts'

let rig: DocmostRig

beforeEach(async () => {
  rig = await startRig()
})

afterEach(async () => {
  expect(rig.wiki.refused).toEqual([])
  expect(rig.wiki.dropped).toEqual([])
  await rig.close()
})

test('who the bot is, and the spaces it may enter', async () => {
  const docmost = rig.client()
  expect(await docmost.me()).toEqual({ id: rig.wiki.userId(BOT) })
  expect(await docmost.spaces()).toEqual([{ id: rig.agency, name: 'Agence', slug: 'agence' }])
})

test('every call says that it comes from the bridge', async () => {
  await rig.client().spaces()
  expect(rig.wiki.calls.map(({ route, origin }) => [route, origin])).toEqual([
    ['auth/login', 'bridge'],
    ['spaces', 'bridge'],
  ])
})

test('a page is created, changed, read and trashed', async () => {
  const docmost = rig.client()
  const made = await docmost.create({
    space: rig.agency,
    title: 'Projet Käse - ACME',
    icon: '📦',
    markdown: '# Projet\n\nDu texte.',
  })
  expect(made).toEqual({
    id: made.id,
    slugId: made.slugId,
    title: 'Projet Käse - ACME',
    icon: '📦',
    space: rig.agency,
    parent: null,
    updatedAt: made.updatedAt,
    createdBy: rig.wiki.userId(BOT),
    updatedBy: rig.wiki.userId(BOT),
    trashed: false,
  })
  expect(rig.wiki.page(made.id).markdown).toBe('# Projet\n\nDu texte.')

  expect(await docmost.update(made.id, { title: 'Projet 2', icon: null })).toMatchObject({
    title: 'Projet 2',
    icon: null,
  })
  await docmost.append(made.id, 'Et encore.')
  expect(rig.wiki.page(made.id).markdown).toBe('# Projet\n\nDu texte.\n\nEt encore.')

  await docmost.trash(made.id)
  await docmost.trash(made.id)
  expect(await docmost.page(made.id)).toMatchObject({ title: 'Projet 2', trashed: true })
  expect(await docmost.trashed(rig.agency)).toMatchObject([{ id: made.id, trashed: true }])
})

test('a page that is gone for good is no page, and is trashed already', async () => {
  const docmost = rig.client()
  const { id } = await docmost.create({ space: rig.agency, title: 'Gone' })
  rig.wiki.asUser(ADMIN).erase(id)
  expect(await docmost.page(id)).toBeUndefined()
  await docmost.trash(id)
})

test('a change of nothing and an append of nothing leave no mark', async () => {
  const docmost = rig.client()
  const id = rig.wiki.asUser(ADMIN).create({ space: 'agence', title: 'Theirs' })
  expect(await docmost.update(id, {})).toMatchObject({ title: 'Theirs' })
  await docmost.append(id, '  \n')
  expect(rig.wiki.page(id)).toMatchObject({ updatedBy: ADMIN })
  expect(rig.wiki.routes).not.toContain('pages/update')
})

test('what somebody is typing survives the bot', async () => {
  const docmost = rig.client()
  const id = rig.wiki.asUser(ADMIN).create({ space: 'agence', title: 'Open', markdown: 'Before.' })
  rig.wiki.asUser(ADMIN).typing(id, 'Half a thought')
  await docmost.append(id, 'From the bot.')
  expect(rig.wiki.page(id)).toMatchObject({
    markdown: 'Before.\n\nHalf a thought\n\nFrom the bot.',
    updatedBy: BOT,
  })
  expect(rig.wiki.lost()).toEqual([])
})

test('labels are put on, read, found and taken off again', async () => {
  const docmost = rig.client()
  const top = await docmost.create({ space: rig.agency, title: 'Top' })
  const { id } = await docmost.create({ space: rig.agency, title: 'Projet', parent: top.id })
  const before = rig.wiki.page(id).updatedAt
  await docmost.label(id, ['baserow-t12-r17', 'Sync Managed'])
  await docmost.label(id, ['baserow-t12-r17'])
  expect(await docmost.labelsOf(id)).toEqual(['baserow-t12-r17', 'sync-managed'])
  expect(rig.wiki.page(id).updatedAt).toBe(before)
  // The list of a label doesn't tell these two.
  const [found] = await docmost.labelled('baserow-t12-r17')
  expect(found).toMatchObject({ id, parent: top.id, updatedBy: rig.wiki.userId(BOT) })

  await docmost.unlabel(id, 'Sync Managed')
  await docmost.unlabel(id, 'sync-managed')
  expect(await docmost.labelsOf(id)).toEqual(['baserow-t12-r17'])
  await docmost.trash(id)
  expect(await docmost.labelled('baserow-t12-r17')).toEqual([])
  expect(await docmost.labelled('never-heard')).toEqual([])
})

test('thirty labels go in two calls', async () => {
  const docmost = rig.client()
  const { id } = await docmost.create({ space: rig.agency, title: 'Many' })
  await docmost.label(
    id,
    Array.from({ length: 30 }, (_, at) => `label-${at}`),
  )
  expect(rig.wiki.page(id).labels).toHaveLength(30)
  expect(rig.wiki.routes.filter((route) => route === 'pages/labels/add')).toHaveLength(2)
})

test('two hundred and fifty children come in the order of the tree', async () => {
  const docmost = rig.client()
  const admin = rig.wiki.asUser(ADMIN)
  const parent = admin.create({ space: 'agence', title: 'Formation' })
  const titles = Array.from({ length: 250 }, (_, at) => `Bloc ${at}`)
  for (const title of titles) admin.create({ space: 'agence', title, parent })
  const children = await docmost.children(rig.agency, parent)
  expect(children.map(({ title }) => title)).toEqual(titles)
  expect(children.every((page) => page.parent === parent)).toBe(true)
  expect(await docmost.children(rig.agency)).toMatchObject([{ id: parent, parent: null }])
})

test('what the bot created, latest change first, whoever else writes in the space', async () => {
  const docmost = rig.client()
  const admin = rig.wiki.asUser(ADMIN)
  admin.create({ space: 'agence', title: 'Theirs' })
  const ours = rig.wiki.asUser(BOT).importPages('agence', ['one', 'two', 'three'])
  const [first = ''] = ours
  rig.clock.jump(1_000)
  admin.update(first, { title: 'one, again' })
  const mine = await docmost.createdByMe(rig.agency)
  expect(mine.map(({ id }) => id).sort()).toEqual([...ours].sort())
  expect(mine[0]).toMatchObject({ id: first, title: 'one, again', updatedBy: rig.wiki.userId(ADMIN) })
})

test('the trash of a space, however full', async () => {
  const docmost = rig.client()
  const admin = rig.wiki.asUser(ADMIN)
  const ids = admin.importPages(
    'agence',
    Array.from({ length: 45 }, (_, at) => `old ${at}`),
  )
  for (const id of ids) admin.trash(id)
  expect((await docmost.trashed(rig.agency)).map(({ id }) => id).sort()).toEqual([...ids].sort())
})

test('shares of people are seen and revoked', async () => {
  const docmost = rig.client()
  const admin = rig.wiki.asUser(ADMIN)
  const id = admin.create({ space: 'agence', title: 'Salaires' })
  admin.share(admin.create({ space: 'direction', title: 'Not for the bot' }))
  const share = admin.share(id)
  const [seen, ...others] = await docmost.shares()
  expect(others).toEqual([])
  expect(seen).toMatchObject({ id: share, page: id, pageTitle: 'Salaires', sharedBy: 'Admin User' })
  await docmost.revokeShare(share)
  await docmost.revokeShare(share)
  expect(await docmost.shares()).toEqual([])
})

test('a NUL is taken out before Docmost falls over it', async () => {
  const docmost = rig.client()
  const { id } = await docmost.create({ space: rig.agency, title: 'a\0b', markdown: 'c\0d' })
  expect(rig.wiki.page(id)).toMatchObject({ title: 'ab', markdown: 'cd' })
  expect(await docmost.update(id, { title: 'e\0f' })).toMatchObject({ title: 'ef' })
})
