import { describe, expect, it } from 'vitest'
import { createProductionRig, watched } from '../release/production-rig.ts'

const incidentsOf = (rig: ReturnType<typeof createProductionRig>) => rig.list('incident')

describe('the incident of a rollback', () => {
  it('is opened with what everybody has to know, and linked both ways', async () => {
    const rig = createProductionRig()
    const release = await watched(rig)
    const { id } = await rig.rollBack({ release })
    await rig.settle()
    const [incident] = await incidentsOf(rig)
    expect(incident).toMatchObject({
      step: 'triage',
      requester: 'corentin',
      facts: {
        severity: 'sev2',
        title: 'Rollback of v1.4.0 to v1.3.2 - Pages are empty',
        symptom: 'Pages are empty',
        rollback: id,
        release,
      },
    })
    expect(await rig.reports(incident?.id ?? '')).toEqual([
      { what: 'linked', fields: { rollback: id, release, version: 'v1.4.0', target: 'v1.3.2' } },
    ])
    expect((await rig.get(id)).facts['incident']).toBe(incident?.id)
    expect((await rig.get(release)).facts).toMatchObject({ incident: incident?.id, rollback: id })
  })

  it.each([
    ['healthcheck', 'sev1'],
    ['credentials', 'sev1'],
    ['bug', 'sev2'],
    ['migration', 'sev2'],
  ] as const)('of a %s is a %s', async (scenario, severity) => {
    const rig = createProductionRig()
    await rig.rollBack({ scenario })
    await rig.settle()
    expect((await incidentsOf(rig))[0]?.facts['severity']).toBe(severity)
  })

  it('is a SEV1 while the health of the release fails', async () => {
    const rig = createProductionRig()
    const release = await watched(rig)
    await rig.say(release, 'unwell', { because: 'Docmost: 502' }, 'vigie')
    await rig.rollBack({ release })
    await rig.settle()
    expect((await incidentsOf(rig))[0]?.facts['severity']).toBe('sev1')
  })

  it.each([
    ['vigie', {}, 'sev1'],
    ['uptimerobot', {}, 'sev1'],
    ['uptimerobot', { recovered: true }, 'sev2'],
    ['alertmanager', {}, 'sev2'],
  ])('beside an alert of %s %o is a %s', async (source, more, severity) => {
    const rig = createProductionRig()
    await rig.declare({ facts: { alerted: true, source, ...more } })
    await rig.rollBack()
    await rig.settle()
    const opened = (await incidentsOf(rig)).find(({ facts }) => facts['rollback'] !== undefined)
    expect(opened?.facts['severity']).toBe(severity)
  })

  it('is the one that it was asked from while that is open', async () => {
    const rig = createProductionRig()
    const incident = (await rig.declare()).id
    const { id } = await rig.rollBack({ incident })
    await rig.settle()
    expect(await incidentsOf(rig)).toHaveLength(1)
    expect((await rig.get(incident)).facts['rollback']).toBe(id)
  })

  it('is another one when that is resolved', async () => {
    const rig = createProductionRig()
    const incident = (await rig.declare()).id
    await rig.choose(incident, 'resolve', {}, 'yan')
    const { id } = await rig.rollBack({ incident })
    await rig.settle()
    expect(await incidentsOf(rig)).toHaveLength(2)
    expect((await rig.get(id)).facts['incident']).not.toBe(incident)
    expect((await rig.get(incident)).facts['rollback']).toBeUndefined()
  })

  it('is the one that suspects the release already', async () => {
    const rig = createProductionRig()
    const release = await watched(rig)
    const { id: incident } = await rig.declare()
    await rig.settle()
    await rig.rollBack({ release })
    await rig.settle()
    expect((await incidentsOf(rig)).map(({ id }) => id)).toEqual([incident])
    expect((await rig.get(release)).facts['incident']).toBe(incident)
  })

  it('is never a drill', async () => {
    const rig = createProductionRig()
    const release = await watched(rig)
    const drill = await rig.declare({ drill: true, facts: { suspectRelease: release } })
    await rig.rollBack({ release })
    await rig.settle()
    expect((await rig.get(drill.id)).facts['rollback']).toBeUndefined()
  })

  it('is one, also when Vigie died before it reported', async () => {
    const rig = createProductionRig()
    const release = await watched(rig)
    const { id } = await rig.rollBack({ release })
    await rig.crash(id, 'rollback.incident')
    await rig.settle()
    const [incident, ...others] = await incidentsOf(rig)
    expect(others).toEqual([])
    expect((await rig.reports(incident?.id ?? '')).map(({ what }) => what)).toEqual(['linked'])
    expect((await rig.reports(release)).map(({ what }) => what)).toEqual(['linked', 'rolled'])
  })

  it('has a title that a long reason does not burst', async () => {
    const rig = createProductionRig()
    await rig.rollBack({ reason: `Pages are\nempty ${'x'.repeat(3_000)}` })
    await rig.settle()
    const title = String((await incidentsOf(rig))[0]?.facts['title'])
    expect(title).toMatch(/^Rollback of v1\.4\.0 to v1\.3\.2 - Pages are empty x+\.\.\.$/)
    expect(title.length).toBeLessThan(160)
  })
})

describe('the end of a rollback', () => {
  it('tells the incident, and resolves nothing', async () => {
    const rig = createProductionRig()
    const release = await watched(rig)
    const { id } = await rig.rollBack({ release })
    await rig.settle()
    await rig.choose(id, 'deployed', {}, 'vigie')
    await rig.settle()
    const run = await rig.get(id)
    expect([run.state, run.facts['outcome'], run.facts['restored']]).toEqual([
      'finished',
      'rolled back',
      true,
    ])
    const incident = await rig.get(String(run.facts['incident']))
    expect([incident.state, incident.step, incident.facts['resolved'] ?? false]).toEqual([
      'open',
      'triage',
      false,
    ])
    expect((await rig.reports(incident.id)).at(-1)).toEqual({
      what: 'rolledBack',
      fields: { rollback: id, target: 'v1.3.2' },
    })
  })

  it('is well without a release', async () => {
    const rig = createProductionRig()
    const { id } = await rig.rollBack()
    await rig.settle()
    await rig.choose(id, 'deployed', {}, 'vigie')
    await rig.settle()
    expect((await rig.get(id)).state).toBe('finished')
  })
})
