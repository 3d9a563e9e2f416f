import { afterEach, describe, expect, it, vi } from 'vitest'
import { countOf, MINUTE, SECOND, said, soon } from './beside.ts'
import { closeSyncHouse, openSyncHouse, type SyncHouse } from './sync-house.ts'
import { asMinutesPass, inStep, lastEvent, pageOf, pagesByBot, sync } from './sync-words.ts'

let house: SyncHouse
afterEach(() => closeSyncHouse(house))

/** A row that is in step already: Vigie has its session in Docmost. */
async function withOnePage(): Promise<number> {
  const row = house.nadia.create('projet', { nom: 'Before' })
  await pageOf(house, 'projet', row)
  await inStep(house)
  return row
}

/** Each row of both tables has its page, each page one row. */
async function expectOnePageEach(projects: readonly number[], formations: readonly number[]): Promise<void> {
  const pages = await Promise.all([
    ...projects.map((row) => pageOf(house, 'projet', row)),
    ...formations.map((row) => pageOf(house, 'formation', row)),
  ])
  await inStep(house)
  expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length)
  const top = pagesByBot(house).filter(({ parent }) => parent === null)
  expect(top.map(({ id }) => id).sort()).toEqual(pages.map(({ id }) => id).sort())
}

describe('Docmost is down for five minutes', () => {
  it('all that was told meanwhile is done afterwards, one page a row, and people read of it once', async () => {
    house = await openSyncHouse()
    const linked = await withOnePage()
    const { id } = await pageOf(house, 'projet', linked)
    house.docmost.away()
    const away = house.clock.now()
    const projects = ['One', 'Two', 'Three'].map((nom) => house.nadia.create('projet', { nom }))
    const blocs = house.nadia.paste('bloc', [{ nom: 'First day' }, { nom: 'Second day' }])
    const formation = house.nadia.create('formation', { nom: 'Writing', blocs })
    house.nadia.update('projet', linked, { nom: 'Renamed meanwhile' })
    await asMinutesPass(
      house,
      async () => expect(await sync(house, 'status')).toContain('5 parked - until the other system answers'),
      4 * SECOND,
    )
    await said(house, 'Docmost does not answer - since 14:0')
    expect(await sync(house, 'status')).toContain('Docmost does not answer since 14:0')

    while (house.clock.now() < away + 5 * MINUTE) {
      const row = house.nadia.create('projet', { nom: `Late ${projects.length}` })
      projects.push(row)
      await soon(async () =>
        expect(await sync(house, `trace ${lastEvent(house, 'projet')}`)).toContain('parked'),
      )
      house.clock.jump(MINUTE)
    }
    expect(pagesByBot(house)).toHaveLength(1)

    house.docmost.back()
    await asMinutesPass(house, async () =>
      expect(await countOf(house, 'Docmost answers again - away for ')).toBeGreaterThan(0),
    )
    await expectOnePageEach([linked, ...projects], [formation])
    expect(house.docmost.page(id).title).toBe('Projet Renamed meanwhile')
    expect(pagesByBot(house).filter(({ parent }) => parent !== null)).toHaveLength(2)
    await expectOneOutage()
    expect(await sync(house, 'status')).not.toContain('parked')
  })
})

describe.each([
  ['in memory', false],
  ['on Redis', true],
] as const)('Docmost is down for some real seconds, %s', (_where, redis) => {
  it('long enough for every retry to fail: all is done when it is back', async () => {
    house = await openSyncHouse({ redis })
    const first = await withOnePage()
    house.docmost.away()
    const projects = house.nadia.paste('projet', [{ nom: 'One' }, { nom: 'Two' }, { nom: 'Three' }])
    // After one, two and four seconds, all of them in vain.
    await vi.waitFor(async () => expect(await countOf(house, 'Docmost does not answer')).toBeGreaterThan(0), {
      timeout: 12_000,
      interval: 100,
    })
    const more = house.nadia.create('projet', { nom: 'Four' })
    await soon(async () =>
      expect(await sync(house, `trace ${lastEvent(house, 'projet')}`)).toContain('parked'),
    )
    house.docmost.back()
    await vi.waitFor(async () => expect(await sync(house, 'status')).toContain('In step - nothing waits'), {
      timeout: 15_000,
      interval: 100,
    })
    await expectOnePageEach([first, ...projects, more], [])
    await expectOneOutage()
  })
})

describe('Docmost is down for less than its retries take', () => {
  it('nobody has to read anything', async () => {
    house = await openSyncHouse()
    const first = await withOnePage()
    house.docmost.away()
    const row = house.nadia.create('projet', { nom: 'One' })
    await soon(async () => {
      const trace = await sync(house, `trace ${lastEvent(house, 'projet')}`)
      expect(trace.match(/is tried again/g)).toHaveLength(2)
    })
    house.docmost.back()
    await expectOnePageEach([first, row], [])
    expect(await house.ops()).toEqual([])
  })
})

/** One card, which ended by itself: a second outage would have been a second card. */
async function expectOneOutage(): Promise<void> {
  const cards = (await house.slack.messages('ops')).filter(
    ({ ts, thread_ts }) => thread_ts === undefined || thread_ts === ts,
  )
  const outages = cards.filter(({ text }) => text?.includes('Docmost'))
  expect(outages.map(({ text }) => text?.split('\n')[0])).toEqual([
    expect.stringMatching(/^Docmost answers again - away for /),
  ])
}
