import { describe, expect, it } from 'vitest'
import type { Run } from '../../../src/engine/run.ts'
import { watchPicture, watchView } from '../../../src/notify/cards/release-picture.ts'
import { chose, due, looked, releaseLook, remarked, STAGES } from '../../fixtures/release-run.ts'

const picture = (run: Run) => watchPicture(run, releaseLook(60))
const key = (run: Run) => picture(run)?.key

/** The watch after so many looks, half a minute apart. */
const seen = (looks: number, failing: readonly number[] = []) => looked(STAGES.watch(), looks, failing)

describe('the picture of a watch', () => {
  it('is none before production is watched, and none before the first five minutes', () => {
    expect(picture(STAGES.smoke())).toBeUndefined()
    expect(picture(seen(9))).toBeUndefined()
    expect(picture(seen(11))?.alt).toBe(
      'Latency of the watch of v1.4.0 - 10 looks - worst 270 ms (Baserow, 14:56) - none failed',
    )
  })

  it('is another one every five minutes, however often one looks', () => {
    const keys = Array.from({ length: 60 }, (_, n) => key(seen(n + 1))).filter((one) => one !== undefined)
    expect(new Set(keys).size).toBe(5)
    expect(key(seen(11))).toBe(key(seen(20)))
    expect(key(seen(11))).not.toBe(key(seen(21)))
  })

  it('is another one at once when it fails, when it is well again, and at the verdict', () => {
    const failing = seen(14, [12, 13])
    const unwell = remarked(failing, 'unwell', { minutes: 28, fields: { because: 'Bridge: 503' } })
    const well = remarked(looked(unwell, 0), 'well', { minutes: 28.5 })
    expect(key(failing)).not.toBe(key(unwell))
    expect(picture(unwell)?.alt).toContain('14 looks')
    expect(picture(unwell)?.alt).toContain('2 failed, last 14:59: Bridge 503, expected 200')
    expect(key(well)).toBe(key(unwell))
    const whole = seen(60)
    const watched = due(whole, 'watched', 51)
    expect(picture(whole)?.alt).toContain('50 looks')
    expect(picture(watched)?.alt).toContain('60 looks')
    expect(key(chose(watched, 'ok', { minutes: 53, by: 'corentin' }))).toBe(key(watched))
  })

  it('is the same picture in every process, and says how much was seen by now', () => {
    expect(picture(seen(15))).toEqual(picture(seen(15)))
    expect(picture(seen(15))?.looks).toBe(15)
    expect(picture(seen(16))?.looks).toBe(16)
    expect(watchView(seen(16), { timeZone: 'Europe/Paris' })?.samples).toHaveLength(16)
  })
})
