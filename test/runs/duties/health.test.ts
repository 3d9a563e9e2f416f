import { describe, expect, it } from 'vitest'
import type { Alert } from '../../../src/runs/alerts.ts'
import { createHealthDuty } from '../../../src/runs/duties/health.ts'
import type { Memo } from '../../../src/runs/ports.ts'

const MINUTE = 60_000

/** Each letter of `answers` is one round: `.` is well, `x` is not. */
async function rounds(answers: string, memo: Memo = {}): Promise<readonly Alert[]> {
  const taken: Alert[] = []
  let ok = true
  const duty = createHealthDuty({
    checks: {
      names: ['Docmost'],
      run: async () => [{ name: 'Docmost', ok, ms: 1, said: ok ? '200' : 'connection refused' }],
    },
    settings: {
      healthChecks: {
        every: MINUTE,
        failures: 3,
        checks: [{ name: 'Docmost', service: 'docmost' }],
      },
    },
    intake: { take: async (alerts) => void taken.push(...alerts) },
  })
  let left = memo
  for (const [n, answer] of [...answers].entries()) {
    ok = answer === '.'
    left = (await duty.perform(n * MINUTE, left)) ?? left
  }
  return taken
}

const states = (alerts: readonly Alert[]) => alerts.map(({ state }) => state)
const KNOWN = { Docmost: 0 }

describe('health checks', () => {
  it('make one alert after three failures in a row, and end it with the first success', async () => {
    expect(states(await rounds('.xx.xxxxx..', KNOWN))).toEqual(['firing', 'resolved'])
    expect((await rounds('xxx', KNOWN))[0]).toMatchObject({
      fingerprint: 'vigie:Docmost',
      title: 'Docmost does not answer',
      summary: 'Docmost: connection refused, 3 times in a row',
      service: 'docmost',
    })
  })

  it('a success in the first round of all ends what may have been firing before a restart, once', async () => {
    expect(states(await rounds('...'))).toEqual(['resolved'])
    expect(states(await rounds('x.'))).toEqual([])
  })
})
