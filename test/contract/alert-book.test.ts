import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryAlertBook } from '../../src/adapters/memory/alert-book.ts'
import { createRedisAlertBook, TAKE } from '../../src/adapters/redis/alert-book.ts'
import { createRedis } from '../../src/adapters/redis/connection.ts'
import type { Alert, AlertBook } from '../../src/runs/alerts.ts'
import { createLeverClock } from '../fakes/clock.ts'
import { startRedis } from '../fakes/redis.ts'

const THIRTY_DAYS_S = 30 * 24 * 3_600

type Kept = {
  readonly book: AlertBook
  /** Thirty days pass. */
  later(): Promise<void>
  stop(): Promise<void>
}

const KINDS: readonly (readonly [string, () => Promise<Kept>])[] = [
  ['memory', memory],
  ['redis', redis],
]

async function memory(): Promise<Kept> {
  const clock = createLeverClock()
  return {
    book: createMemoryAlertBook(clock),
    later: async () => clock.jump(THIRTY_DAYS_S * 1000),
    stop: async () => undefined,
  }
}

async function redis(): Promise<Kept> {
  const server = await startRedis()
  const connection = createRedis(server.url, { warn: () => undefined })
  return {
    book: createRedisAlertBook(connection),
    /** Nobody can turn the server's clock: what would be gone by then is taken away. */
    async later() {
      for (const key of await connection.keys('*')) {
        const seconds = await connection.ttl(key)
        if (seconds >= 0 && seconds <= THIRTY_DAYS_S) await connection.del(key)
      }
    },
    async stop() {
      connection.disconnect()
      await server.stop()
    },
  }
}

function alert(fingerprint: string, state: Alert['state'] = 'firing') {
  return { fingerprint, state }
}

describe.each(KINDS)('an alert book in %s', (_kind, start) => {
  let kept: Kept
  beforeEach(async () => {
    kept = await start()
  })
  afterEach(() => kept.stop())

  it('says which run took an alert last', async () => {
    expect(await kept.book.runOf('wiki')).toBeUndefined()
    expect(await kept.book.stateOf('INC-1', 'wiki')).toBeUndefined()
    await kept.book.take('INC-1', alert('wiki'))
    await kept.book.take('INC-2', alert('tables'))
    expect(await kept.book.runOf('wiki')).toBe('INC-1')
    expect(await kept.book.stateOf('INC-1', 'wiki')).toBe('firing')
    expect(await kept.book.stateOf('INC-1', 'other')).toBeUndefined()
    await kept.book.take('INC-2', alert('wiki'))
    expect(await kept.book.runOf('wiki')).toBe('INC-2')
  })

  it('has news once for each change of state', async () => {
    const states = ['firing', 'firing', 'resolved', 'resolved', 'firing'] as const
    const taken = []
    for (const state of states) taken.push(await kept.book.take('INC-1', alert('wiki', state)))
    expect(taken).toEqual([
      { news: true, distinct: 1, firing: 1, messages: 1 },
      { news: false, distinct: 1, firing: 1, messages: 2 },
      { news: true, distinct: 1, firing: 0, messages: 3 },
      { news: false, distinct: 1, firing: 0, messages: 4 },
      { news: true, distinct: 1, firing: 1, messages: 5 },
    ])
  })

  it('counts different alerts, those that fire, and messages, for each run by itself', async () => {
    await kept.book.take('INC-1', alert('wiki'))
    await kept.book.take('INC-1', alert('tables'))
    await kept.book.take('INC-2', alert('wiki'))
    expect(await kept.book.take('INC-1', alert('wiki', 'resolved'))).toEqual({
      news: true,
      distinct: 2,
      firing: 1,
      messages: 3,
    })
    expect(await kept.book.take('INC-2', alert('wiki'))).toEqual({
      news: false,
      distinct: 1,
      firing: 1,
      messages: 2,
    })
  })

  it('takes an end whose beginning it never saw', async () => {
    const taken = await kept.book.take('INC-1', alert('wiki', 'resolved'))
    expect(taken).toEqual({ news: true, distinct: 1, firing: 0, messages: 1 })
  })

  it('loses and doubles nothing in a storm of 200 at once', async () => {
    const storm = Array.from({ length: 200 }, (_, n) => kept.book.take('INC-1', alert(`host-${n % 10}`)))
    const taken = await Promise.all(storm)
    expect(taken.filter(({ news }) => news)).toHaveLength(10)
    expect(taken.map(({ messages }) => messages).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 200 }, (_, n) => n + 1),
    )
    expect(await kept.book.take('INC-1', alert('host-0', 'resolved'))).toEqual({
      news: true,
      distinct: 10,
      firing: 9,
      messages: 201,
    })
  })

  it('keeps apart what looks like its own words', async () => {
    for (const odd of ['messages', 'firing', '__proto__', '']) {
      expect((await kept.book.take('INC-1', alert(odd))).news).toBe(true)
    }
    expect(await kept.book.take('INC-1', alert('messages'))).toEqual({
      news: false,
      distinct: 4,
      firing: 4,
      messages: 5,
    })
  })

  it('forgets after thirty days', async () => {
    await kept.book.take('INC-1', alert('wiki'))
    await kept.later()
    expect(await kept.book.runOf('wiki')).toBeUndefined()
    expect(await kept.book.take('INC-1', alert('tables'))).toEqual({
      news: true,
      distinct: 1,
      firing: 1,
      messages: 1,
    })
  })
})

describe('an alert book on redis', () => {
  it('answers a call that the connection sends again as the first time', async () => {
    const server = await startRedis()
    const connection = createRedis(server.url, { warn: () => undefined })
    const take = (call: string) =>
      connection.eval(TAKE, 4, 'states', 'counts', 'run', call, 'INC-1', 'wiki', 'firing', 60, 60)
    const first = await take('call one')
    expect(first).toBe('{"news":true,"distinct":1,"firing":1,"messages":1}')
    expect(await take('call one')).toBe(first)
    expect(await take('call two')).toBe('{"news":false,"distinct":1,"firing":1,"messages":2}')
    connection.disconnect()
    await server.stop()
  })
})
