import { describe, expect, it } from 'vitest'
import type { RotationSettings } from '../../../src/engine/rotation.ts'
import type { Run } from '../../../src/engine/run.ts'
import { actionItem } from '../../../src/playbooks/action-item.ts'
import { handover } from '../../../src/playbooks/handover.ts'
import { override } from '../../../src/playbooks/override.ts'
import { createHandoverDuty, recapOf } from '../../../src/runs/duties/handover.ts'
import { createRoster } from '../../../src/runs/roster.ts'
import type { Severity } from '../../../src/runs/settings.ts'
import { createRig } from '../rig.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const yan = { id: 'yan', groups: ['responders'] }

const alone: RotationSettings = {
  timeZone: 'Europe/Paris',
  primary: 'corentin',
  backup: 'yan',
  handover: { weekday: 1, minute: 9 * 60 },
}
const three: RotationSettings = {
  ...alone,
  rotation: { people: ['corentin', 'yan', 'sam'], first: '2026-10-05' },
}
const nameOf = (person: string) => person.toUpperCase()

function open(settings = three) {
  const rig = createRig()
  const { store } = rig.storage
  const roster = createRoster(settings, store)
  let now = 0
  const clock = { now: () => now }
  const punctual = createHandoverDuty({
    store,
    runs: rig.runs,
    roster,
    playbook: handover,
    nameOf,
    clock,
    startedAt: 0,
  })
  /** Performed when it is due. */
  const duty: typeof punctual = {
    ...punctual,
    perform(due, memo) {
      now = due
      return punctual.perform(due, memo)
    },
  }
  let n = 0
  const entry = (at: string) => {
    n += 1
    return { key: `${n}`, at: Date.parse(at), by: yan, door: 'test' }
  }
  const handovers = () => store.list({ playbook: 'handover', limit: 10 })
  return {
    ...rig,
    duty,
    entry,
    handovers,
    declare: (at: string, severity: Severity, title = 'Down', drill = false) =>
      rig.incidents.open({ ...entry(at), severity, drill, facts: { title } }),
    choose: async (run: string, at: string, choice: string) => {
      const { step = '', gate } = (await store.get(run)) ?? {}
      const said = { ...entry(at), step, fields: {} }
      return gate === undefined
        ? rig.runs.submit(run, { ...said, type: 'complete', outcome: choice })
        : rig.runs.submit(run, { ...said, type: 'decide', decision: choice })
    },
    /** The facts of the card that was posted for this time. */
    async facts(due: string) {
      await duty.perform(Date.parse(due), {})
      return (await handovers()).find((run) => run.openedAt === Date.parse(due))?.facts
    },
  }
}

describe('the hand-over', () => {
  it('comes at nine on the wall, also over both Sundays on which the clock changes', () => {
    const { duty } = open()
    const next = (at: string) => new Date(duty.next(Date.parse(at))).toISOString()
    expect(next('2026-10-19T07:00Z')).toBe('2026-10-26T08:00:00.000Z')
    expect(next('2026-10-26T08:00Z')).toBe('2026-11-02T08:00:00.000Z')
    expect(next('2027-03-22T08:00Z')).toBe('2027-03-29T07:00:00.000Z')
  })

  it.each([
    ['2026-10-19T07:00Z', 'yan', 'sam', 'corentin'],
    ['2026-10-26T08:00Z', 'sam', 'corentin', 'yan'],
    ['2026-11-02T08:00Z', 'corentin', 'yan', 'sam'],
  ])('of %s goes to the next in turn', async (due, from, to, backup) => {
    expect(await open().facts(due)).toMatchObject({ from, to, backup })
  })

  it('without a rotation is a recap for the same two, and nobody hands over', async () => {
    const facts = await open(alone).facts('2026-10-26T08:00Z')
    expect(facts).toEqual({ to: 'corentin', backup: 'yan', recap: 'No incident since the last hand-over' })
  })

  it('performed twice for one time is one card, also a day later', async () => {
    const { duty, handovers, clock } = open()
    const due = Date.parse('2026-11-02T08:00Z')
    await duty.perform(due, {})
    clock.jump(2 * DAY)
    await duty.perform(due, {})
    expect(await handovers()).toHaveLength(1)
  })

  it('goes to whoever stands in at that time', async () => {
    const { facts, runs, entry } = open()
    const [from, until] = [Date.parse('2026-11-01T08:00Z'), Date.parse('2026-11-03T08:00Z')]
    await runs.open(override, {
      ...entry('2026-11-01T08:00Z'),
      facts: { role: 'primary', person: 'lea', from: String(from), until: String(until) },
      durations: { 'stand-in': until - from },
    })
    expect(await facts('2026-11-02T08:00Z')).toMatchObject({ to: 'lea', backup: 'sam' })
  })

  it('is chased each day, until somebody read it or the week is nearly over', async () => {
    const { duty, handovers, choose } = open()
    const due = Date.parse('2026-11-02T08:00Z')
    await duty.perform(due, {})
    const [run] = await handovers()
    expect(run?.timers.map(({ rule, dueAt }) => [rule, (dueAt - due) / DAY])).toEqual([
      ['untaken', 1],
      ['over', 6],
    ])
    await choose('HND-1', '2026-11-02T09:00Z', 'taken')
    expect((await handovers())[0]?.state).toBe('finished')
  })
})

