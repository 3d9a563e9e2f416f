import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerForm, said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { closeSyncHouse, openSyncHouse, type SyncHouse } from './sync-house.ts'
import { asMinutesPass, inStep, sync } from './sync-words.ts'

let house: SyncHouse
let old: string
beforeEach(async () => {
  house = await openSyncHouse({
    before: ({ ludo }) => {
      old = ludo.create({ space: 'agence', title: 'Public for years' })
      ludo.share(old)
    },
  })
  // The first look notes what there is.
  await asMinutesPass(house, async () => expect(await sync(house)).not.toContain('Docmost asked: never'))
  await soon(() => expect(house.docmost.routes).toContain('shares'))
  await inStep(house)
})
afterEach(async () => {
  // Nobody is told of what was public before.
  expect((await house.ops()).join()).not.toContain('Public for years')
  await closeSyncHouse(house)
})

async function shareNow() {
  const page = house.ludo.create({ space: 'agence', title: 'Tarifs 2026' })
  const share = house.ludo.share(page)
  await asMinutesPass(house, async () => expect((await house.ops()).join()).toContain('Public page'))
  return { page, share, card: await said(house, 'Public page - Tarifs 2026') }
}

const isPublic = (share: string) => house.docmost.shares().some(({ id }) => id === share)

describe('a page that somebody makes public', () => {
  it('is told in ops with the page, who did it and when, once', async () => {
    const { page, share, card } = await shareNow()
    expect(card.text).toContain(`${house.docmost.url}/s/agence/p/${house.docmost.page(page).slugId}`)
    expect(card.text).toContain('Shared by: Ludo')
    expect(card.text).toMatch(/Public since: 14:0\d/)
    expect(card.text).toContain('Corentin and Yan - anybody who has its link can read it')
    expect(await sync(house, `trace ${share}`)).toContain('told people')
    const asked = house.docmost.routes.filter((route) => route === 'shares').length
    await asMinutesPass(house, () =>
      expect(house.docmost.routes.filter((route) => route === 'shares').length).toBeGreaterThan(asked + 1),
    )
    expect(await house.ops()).toHaveLength(1)
  })

  it('is taken down by Revoke, in Docmost too', async () => {
    const { share, card } = await shareNow()
    await house.people.click(SLACK.yan, card, 'Revoke')
    await said(house, 'Not public any more - Tarifs 2026')
    expect(isPublic(share)).toBe(false)
    expect(house.docmost.shares()).toMatchObject([{ page: old }])
  })

  it('is kept by whoever says why', async () => {
    const { share, card } = await shareNow()
    await answerForm(
      house,
      SLACK.corentin,
      { shown: card, button: 'Keep' },
      { reason: 'It is our catalogue' },
    )
    const kept = await said(house, 'Kept public - Tarifs 2026')
    expect(kept.text).toContain('Why: It is our catalogue')
    expect(isPublic(share)).toBe(true)
  })

  it('ends by itself when a person takes it back', async () => {
    const { page, card } = await shareNow()
    house.ludo.trash(page)
    await asMinutesPass(house, async () =>
      expect((await house.ops()).join()).toContain('Not public any more - Tarifs 2026'),
    )
    expect(card.text).toContain('anybody who has its link can read it')
    expect(house.docmost.shares()).toMatchObject([{ page: old }])
  })
})
