import { describe, expect, it } from 'vitest'
import { handover } from '../../../src/playbooks/handover.ts'
import { createHandoverDuty } from '../../../src/runs/duties/handover.ts'
import { createRoster } from '../../../src/runs/roster.ts'
import { createRig } from '../rig.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

async function rig(startedAgo: number) {
  const made = createRig()
  const { store } = made.storage
  const roster = createRoster({ ...ON_CALL, timeZone: 'Europe/Paris' }, store)
  const startedAt = made.clock.now() - startedAgo
  const duty = createHandoverDuty({
    ...made,
    store,
    roster,
    playbook: handover,
    nameOf: (person) => person,
    startedAt,
  })
  const handedOver = async () => (await store.list({ playbook: 'handover', limit: 10 }))[0]
  return { ...made, duty, handedOver }
}

const ON_CALL = { primary: 'corentin', backup: 'yan', handover: { weekday: 1, minute: 9 * 60 } }

describe('the hand-over', () => {
  it('says nothing of lateness when it comes in time', async () => {
    const { duty, clock, handedOver } = await rig(HOUR)
    await duty.perform(clock.now() - 200, {})
    expect((await handedOver())?.facts).toMatchObject({ from: 'corentin', to: 'corentin', backup: 'yan' })
    expect((await handedOver())?.facts).not.toHaveProperty('lateMs')
  })

  it('that fell due before the start is late because of the restart, and is counted from now', async () => {
    const { duty, clock, handedOver } = await rig(MINUTE)
    const due = clock.now() - 50 * HOUR
    await duty.perform(due, {})
    await duty.perform(due, {})
    const run = await handedOver()
    expect(run?.id).toBe('HND-1')
    expect(Number(run?.facts['lateMs'])).toBeGreaterThanOrEqual(50 * HOUR)
    expect(run?.facts['lateRestart']).toBe(true)
    const untaken = run?.timers.find(({ rule }) => rule === 'untaken')?.dueAt ?? 0
    expect(untaken).toBeGreaterThan(clock.now())
  })

  it('that came late while Vigie ran blames no restart', async () => {
    const { duty, clock, handedOver } = await rig(10 * HOUR)
    await duty.perform(clock.now() - HOUR, {})
    expect((await handedOver())?.facts).not.toHaveProperty('lateRestart')
  })

  it('names what each resolved incident is still open for', async () => {
    const { duty, clock, handedOver, incidents, runs } = await rig(HOUR)
    const declare = (title: string, key: string) =>
      incidents.open({
        key,
        at: clock.now(),
        by: { id: 'yan', groups: ['responders'] },
        door: 'test',
        severity: 'sev1',
        facts: { title, dataLoss: true },
      })
    const base = { at: clock.now(), by: { id: 'yan', groups: ['responders'] }, door: 'test' }
    for (const title of ['First', 'Second']) {
      const { id } = await declare(title, title)
      await runs.submit(id, {
        ...base,
        type: 'decide',
        key: 'r',
        step: 'triage',
        decision: 'resolve',
        fields: {},
      })
    }
    const published = { ...base, type: 'complete', step: 'postmortem', outcome: 'published' } as const
    await runs.submit('INC-1', { ...published, key: 'p', fields: {} })
    await duty.perform(clock.now(), {})
    expect(String((await handedOver())?.facts['recap']).split('\n')).toEqual([
      '2 in the last 7 days: 2 SEV1',
      'Owed: post-mortem of INC-2 [SEV1] Second',
      'Owed: notice to the authority of INC-1 [SEV1] First',
    ])
  })
})