describe('the recap', () => {
  const week = '2026-11-02T08:00Z'

  it('counts the incidents of the week by severity, without drills and what was ignored', async () => {
    const { facts, declare, incidents, entry, choose } = open()
    await declare('2026-10-27T10:00Z', 'sev2')
    await declare('2026-10-28T10:00Z', 'sev1')
    await declare('2026-10-29T10:00Z', 'sev2')
    await declare('2026-10-29T10:00Z', 'sev1', 'Rehearsed', true)
    await incidents.open({ ...entry('2026-10-30T10:00Z'), facts: { title: 'Noise' } })
    await choose('INC-5', '2026-10-30T10:05Z', 'ignore')
    for (const id of ['INC-1', 'INC-2', 'INC-3']) await choose(id, '2026-10-31T10:00Z', 'resolve')
    for (const id of ['INC-1', 'INC-2', 'INC-3']) await choose(id, '2026-10-31T11:00Z', 'published')
    expect((await facts(week))?.['recap']).toBe('Incidents since the last hand-over: 1 SEV1, 2 SEV2')
  })

  it('of the long week begins at the last hand-over, 169 hours ago, and each incident is in one of them', async () => {
    const { facts, declare, choose } = open()
    await declare('2026-10-19T06:30Z', 'sev3')
    await declare('2026-10-19T07:30Z', 'sev1')
    for (const id of ['INC-1', 'INC-2']) await choose(id, '2026-10-19T08:00Z', 'resolve')
    await choose('INC-2', '2026-10-19T09:00Z', 'published')
    expect((await facts('2026-10-26T08:00Z'))?.['recap']).toBe('Incidents since the last hand-over: 1 SEV1')
  })

  it('of the short week begins 167 hours ago', async () => {
    const { facts, declare, choose } = open(alone)
    await declare('2027-03-22T07:30Z', 'sev3')
    await declare('2027-03-22T08:30Z', 'sev1')
    for (const id of ['INC-1', 'INC-2']) await choose(id, '2027-03-22T09:00Z', 'resolve')
    await choose('INC-2', '2027-03-22T10:00Z', 'published')
    expect((await facts('2027-03-29T07:00Z'))?.['recap']).toBe('Incidents since the last hand-over: 1 SEV1')
  })

  it('names what is open still, however old, and what is owed', async () => {
    const { facts, declare, incidents, entry, choose } = open()
    await declare('2026-08-03T10:00Z', 'sev2', 'Slow since summer')
    await declare('2026-10-28T10:00Z', 'sev1', 'Docmost is down')
    await choose('INC-2', '2026-10-28T11:00Z', 'resolve')
    await incidents.open({ ...entry('2026-10-30T10:00Z'), facts: { title: 'Disk at 91 %' } })
    await incidents.open({ ...entry('2026-10-31T10:00Z'), severity: 'sev3', facts: { dataLoss: true } })
    await choose('INC-4', '2026-10-31T11:00Z', 'resolve')
    expect(String((await facts(week))?.['recap']).split('\n')).toEqual([
      'Incidents since the last hand-over: 1 SEV1, 1 SEV3',
      'Open: INC-3 [ALERT] Disk at 91 %',
      'Open: INC-1 [SEV2] Slow since summer',
      'Owed: notice to the authority of INC-4 [SEV3] Service degraded',
      'Owed: post-mortem of INC-2 [SEV1] Docmost is down',
    ])
  })

  it('names action items that are overdue, with their owners', async () => {
    const { runs, storage, entry } = open()
    for (const [text, more] of [
      ['Alert on disk space', {}],
      ['Rehearse', { drill: true }],
    ] as const) {
      const facts = { text, owner: 'yan', due: '2026-10-29', overdue: true, ...more }
      await runs.open(actionItem, { ...entry('2026-10-20T10:00Z'), facts, durations: { due: DAY } })
    }
    const items: readonly Run[] = await storage.store.list({ playbook: 'action-item', limit: 5 })
    expect(recapOf({ recent: [], open: [], items, nameOf })).toEqual([
      'No incident since the last hand-over',
      'Overdue: AI-1 Alert on disk space (YAN)',
    ])
  })
})
