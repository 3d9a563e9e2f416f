import { expect, test, vi } from 'vitest'
import { createNudge } from '../../../src/runs/release/nudge.ts'

function held() {
  const log = { error: vi.fn() }
  const waiting: (() => void)[] = []
  const look = vi.fn(() => new Promise<void>((resolve) => waiting.push(resolve)))
  return { ...createNudge(look, log), log, look, finish: () => waiting.shift()?.() }
}

test('fifty in a moment are one look under way and one more after it', async () => {
  const { nudge, settled, look, finish } = held()
  for (let n = 0; n < 50; n += 1) nudge()
  expect(look).toHaveBeenCalledTimes(1)
  for (let n = 0; n < 50; n += 1) nudge()
  expect(look).toHaveBeenCalledTimes(1)
  finish()
  await vi.waitFor(() => expect(look).toHaveBeenCalledTimes(2))
  finish()
  await settled()
  expect(look).toHaveBeenCalledTimes(2)
})

test('a lone one is one look, at once; the next one after it is another', async () => {
  const { nudge, settled, look, finish } = held()
  nudge()
  finish()
  await settled()
  expect(look).toHaveBeenCalledTimes(1)
  nudge()
  expect(look).toHaveBeenCalledTimes(2)
  finish()
  await settled()
})

test('a look that fails is logged and stops nothing', async () => {
  const log = { error: vi.fn() }
  const look = vi.fn(async () => {
    throw new Error('the store is gone')
  })
  const { nudge, settled } = createNudge(look, log)
  nudge()
  nudge()
  await settled()
  nudge()
  await settled()
  expect(look.mock.calls.length).toBeGreaterThan(1)
  expect(log.error).toHaveBeenCalledTimes(look.mock.calls.length)
})

test('nobody looks before the first one', async () => {
  const { settled, look } = held()
  await settled()
  expect(look).not.toHaveBeenCalled()
})
