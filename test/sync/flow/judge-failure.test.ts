import { describe, expect, it } from 'vitest'
import { judgeFailure, probeMs } from '../../../src/sync/flow/judge-failure.ts'
import { fault } from './flow-rig.ts'

const final = { retry: false }

describe('a look that failed', () => {
  it.each([0, 1, 2])('is tried again after failure %i', (failed) => {
    expect(judgeFailure(fault('docmost', 'unavailable'), failed, 0)).toEqual({ is: 'retry' })
    expect(judgeFailure(new TypeError('ours'), failed, 0)).toEqual({ is: 'retry' })
  })

  it.each(['unreachable', 'timeout', 'unavailable', 'rate_limited'])('%s: the remote is away', (code) => {
    expect(judgeFailure(fault('docmost', code), 3, 0)).toEqual({ is: 'away', system: 'docmost', sure: true })
    expect(judgeFailure(fault('baserow', code), 8, 5)).toEqual({ is: 'away', system: 'baserow', sure: true })
  })

  it.each(['login_refused', 'unauthorized'])('%s: nobody gets in, and a retry changes nothing', (code) => {
    expect(judgeFailure(fault('docmost', code, final), 0, 0)).toMatchObject({ is: 'away', sure: true })
  })

  it.each(['server_error', 'unreadable', 'not_found'])('%s: the remote has to be asked', (code) => {
    expect(judgeFailure(fault('docmost', code), 3, 0)).toMatchObject({ is: 'away', sure: false })
  })

  it.each(['invalid', 'too_large', 'not_found', 'unreadable', 'bad_request'])(
    '%s for good: given up at once',
    (code) => {
      expect(judgeFailure(fault('baserow', code, final), 0, 0)).toEqual({ is: 'hopeless' })
    },
  )

  it('refused: asked at once whether everything is, as with a token that was revoked', () => {
    const judged = judgeFailure(fault('baserow', 'refused', final), 0, 0)
    expect(judged).toEqual({ is: 'away', system: 'baserow', sure: false })
  })

  it.each(['conflict', 'no_space_access'])('%s: the entity is to blame', (code) => {
    expect(judgeFailure(fault('docmost', code), 3, 0)).toEqual({ is: 'hopeless' })
  })

  it('a mistake of ours is given up after its retries', () => {
    expect(judgeFailure(new TypeError('ours'), 3, 0)).toEqual({ is: 'hopeless' })
  })

  it('a remote that seems away for one entity alone is not: it was parked too often', () => {
    expect(judgeFailure(fault('docmost', 'timeout'), 3, 6)).toEqual({ is: 'hopeless' })
  })

  it('a remote is asked again after 5, 10, 20 and then each 30 seconds', () => {
    expect([0, 1, 2, 3, 4, 99].map(probeMs)).toEqual([5_000, 10_000, 20_000, 30_000, 30_000, 30_000])
  })
})
