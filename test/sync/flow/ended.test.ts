import { expect, test } from 'vitest'
import { createMemorySyncStorage } from '../../../src/adapters/memory/sync/storage.ts'
import { waitForEnd } from '../../../src/sync/flow/ended.ts'
import type { TraceLine } from '../../../src/sync/trace.ts'
import { createLeverClock } from '../../fakes/clock.ts'

const EVENT = 'event-1'

function rig() {
  const clock = createLeverClock()
  const { book } = createMemorySyncStorage(clock)
  const write = (entity: string | undefined, more: Partial<TraceLine> = {}) =>
    book.trace.write([
      {
        at: clock.now(),
        event: EVENT,
        action: 'finish',
        success: true,
        ...(entity === undefined ? {} : { entity }),
        ...more,
      },
    ])
  const wait = (entities: readonly string[], ms = 0) => waitForEnd({ book, clock }, EVENT, entities, ms)
  return { clock, write, wait }
}

test('it ended when it did for every entity; the page is theirs', async () => {
  const { write, wait } = rig()
  await write('projet:1', { action: 'create_page', page: 'page-1' })
  await write('projet:1', { ended: true })
  expect(await wait(['projet:1', 'projet:2'])).toBeUndefined()
  await write('projet:2', { ended: true })
  await write('client:9', { page: 'page-9' })
  expect(await wait(['projet:1', 'projet:2'])).toEqual({ page: 'page-1' })
})

test('whoever waits hears it as soon as it is written', async () => {
  const { write, wait } = rig()
  const waiting = wait(['projet:1'], 60_000)
  await write('projet:1', { ended: true })
  expect(await waiting).toEqual({})
})

test('an event without any entity ends as a whole, and one that is ignored ends for all of them', async () => {
  const { write, wait } = rig()
  expect(await wait([])).toBeUndefined()
  await write(undefined, { action: 'ignore', reason: 'own_write', ended: true })
  expect(await wait([])).toEqual({})
  expect(await wait(['projet:1'])).toEqual({})
})

test('what was given up did not end well', async () => {
  const { write, wait } = rig()
  await write('projet:1', { action: 'give_up', success: false, ended: true })
  expect(await wait(['projet:1'])).toBeUndefined()
})

test('nobody waits longer than asked', async () => {
  const { clock, wait } = rig()
  const waiting = wait(['projet:1'], 60_000)
  clock.jump(60_000)
  expect(await waiting).toBeUndefined()
})
