import { describe, expect, it } from 'vitest'
import { notesNow } from '../../../src/engine/standing.ts'
import { createProductionRig, DAY, MINUTE, type ProductionRig, watched } from '../release/production-rig.ts'

const ASKED = { scenario: 'bug', reason: 'Nobody can log in' }

async function offers(rig: ProductionRig, id: string): Promise<boolean> {
  return notesNow(await rig.get(id)).some((note) => note.id === 'rollback')
}

/** Through its watch, announced. */
async function complete(rig: ProductionRig): Promise<string> {
  const id = await watched(rig)
  const timer = (await rig.get(id)).timers.find(({ rule }) => rule === 'watched')
  await rig.runs.submit(id, {
    type: 'due',
    key: 'watched',
    at: rig.clock.now(),
    by: { id: 'vigie', groups: [] },
    door: 'vigie',
    timer: timer?.id ?? 'none',
    restart: false,
  })
  await rig.choose(id, 'ok')
  await rig.choose(id, 'announced', {}, 'vigie')
  return id
}

describe('the suspect of an incident', () => {
  it('is the release that is being watched', async () => {
    const rig = createProductionRig()
    const release = await watched(rig)
    rig.at(5)
    const { id } = await rig.declare()
    expect(await offers(rig, id)).toBe(false)
    await rig.settle()
    expect((await rig.get(id)).facts).toMatchObject({ suspectRelease: release, suspectVersion: 'v1.4.0' })
    expect(await offers(rig, id)).toBe(true)
  })

  it('is one that was complete within the day before, and no older one', async () => {
    const rig = createProductionRig()
    const release = await complete(rig)
    rig.at(DAY / MINUTE)
    const within = await rig.declare()
    rig.at(DAY / MINUTE + 1)
    const after = await rig.declare()
    await rig.settle()
    expect((await rig.get(within.id)).facts['suspectRelease']).toBe(release)
    expect((await rig.get(after.id)).facts['suspectRelease']).toBeUndefined()
  })

  it('is the last that went out, and none that came later', async () => {
    const rig = createProductionRig()
    await complete(rig)
    rig.at(10)
    const second = await watched(rig)
    rig.at(11)
    const { id } = await rig.declare()
    rig.at(12)
    await rig.deploying()
    await rig.settle()
    expect((await rig.get(id)).facts['suspectRelease']).toBe(second)
  })

  it('is none that has nothing to go back to, was denied, or is rolled back', async () => {
    const rig = createProductionRig()
    await watched(rig, { previous: '' })
    await watched(rig, { rollback: 'RBK-9' })
    const { id } = await rig.declare()
    await rig.settle()
    expect(await rig.reports(id)).toEqual([])
  })

  it('is nothing that a drill, or the incident of a rollback itself, could roll back', async () => {
    const rig = createProductionRig()
    await watched(rig)
    const drill = await rig.declare({ drill: true })
    await rig.rollBack()
    await rig.settle()
    for (const { id } of await rig.list('incident')) expect(await offers(rig, id)).toBe(false)
    await expect(rig.say(drill.id, 'rollback', ASKED)).rejects.toThrow('not_now')
  })
})

describe('the rollback that an incident asks for', () => {
  it('ends a release that is still watched, by whoever is on call', async () => {
    const rig = createProductionRig()
    const release = await watched(rig)
    const { id } = await rig.declare()
    await rig.settle()
    await rig.say(id, 'rollback', ASKED, 'yan')
    await rig.settle()
    expect(await rig.get(release)).toMatchObject({
      state: 'finished',
      facts: { outcome: 'rolled back', incident: id, ...ASKED },
    })
    expect((await rig.get(release)).history.find(({ what }) => what === 'rollback')?.by).toBe('yan')
    const [rollback, ...others] = await rig.list('rollback')
    expect(others).toEqual([])
    expect(rollback?.facts).toMatchObject({ ...ASKED, release, incident: id, target: 'v1.3.2' })
    expect((await rig.list('incident')).map((run) => run.id)).toEqual([id])
    expect((await rig.get(id)).facts['rollback']).toBe(rollback?.id)
    expect(await offers(rig, id)).toBe(false)
  })

  it('ends one that is still being deployed', async () => {
    const rig = createProductionRig()
    const release = await rig.deploying()
    const { id } = await rig.declare()
    await rig.settle()
    await rig.say(id, 'rollback', ASKED)
    await rig.settle()
    expect((await rig.get(release.id)).facts['outcome']).toBe('rolled back')
    expect(await rig.list('rollback')).toHaveLength(1)
  })

  it('begins by itself for a release that was complete, which hears of it', async () => {
    const rig = createProductionRig()
    const release = await complete(rig)
    const { id } = await rig.declare()
    await rig.settle()
    await rig.say(id, 'rollback', ASKED)
    await rig.settle()
    const [rollback] = await rig.list('rollback')
    expect(rollback?.facts).toMatchObject({ ...ASKED, release, incident: id })
    expect((await rig.get(release)).facts).toMatchObject({
      outcome: 'complete',
      rollback: rollback?.id,
      incident: id,
    })
    expect((await rig.reports(id)).map(({ what }) => what)).toEqual(['suspect', 'linked'])
  })

  it.each([complete, watched])('is one when two press at once', async (released) => {
    const rig = createProductionRig()
    await released(rig)
    const { id } = await rig.declare()
    await rig.settle()
    await rig.say(id, 'rollback', ASKED, 'yan')
    await rig.say(id, 'rollback', ASKED, 'corentin')
    await rig.settle()
    expect(await rig.list('rollback')).toHaveLength(1)
    expect((await rig.reports(id)).map(({ what }) => what)).toEqual(['suspect', 'linked'])
  })

  it.each([complete, watched])('is one when Vigie died before it reported', async (released) => {
    const rig = createProductionRig()
    await released(rig)
    const { id } = await rig.declare()
    await rig.settle()
    await rig.say(id, 'rollback', ASKED)
    await rig.crash(id, 'incident.rollback')
    await rig.settle()
    expect(await rig.list('rollback')).toHaveLength(1)
    expect((await rig.reports(id)).map(({ what }) => what)).toEqual(['suspect', 'linked'])
  })

  it('joins the rollback that an owner began at the release meanwhile', async () => {
    const rig = createProductionRig()
    const release = await watched(rig)
    const { id } = await rig.declare()
    await rig.settle()
    await rig.choose(release, 'rollback', ASKED)
    await rig.say(id, 'rollback', ASKED)
    await rig.settle()
    expect(await rig.list('rollback')).toHaveLength(1)
    expect((await rig.list('incident')).map((run) => run.id)).toEqual([id])
  })

  it('is for responders alone, and goes when the incident is resolved', async () => {
    const rig = createProductionRig()
    await watched(rig)
    const { id } = await rig.declare()
    await rig.settle()
    const note = (await rig.get(id)).notes.find((one) => one.id === 'rollback')
    expect([note?.by, note?.form, note?.button]).toEqual(['responders', 'release.rollback', 'card'])
    await rig.choose(id, 'resolve', {}, 'yan')
    expect(await offers(rig, id)).toBe(false)
  })
})
