import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCaller } from '../fakes/baserow-caller.ts'
import { MINUTE, SECOND, said, soon } from './beside.ts'
import { closeSyncHouse, openSyncHouse, type SyncHouse } from './sync-house.ts'
import { asMinutesPass, inStep, pageOf, pagesByBot, sync } from './sync-words.ts'

let house: SyncHouse
let lost: number
beforeEach(async () => {
  house = await openSyncHouse()
  lost = 0
})
afterEach(() => closeSyncHouse(house, lost))

const doctor = () => sync(house, 'doctor', { command: '/ops' })

/** The number of the webhook of the projects. */
function hookOfProjects(): number {
  const found = house.baserow.deliveries.find(({ url }) => url.endsWith('/projet-changed'))
  if (found === undefined) throw new Error('Baserow called nobody yet')
  return found.hook
}

/** Somebody types another secret into the webhook. */
async function spoil(hook: number): Promise<void> {
  const { call, signIn } = createCaller(house.baserow)
  const headers = { Authorization: 'Bearer what somebody mistook for it' }
  const { status } = await call('PATCH', `/database/webhooks/${hook}/`, { headers }, await signIn())
  expect(status).toBe(200)
}

describe('a webhook that Baserow switched off', () => {
  it('is seen and switched on again; what was missed is made good, and ops reads of it', async () => {
    const before = house.nadia.create('projet', { nom: 'Before' })
    const { id } = await pageOf(house, 'projet', before)
    await inStep(house)
    const hook = hookOfProjects()
    await spoil(hook)
    const missed = house.nadia.create('projet', { nom: 'Missed' })
    house.nadia.update('projet', before, { nom: 'Renamed meanwhile' })
    // Its clock alone: one, two, four seconds and so on, nine failures in all.
    await soon(async () => {
      await house.baserow.settled()
      house.baserow.clock.jump(130 * SECOND)
      expect(house.baserow.hook(hook).active).toBe(false)
    })
    const after = house.nadia.create('projet', { nom: 'While it was off' })
    await house.baserow.settled()
    lost = house.baserow.dropped.length
    expect(lost).toBeGreaterThan(0)
    expect(house.baserow.deliveries.filter(({ status }) => status === 401)).toHaveLength(9)
    expect(pagesByBot(house)).toHaveLength(1)

    house.clock.jump(5 * MINUTE)
    const card = await said(house, 'Webhooks of Baserow')
    expect(card.text).toContain('The webhook of projet is repaired - it was off')
    expect(card.text).toContain('it bore another secret')
    await said(house, 'Reconciled - projet')
    for (const row of [missed, after]) await pageOf(house, 'projet', row)
    await soon(() => expect(house.docmost.page(id).title).toBe('Projet Renamed meanwhile'))
    await inStep(house)
    expect(pagesByBot(house)).toHaveLength(3)
    expect(house.baserow.hook(hook)).toMatchObject({ active: true, failed: 0 })
    expect(await sync(house)).toMatch(/Webhooks: 8 active - projet was off, switched on again at 14:0\d/)

    const next = house.nadia.create('projet', { nom: 'Told again' })
    await pageOf(house, 'projet', next)
  })
})

describe('/ops doctor', () => {
  it('says how the sync stands, well and not', async () => {
    house.nadia.create('projet', { nom: 'Audit' })
    await inStep(house)
    house.clock.jump(5 * MINUTE)
    await soon(async () => expect(await doctor()).toContain('Webhooks of Baserow: 8 active.'))
    expect(await doctor()).toContain('Docmost is on.')
    expect(await doctor()).toContain('Baserow is on.')

    house.docmost.away()
    house.nadia.create('projet', { nom: 'Waits' })
    await asMinutesPass(
      house,
      async () => expect(await doctor()).toContain('Docmost is on and does not answer.'),
      4 * SECOND,
    )
    expect(await doctor()).toMatch(/Docmost does not answer since 14:0\d/)
    house.docmost.back()
    await asMinutesPass(house, async () => expect(await doctor()).toContain('Docmost is on.'))
    await asMinutesPass(house, async () => expect(await sync(house)).toContain('In step - nothing waits'))
    expect(pagesByBot(house)).toHaveLength(2)
  })
})
