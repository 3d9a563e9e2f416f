import { expect, it } from 'vitest'
import { createReleaseDuty } from '../../../src/runs/duties/releases.ts'

it('looks after releases every 30 seconds, at the same instants in every replica', async () => {
  let attended = 0
  const duty = createReleaseDuty({
    async attend() {
      attended += 1
    },
  })
  expect([duty.name, duty.next(0), duty.next(29_999), duty.next(30_000)]).toEqual([
    'releases',
    30_000,
    30_000,
    60_000,
  ])
  await duty.perform(30_000, {})
  expect(attended).toBe(1)
})

it('comes as often as a watch looks, and never more seldom than every 30 seconds', () => {
  const attendance = { attend: async () => undefined }
  expect(createReleaseDuty(attendance, 10_000).next(0)).toBe(10_000)
  expect(createReleaseDuty(attendance, 300_000).next(0)).toBe(30_000)
})
