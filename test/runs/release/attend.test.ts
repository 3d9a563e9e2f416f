import { expect, it } from 'vitest'
import { createAttendance } from '../../../src/runs/release/attend.ts'
import { createReleaseRig } from './prerequisites-rig.ts'

it('a fault in the look of one run is thrown after every other one was looked after', async () => {
  const rig = createReleaseRig()
  const { id } = await rig.rollBack({ scenario: 'bug', version: 'v1.4.0' })
  await rig.open()
  const fault = new Error('REL-1 has no commit')
  const { attend } = createAttendance({
    ...rig.storage,
    runs: rig.runs,
    clock: rig.clock,
    log: { warn: () => undefined },
    looks: {
      'release.plan': async () => {
        throw fault
      },
      'rollback.deploy': async () => [
        { key: 'deployment:1:1', result: { step: 'deploy', outcome: 'deployed', fields: {} } },
      ],
    },
  })
  await expect(attend()).rejects.toBe(fault)
  expect((await rig.get(id)).step).toBe('smoke')
})
