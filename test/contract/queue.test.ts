import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRedisStorage } from '../../src/adapters/redis/storage.ts'
import { Hopeless, type Job, Postponed, type Storage } from '../../src/runs/ports.ts'
import { createLeverClock } from '../fakes/clock.ts'
import { startRedis } from '../fakes/redis.ts'
import { KINDS } from './storage.ts'

function job(id: string, inMs = 0): Job {
  return { id, kind: 'timer', run: 'STO-1', timer: id, dueAt: Date.now() + inMs }
}

const nobody = async () => {}

describe.each(KINDS)('a queue in %s', (_kind, start) => {
  let started: Storage
  beforeEach(async () => {
    started = await start()
  })
  afterEach(() => started.stop())

  it('performs each job, also those added before the work began', async () => {
    const seen: string[] = []
    await started.queue.add([job('before')])
    started.queue.work(async (one) => void seen.push(one.id), nobody)
    await started.queue.add([job('after')])
    await vi.waitFor(() => expect(seen.sort()).toEqual(['after', 'before']), 5_000)
  })

  it('takes a job once while it is waiting, however often it is added', async () => {
    const seen: string[] = []
    await Promise.all(Array.from({ length: 25 }, () => started.queue.add([job('one', 200)])))
    started.queue.work(async (one) => void seen.push(one.id), nobody)
    await started.queue.add([job('last', 400)])
    await vi.waitFor(() => expect(seen).toEqual(['one', 'last']), 5_000)
  })

  it('holds a timer until it is due', async () => {
    let at = 0
    started.queue.work(async () => {
      at = Date.now()
    }, nobody)
    const timer = job('later', 400)
    await started.queue.add([timer])
    await vi.waitFor(() => expect(at).toBeGreaterThan(0), 5_000)
    expect(at).toBeGreaterThanOrEqual(timer.kind === 'timer' ? timer.dueAt - 5 : 0)
  })

  it('tries again after a fault', async () => {
    let tries = 0
    started.queue.work(async () => {
      tries += 1
      if (tries < 3) throw new Error('not yet')
    }, nobody)
    await started.queue.add([job('stubborn')])
    await vi.waitFor(() => expect(tries).toBe(3), 10_000)
  })

  it('brings a postponed job back, and does not hold up the others', async () => {
    const seen: string[] = []
    started.queue.work(async (one) => {
      seen.push(one.id)
      if (one.id === 'slow' && seen.filter((id) => id === 'slow').length === 1)
        throw new Postponed('busy', 300)
    }, nobody)
    await started.queue.add([job('slow'), job('quick')])
    await vi.waitFor(() => expect(seen).toEqual(['slow', 'quick', 'slow']), 5_000)
  })

  it('gives a hopeless job up at once, and says so', async () => {
    const dead: string[] = []
    let tries = 0
    started.queue.work(
      async () => {
        tries += 1
        throw new Hopeless('channel_not_found')
      },
      async (one, error) => void dead.push(`${one.id}: ${error.message}`),
    )
    await started.queue.add([job('lost')])
    await vi.waitFor(() => expect(dead).toEqual(['lost: channel_not_found']), 5_000)
    expect(tries).toBe(1)
  })
})

it('a queue in redis: a postponed job comes back after its time, whichever clock Vigie goes by', async () => {
  const server = await startRedis()
  const clock = createLeverClock()
  clock.jump(90 * 24 * 3_600_000)
  const storage = createRedisStorage(server.url, { clock, log: { warn: () => {} } })
  storage.start()
  try {
    let tries = 0
    storage.queue.work(async () => {
      tries += 1
      if (tries === 1) throw new Postponed('busy', 200)
    }, nobody)
    await storage.queue.add([job('patient')])
    await vi.waitFor(() => expect(tries).toBe(2), 5_000)
  } finally {
    await storage.stop()
    await server.stop()
  }
})
