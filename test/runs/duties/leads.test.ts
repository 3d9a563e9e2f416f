import { expect, it } from 'vitest'
import { createLeadsDuty } from '../../../src/runs/duties/leads.ts'
import { createDirectory } from '../../../src/runs/people.ts'
import { createRig } from '../rig.ts'

const HOUR = 3_600_000

it('a lead who left is noted once, now and not at the time when the duty was due', async () => {
  const rig = createRig()
  const { store } = rig.storage
  const { id } = await rig.incidents.open({
    key: 'one',
    at: rig.clock.now(),
    by: { id: 'yan', groups: ['responders'] },
    door: 'test',
    severity: 'sev1',
    facts: { title: 'Docmost is down' },
  })
  await rig.runs.submit(id, {
    type: 'decide',
    key: 'acknowledge',
    at: rig.clock.now(),
    by: { id: 'zoe', groups: ['responders'] },
    door: 'test',
    step: 'triage',
    decision: 'acknowledge',
    fields: {},
  })
  const directory = createDirectory([{ id: 'yan', name: 'Yan', groups: ['responders'] }])
  const duty = createLeadsDuty({ ...rig, store, directory })
  await duty.perform(rig.clock.now() - HOUR, {})
  await duty.perform(rig.clock.now() - HOUR, {})

  const run = await store.get(id)
  const gone = run?.history.filter(({ what }) => what === 'leadGone') ?? []
  expect(gone).toHaveLength(1)
  expect(gone[0]?.at).toBeGreaterThanOrEqual(run?.history[1]?.at ?? Number.NaN)
  expect(run?.timers.find(({ rule }) => rule === 'unled')?.dueAt).toBeGreaterThan(rig.clock.now())
})
