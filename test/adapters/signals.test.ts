import { expect, test } from 'vitest'
import { createSignals } from '../../src/adapters/signals.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import type { Signal } from '../../src/runs/release/settings.ts'
import { answering } from '../fakes/web.ts'

async function ask(body: string, bounds: Partial<Signal> = {}, status = 200) {
  const signal = { name: 'entries', url: await answering(status, body), field: 'entries.lastHour', ...bounds }
  const [result] = await createSignals({ signals: [signal], timeoutMs: 5_000, clock: systemClock }).run()
  return [result?.ok, result?.said]
}

const entries = (lastHour: unknown) => JSON.stringify({ entries: { lastHour } })

test('a figure within its bounds is well, and said', async () => {
  expect(await ask(entries(57))).toEqual([true, '57'])
  expect(await ask(entries(10), { atLeast: 10, atMost: 10 })).toEqual([true, '10'])
  expect(await ask('[{"rows":[3,4]}]', { field: '0.rows.1' })).toEqual([true, '4'])
  expect(await ask('7', { field: '' })).toEqual([false, 'no number at '])
})

test('one outside is a failure that says what was expected', async () => {
  expect(await ask(entries(3), { atLeast: 10 })).toEqual([false, '3, expected at least 10'])
  expect(await ask(entries(11.5), { atMost: 10 })).toEqual([false, '11.5, expected at most 10'])
})

test('an answer without the number is a failure', async () => {
  const none = [false, 'no number at entries.lastHour']
  expect(await ask('<html>')).toEqual(none)
  expect(await ask(entries('57'))).toEqual(none)
  expect(await ask('{"entries":null}')).toEqual(none)
  expect(await ask('[]', { field: 'length' })).toEqual([false, 'no number at length'])
  expect(await ask(entries(57), {}, 500)).toEqual([false, '500, expected 200'])
  expect(await ask(`"${'x'.repeat(1_000_001)}"`)).toEqual([false, 'more than 1 MB'])
})
