import { describe, expect, it } from 'vitest'
import { createHealthDuty } from '../../../src/runs/duties/health.ts'
import { createDuties } from '../../../src/runs/duties.ts'
import type { CheckResult } from '../../../src/runs/health.ts'
import { createIntake } from '../../../src/runs/intake.ts'
import type { Memo } from '../../../src/runs/ports.ts'
import { createRig } from '../rig.ts'
import { createStepQueue } from '../step-queue.ts'

const MINUTE = 60_000

/** Docmost as each of these letters says (`x` fails), Baserow always well; the real intake behind. */
function open() {
  const rig = createRig()
  const intake = createIntake({ ...rig, ...rig.storage, book: rig.storage.alerts })
  let docmost: CheckResult
  const ok = (name: string): CheckResult => ({ name, ok: true, ms: 12, said: '200' })
  const duty = createHealthDuty({
    checks: { names: ['Docmost', 'Baserow'], run: async () => [docmost, ok('Baserow')] },
    settings: rig.settings,
    intake,
  })
  let memo: Memo = {}
  const due = () => Math.floor(rig.clock.now() / MINUTE) * MINUTE
  return {
    ...rig,
    duty,
    due,
    forget: () => {
      memo = {}
    },
    async rounds(letters: string) {
      for (const letter of letters) {
        docmost =
          letter === 'x' ? { name: 'Docmost', ok: false, ms: 9, said: '503, expected 200' } : ok('Docmost')
        rig.clock.jump(MINUTE)
        memo = (await duty.perform(due(), memo)) ?? {}
      }
      return memo
    },
    run: () => rig.storage.store.get('INC-1'),
    incidents: () => rig.storage.store.list({ playbook: 'incident', limit: 10 }),
  }
}

describe('health checks', () => {
  it('that fail twice in a row are no news', async () => {
    const { rounds, incidents } = open()
    expect(await rounds('xx.xx')).toEqual({ Docmost: 2, Baserow: 0 })
    expect(await incidents()).toEqual([])
  })

  it('that fail three times raise one alert, with when it began; more failures raise none', async () => {
    const { rounds, incidents, run, due } = open()
    await rounds('xxx')
    const began = due() - 2 * MINUTE
    await rounds('xxxxx')
    expect(await incidents()).toHaveLength(1)
    expect((await run())?.facts).toMatchObject({
      title: 'Docmost does not answer',
      symptom: 'Docmost: 503, expected 200, 3 times in a row',
      service: 'docmost',
      source: 'vigie',
      fingerprint: 'vigie:Docmost',
      since: String(began),
    })
    expect((await run())?.history.map((entry) => entry.what)).toEqual(['incident'])
  })

  it('that succeed again say so once', async () => {
    const { rounds, run } = open()
    await rounds('xxxx...')
    expect((await run())?.history.map((entry) => entry.what)).toEqual(['incident', 'recovered'])
    expect((await run())?.facts['recovered']).toBe(true)
  })

  it('that fail again are firing again in the same incident', async () => {
    const { rounds, run, incidents } = open()
    await rounds('xxx.xxx')
    expect((await run())?.history.map((entry) => entry.what)).toEqual(['incident', 'recovered', 'alert'])
    expect((await run())?.facts['recovered']).toBe(false)
    expect(await incidents()).toHaveLength(1)
  })

  it('tell a recovery during a restart too, though the count is forgotten', async () => {
    const { rounds, run, forget } = open()
    await rounds('xxx')
    forget()
    await rounds('..')
    expect((await run())?.history.map((entry) => entry.what)).toEqual(['incident', 'recovered'])
  })

  it('that fail on after a restart raise no second alert', async () => {
    const { rounds, run, forget, incidents } = open()
    await rounds('xxx')
    forget()
    await rounds('xxxx')
    expect(await incidents()).toHaveLength(1)
    expect((await run())?.history).toHaveLength(1)
  })

  it('are counted from time to time by the duties, also when one time could not be told', async () => {
    const rig = createRig()
    let now = MINUTE + 1
    const clock = { now: () => now }
    const queue = createStepQueue(clock)
    const taken: string[] = []
    let isAway = true
    const take = async (alerts: readonly { state: string }[]) => {
      if (isAway) throw new Error('the store is away')
      taken.push(...alerts.map(({ state }) => state))
    }
    const result = { name: 'Docmost', ok: false, ms: 9, said: 'no answer within 10 s' }
    const checks = { names: ['Docmost'], run: async () => [result] }
    const duty = createHealthDuty({ checks, settings: rig.settings, intake: { take } })
    const duties = createDuties({ duties: [duty], queue, clock, log: { warn: () => {} } })
    await duties.start()
    const until = async (end: number) => {
      while (queue.nextAt() <= end) {
        now = queue.nextAt()
        await queue.step((job) => (job.kind === 'duty' ? duties.perform(job) : Promise.resolve()))
      }
    }
    await until(6 * MINUTE)
    expect(taken).toEqual([])
    isAway = false
    await until(9 * MINUTE)
    expect(taken).toEqual(['firing'])
    expect(queue.jobs()).toMatchObject([{ duty: 'health-checks', memo: { Docmost: 6 } }])
  })
})
