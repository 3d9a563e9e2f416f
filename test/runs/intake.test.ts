import { describe, expect, it } from 'vitest'
import type { Alert } from '../../src/runs/alerts.ts'
import { createIntake, severityFor } from '../../src/runs/intake.ts'
import type { Settings } from '../../src/runs/settings.ts'
import { createRig } from './rig.ts'

const MINUTE = 60_000
const yan = { id: 'yan', groups: ['responders'] }

function alert(name: string, more: Partial<Alert> = {}): Alert {
  return {
    source: 'generic',
    fingerprint: `generic:${name}`,
    state: 'firing',
    title: `${name} is down`,
    service: name,
    ...more,
  }
}

function open(more: Partial<Settings> = {}) {
  const rig = createRig(more)
  const intake = createIntake({ ...rig, ...rig.storage, book: rig.storage.alerts })
  const all = () => rig.storage.store.list({ playbook: 'incident', limit: 100 })
  const whats = async (id = 'INC-1') =>
    (await rig.storage.store.get(id))?.history.map((entry) => entry.what) ?? []
  const decide = (id: string, decision: string) =>
    rig.runs.submit(id, {
      type: 'decide',
      key: `${id} ${decision}`,
      at: rig.clock.now(),
      by: yan,
      door: 'test',
      step: id === 'INC-0' ? 'triage' : 'detect',
      decision,
      fields: {},
    })
  return { ...rig, intake, all, whats, decide }
}

