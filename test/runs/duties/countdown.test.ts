import { describe, expect, it } from 'vitest'
import { createCountdownDuty } from '../../../src/runs/duties/countdown.ts'
import type { Job } from '../../../src/runs/ports.ts'
import type { Severity } from '../../../src/runs/settings.ts'
import { createRig } from '../rig.ts'

const MINUTE = 60_000
const yan = { id: 'yan', groups: ['responders'] }
/** Monday, 10:00 in Paris. */
const MORNING = Date.UTC(2026, 10, 23, 9, 0)

function open(surfaces: readonly 'slack'[] = ['slack']) {
  const rig = createRig()
  const queued: Job[] = []
  const queue = { add: async (jobs: readonly Job[]) => void queued.push(...jobs) }
  const duty = createCountdownDuty({ store: rig.storage.store, queue, surfaces })
  return {
    ...rig,
    duty,
    queued,
    declare: (severity: Severity, key: string = severity) =>
      rig.incidents.open({ key, at: MORNING, by: yan, door: 'test', severity, facts: {} }),
    acknowledge: (run: string) =>
      rig.runs.submit(run, {
        type: 'decide',
        key: `${run} acknowledged`,
        at: MORNING + MINUTE,
        by: yan,
        door: 'test',
        step: 'triage',
        decision: 'acknowledge',
        fields: {},
      }),
    /** Which cards are drawn again in these minutes after the declaration. */
    async drawn(from: number, to: number) {
      queued.length = 0
      for (let minute = from; minute <= to; minute += 1) await duty.perform(MORNING + minute * MINUTE, {})
      return queued.map((job) => (job.kind === 'deliver' ? job.effect.run : job.kind))
    },
  }
}

describe('the countdown', () => {
  it('draws a card each minute until its target, with an id of its own', async () => {
    const { declare, drawn, queued } = open()
    await declare('sev1')
    expect(await drawn(1, 20)).toEqual(Array.from({ length: 15 }, () => 'INC-1'))
    expect(new Set(queued.map((job) => job.id)).size).toBe(15)
    expect(queued[0]).toEqual({
      id: `INC-1.countdown.${MORNING + MINUTE}@slack`,
      kind: 'deliver',
      surface: 'slack',
      channel: 'ops',
      effect: { id: `INC-1.countdown.${MORNING + MINUTE}`, run: 'INC-1', kind: 'redraw' },
    })
  })

  it('draws one whose target is hours away every quarter of an hour', async () => {
    const { declare, drawn } = open()
    await declare('sev2')
    expect(await drawn(1, 60)).toHaveLength(4)
    expect(await drawn(181, 240)).toHaveLength(60)
    expect(await drawn(241, 300)).toEqual([])
  })

  it('leaves alone what counts down to nothing', async () => {
    const { declare, drawn, acknowledge } = open()
    await declare('sev1', 'taken')
    await declare('sev1', 'waiting')
    await acknowledge('INC-1')
    expect(await drawn(2, 3)).toEqual(['INC-2', 'INC-2'])
  })

  it('goes on for a notice to the authority, in hours and then in minutes', async () => {
    const { drawn, incidents, acknowledge } = open()
    const facts = { dataLoss: true }
    await incidents.open({ key: 'loss', at: MORNING, by: yan, door: 'test', severity: 'sev3', facts })
    await acknowledge('INC-1')
    expect(await drawn(2, 23 * 60)).toHaveLength(4)
    expect(await drawn(70 * 60 + 1, 71 * 60 - 1)).toHaveLength(3)
    expect(await drawn(72 * 60 - 60, 72 * 60 + 10)).toHaveLength(61)
  })

  it('changes nothing of the run, and has nothing to do without a surface', async () => {
    const { declare, drawn, storage } = open([])
    await declare('sev1')
    expect(await drawn(1, 3)).toEqual([])
    expect((await storage.store.get('INC-1'))?.version).toBe(1)
  })

  it('is due at each whole minute', () => {
    expect(open().duty.next(MORNING)).toBe(MORNING + MINUTE)
    expect(open().duty.next(MORNING - 1)).toBe(MORNING)
  })
})