describe('an alert', () => {
  it('opens a card that asks for a severity, and promises nothing yet', async () => {
    const { intake, storage } = open()
    await intake.take([alert('docmost', { summary: '502', severity: 'critical', since: 1_000 })])
    const run = await storage.store.get('INC-1')
    expect(run?.step).toBe('detect')
    expect(run?.facts).toEqual({
      alerted: true,
      fingerprint: 'generic:docmost',
      source: 'generic',
      title: 'docmost is down',
      symptom: '502',
      service: 'docmost',
      alertSeverity: 'critical',
      since: '1000',
      checks: true,
    })
    expect(run?.timers.map((timer) => timer.rule)).toEqual(['undecided'])
    expect(run?.pinned).toBeUndefined()
  })

  it('is an incident at once where the configuration says so, with its targets running', async () => {
    const declare = [{ service: 'Docmost', severity: 'critical', as: 'sev1' }] as const
    const { intake, storage } = open({ alerts: { groupWithin: 10 * MINUTE, declare } })
    await intake.take([alert('docmost', { severity: 'CRITICAL' })])
    const run = await storage.store.get('INC-1')
    expect([run?.step, run?.facts['severity'], run?.pinned]).toEqual(['triage', 'sev1', true])
    expect(run?.timers.map((timer) => timer.rule)).toEqual(['remind', 'callBackup', 'callOwners', 'breach'])
  })

  it('of a group that comes at once, the one that declares the worst names the incident', async () => {
    const declare = [
      { service: 'docmost', as: 'sev1' },
      { service: 'bridge', as: 'sev2' },
    ] as const
    const { intake, storage, all, whats } = open({ alerts: { groupWithin: 10 * MINUTE, declare } })
    await intake.take([alert('disk'), alert('bridge'), alert('docmost')])
    expect(await all()).toHaveLength(1)
    const run = await storage.store.get('INC-1')
    expect([run?.facts['title'], run?.facts['severity']]).toEqual(['docmost is down', 'sev1'])
    expect(await whats()).toEqual(['incident', 'alert', 'alert'])
  })

  it('joins the open incident when it comes again, however late, and says nothing twice', async () => {
    const { intake, all, whats, clock, decide } = open()
    await intake.take([alert('docmost')])
    await decide('INC-1', 'sev2')
    for (let n = 0; n < 5; n += 1) {
      clock.jump(30 * MINUTE)
      await intake.take([alert('docmost')])
    }
    expect(await all()).toHaveLength(1)
    expect(await whats()).toEqual(['incident', 'sev2'])
  })

  it('that declares worse than what began a moment ago is an incident of its own; what is no worse joins', async () => {
    const declare = [
      { service: 'docmost', as: 'sev1' },
      { service: 'disk', as: 'sev2' },
    ] as const
    const { intake, storage, all, whats } = open({ alerts: { groupWithin: 10 * MINUTE, declare } })
    await intake.take([alert('disk')])
    await intake.take([alert('docmost')])
    expect(await all()).toHaveLength(2)
    const worse = await storage.store.get('INC-2')
    expect([worse?.facts['title'], worse?.facts['severity']]).toEqual(['docmost is down', 'sev1'])
    await intake.take([alert('docmost'), alert('bridge')])
    await intake.take([alert('disk', { fingerprint: 'generic:another disk' })])
    expect(await all()).toHaveLength(2)
    expect(await whats('INC-1')).toEqual(['incident'])
    expect(await whats('INC-2')).toEqual(['incident', 'alert', 'alert'])
  })

  it('of another kind joins what began a moment ago, and opens a card of its own later', async () => {
    const { intake, all, whats, clock } = open()
    await intake.take([alert('docmost')])
    clock.jump(9 * MINUTE)
    await intake.take([alert('baserow')])
    expect(await whats()).toEqual(['incident', 'alert'])
    clock.jump(11 * MINUTE)
    await intake.take([alert('disk')])
    expect((await all()).map((run) => run.facts['title'])).toEqual(['disk is down', 'docmost is down'])
  })

  it('that a rule declares takes the card along that only asked so far', async () => {
    const declare = [{ title: 'database', as: 'sev1' }] as const
    const { intake, storage, whats } = open({ alerts: { groupWithin: 10 * MINUTE, declare } })
    await intake.take([alert('docmost')])
    await intake.take([alert('postgres', { title: 'The Database is gone' })])
    expect((await storage.store.get('INC-1'))?.facts['severity']).toBe('sev1')
    expect(await whats()).toEqual(['incident', 'sev1', 'alert'])
  })

  it('joins an incident that somebody declared a moment ago, and no drill', async () => {
    const { intake, incidents, all, clock } = open()
    const opening = {
      at: clock.now(),
      by: yan,
      door: 'test',
      severity: 'sev1',
      facts: { title: 'Down' },
    } as const
    await incidents.open({ ...opening, key: 'drill', drill: true })
    await intake.take([alert('docmost')])
    expect((await all()).map((run) => run.id)).toEqual(['INC-2', 'INC-1'])
    await incidents.open({ ...opening, key: 'real' })
    await intake.take([alert('baserow')])
    expect(await all()).toHaveLength(3)
  })

  it('that was ignored opens a new card when another comes, also within the same moment', async () => {
    const { intake, all, decide } = open()
    await intake.take([alert('docmost')])
    await decide('INC-1', 'ignore')
    await intake.take([alert('baserow')])
    await intake.take([alert('baserow')])
    const runs = await all()
    expect(runs.map((run) => run.state).sort()).toEqual(['finished', 'open'])
  })

  it('that was ignored is silent while it fires on, and news again once it was over', async () => {
    const { intake, all, decide } = open()
    await intake.take([alert('docmost')])
    await decide('INC-1', 'ignore')
    for (let n = 0; n < 5; n += 1) await intake.take([alert('docmost')])
    expect(await all()).toHaveLength(1)
    await intake.take([alert('docmost', { state: 'resolved' })])
    await intake.take([alert('docmost')])
    expect((await all()).map((run) => run.state).sort()).toEqual(['finished', 'open'])
  })

  it('that is back after it was ignored is not lost when Vigie fails on it first', async () => {
    const { intake, all, decide, incidents, storage, ...rig } = open()
    await intake.take([alert('docmost')])
    await decide('INC-1', 'ignore')
    await intake.take([alert('docmost', { state: 'resolved' })])
    const away = { open: () => Promise.reject(new Error('away')) }
    const failing = createIntake({ ...rig, ...storage, incidents: away, book: storage.alerts })
    await expect(failing.take([alert('docmost')])).rejects.toThrow('away')
    await intake.take([alert('docmost')])
    expect((await all()).map((run) => run.state).sort()).toEqual(['finished', 'open'])
  })

  it('that fires anew after its incident was resolved opens another, and so does a different one', async () => {
    const declare = [{ severity: 'critical', as: 'sev1' }] as const
    const { intake, all, runs, clock } = open({ alerts: { groupWithin: 10 * MINUTE, declare } })
    const critical = (name: string) => alert(name, { severity: 'critical' })
    await intake.take([critical('docmost')])
    await intake.take([{ ...critical('docmost'), state: 'resolved' }])
    const said = { at: clock.now(), by: yan, door: 'test', fields: {} }
    await runs.submit('INC-1', { ...said, type: 'decide', key: 'r', step: 'triage', decision: 'resolve' })
    clock.jump(2 * MINUTE)
    await intake.take([critical('docmost')])
    await intake.take([critical('postgres')])
    const [fresh, old] = await all()
    expect([old?.facts['resolved'], fresh?.facts['resolved']]).toEqual([true, undefined])
    expect(fresh?.step).toBe('triage')
    expect(await all()).toHaveLength(2)
  })

  it('that is over proposes to resolve once all of them are, and firing again takes that back', async () => {
    const { intake, storage, whats } = open()
    const fact = async () => (await storage.store.get('INC-1'))?.facts['recovered']
    await intake.take([alert('docmost'), alert('baserow')])
    await intake.take([alert('docmost', { state: 'resolved' })])
    expect(await fact()).toBe(false)
    await intake.take([alert('baserow', { state: 'resolved' }), alert('baserow', { state: 'resolved' })])
    expect(await fact()).toBe(true)
    await intake.take([alert('docmost')])
    expect(await fact()).toBe(false)
    expect(await whats()).toEqual(['incident', 'alert', 'recovered', 'alert'])
  })

  it('that nobody knows is over without a trace', async () => {
    const { intake, all } = open()
    await intake.take([alert('docmost', { state: 'resolved' })])
    expect(await all()).toEqual([])
  })

  it('comes and goes all night: it is counted, the timeline stops filling', async () => {
    const { intake, whats, storage, clock } = open()
    for (let n = 0; n < 100; n += 1) {
      clock.jump(MINUTE)
      await intake.take([alert('docmost')])
      await intake.take([alert('docmost', { state: 'resolved' })])
    }
    expect((await whats()).length).toBeLessThan(50)
    expect((await storage.alerts.take('INC-1', alert('docmost'))).messages).toBe(201)
  })
})

describe('a storm', () => {
  it.each([
    ['of one alert', (_n: number) => 'docmost'],
    ['of a thousand different ones', (n: number) => `host-${n}`],
  ])('%s makes one card', async (_what, nameOf) => {
    const { intake, all, whats, stored } = open()
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => intake.take([alert(nameOf(n))])))
    expect(await all()).toHaveLength(1)
    expect((await whats()).length).toBeLessThan(20)
    const posts = stored.filter((job) => job.kind === 'deliver' && job.effect.kind === 'post')
    expect(posts.length).toBeLessThan(20)
  })
})

describe('the rules', () => {
  it('fit whatever the case, each matcher, the first one first', () => {
    const rules = [
      { service: 'docmost', severity: 'critical', as: 'sev1' },
      { title: 'slow', as: 'sev3' },
      { service: 'docmost', as: 'sev2' },
    ] as const
    expect(severityFor(rules, alert('DOCMOST', { severity: 'Critical' }))).toBe('sev1')
    expect(severityFor(rules, alert('docmost'))).toBe('sev2')
    expect(severityFor(rules, alert('docmost', { title: 'Docmost is SLOW' }))).toBe('sev3')
    expect(severityFor(rules, alert('baserow'))).toBeUndefined()
  })
})
