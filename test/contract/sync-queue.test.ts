import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemorySyncStorage } from '../../src/adapters/memory/sync/storage.ts'
import type { Delivery } from '../../src/sync/delivery.ts'
import type { SyncHandlers } from '../../src/sync/queue.ts'
import { createLeverClock } from '../fakes/clock.ts'
import { type KeptSync, SYNC_KINDS } from './sync-storage.ts'

const DAY_MS = 24 * 3_600_000
const PATIENCE = 15_000

function delivery(key: string, more: Partial<Delivery> = {}): Delivery {
  return {
    key,
    event: `event of ${key}`,
    source: 'baserow',
    type: 'rows.updated',
    at: 1_700_000_000_000,
    changes: [{ entity: 'projet:1', because: 'updated' }],
    ...more,
  }
}

const idle: SyncHandlers = { delivery: async () => {}, entity: async () => {}, probe: async () => {} }

/** A door that a handler waits at until the test opens it. */
function door(): { readonly open: () => void; readonly opened: Promise<void> } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

/** The same numbers between 0 and 1 in every run. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

describe.each(SYNC_KINDS)('a queue of the sync in %s', (_kind, start) => {
  let started: KeptSync
  beforeEach(async () => {
    started = await start()
  })
  afterEach(() => started.stop())

  const settled = () =>
    vi.waitFor(
      async () => expect(await started.queue.count()).toEqual({ deliveries: 0, entities: 0 }),
      PATIENCE,
    )

  describe('deliveries', () => {
    it('hands over each as it was taken, also those taken before the work began', async () => {
      const seen: Delivery[] = []
      const whole = delivery('a:b/c é', {
        happenedAt: 1_699_999_999_000,
        origin: 'bridge',
        unusable: 'no rows',
        changes: [{ entity: 'projet:1', because: 'linked', hash: 'ab', by: 3, links: ['client:7'] }],
      })
      expect(await started.queue.take(whole)).toBe('stored')
      started.queue.work({ ...idle, delivery: async (one) => void seen.push(one) })
      expect(await started.queue.take(delivery('after'))).toBe('stored')
      await vi.waitFor(() => expect(seen).toHaveLength(2), PATIENCE)
      expect(seen).toEqual([whole, delivery('after')])
    })

    it('stores one of 25 that come at once to two replicas', async () => {
      const queues = [started.queue, started.replica.queue]
      const answers = await Promise.all(
        Array.from({ length: 25 }, (_, n) => queues[n % 2]?.take(delivery('same'))),
      )
      expect(answers.filter((answer) => answer === 'stored')).toHaveLength(1)
      expect(answers.filter((answer) => answer === 'duplicate')).toHaveLength(24)
      expect(await started.queue.count()).toEqual({ deliveries: 1, entities: 0 })
    })

    it('answers each of many that come at once for itself', async () => {
      const keys = Array.from({ length: 300 }, (_, n) => `key-${n % 200}`)
      const answers = await Promise.all(keys.map((key) => started.queue.take(delivery(key))))
      expect(answers).toEqual(keys.map((_, n) => (n < 200 ? 'stored' : 'duplicate')))
      const seen: string[] = []
      started.queue.work({ ...idle, delivery: async ({ key }) => void seen.push(key) })
      await settled()
      expect(seen.sort()).toEqual(keys.slice(0, 200).sort())
    })

    it('refuses a duplicate for a day, long after the first was seen to', async () => {
      started.queue.work(idle)
      await started.queue.take(delivery('same'))
      await settled()
      expect(await started.queue.take(delivery('same'))).toBe('duplicate')
      await started.later(DAY_MS - 60_000)
      expect(await started.queue.take(delivery('same'))).toBe('duplicate')
      await started.later(60_000)
      expect(await started.queue.take(delivery('same'))).toBe('stored')
    })

    it('hands over again what threw, without holding up others, and refuses its duplicate meanwhile', async () => {
      const seen: string[] = []
      started.queue.work({
        ...idle,
        async delivery({ key }, failed) {
          seen.push(`${key} ${failed}`)
          if (key === 'stubborn' && failed === 0) throw new Error('not yet')
        },
      })
      await started.queue.take(delivery('stubborn'))
      await vi.waitFor(() => expect(seen).toEqual(['stubborn 0']), PATIENCE)
      expect(await started.queue.take(delivery('stubborn'))).toBe('duplicate')
      await started.queue.take(delivery('other'))
      await vi.waitFor(() => expect(seen).toEqual(['stubborn 0', 'other 0', 'stubborn 1']), PATIENCE)
      await settled()
    })
  })

  describe('entities', () => {
    it('looks once at an entity that is touched often while it waits', async () => {
      const seen: string[] = []
      const queues = [started.queue, started.replica.queue]
      await Promise.all(Array.from({ length: 25 }, (_, n) => queues[n % 2]?.touch(['projet:1', 'projet:2'])))
      expect(await started.queue.count()).toEqual({ deliveries: 0, entities: 2 })
      started.queue.work({ ...idle, entity: async (entity) => void seen.push(entity) })
      await settled()
      expect(seen.sort()).toEqual(['projet:1', 'projet:2'])
      await started.queue.touch([])
      await started.queue.touch(['projet:1'])
      await vi.waitFor(() => expect(seen).toHaveLength(3), PATIENCE)
    })

    it('looks exactly once more at what is touched while it is looked at', async () => {
      const looks: number[] = []
      const { open, opened } = door()
      let current = 0
      async function entity(): Promise<void> {
        current += 1
        looks.push(current)
        await opened
        current -= 1
      }
      started.queue.work({ ...idle, entity })
      started.replica.queue.work({ ...idle, entity })
      await started.queue.touch(['projet:1'])
      await vi.waitFor(() => expect(looks).toHaveLength(1), PATIENCE)
      for (let n = 0; n < 10; n += 1) await started.queue.touch(['projet:1'])
      expect(looks).toEqual([1])
      open()
      await vi.waitFor(() => expect(looks).toEqual([1, 1]), PATIENCE)
      await settled()
      expect(looks).toEqual([1, 1])
    })

    it('is the job that waits for its retry, when it is touched meanwhile', async () => {
      const seen: string[] = []
      started.queue.work({
        ...idle,
        async entity(entity, failed) {
          seen.push(`${entity} ${failed}`)
          if (entity === 'projet:1' && failed === 0) throw new Error('not yet')
        },
      })
      await started.queue.touch(['projet:1'])
      await vi.waitFor(() => expect(seen).toEqual(['projet:1 0']), PATIENCE)
      // Once another was looked at, the first waits for sure.
      await started.queue.touch(['projet:2'])
      await vi.waitFor(() => expect(seen).toEqual(['projet:1 0', 'projet:2 0']), PATIENCE)
      await started.queue.touch(['projet:1'])
      await settled()
      expect(seen).toEqual(['projet:1 0', 'projet:2 0', 'projet:1 1'])
    })

    it('keeps a touch over a look that fails', async () => {
      const seen: number[] = []
      const { open, opened } = door()
      started.queue.work({
        ...idle,
        async entity(_entity, failed) {
          seen.push(failed)
          await opened
          if (seen.length === 1) throw new Error('not yet')
        },
      })
      await started.queue.touch(['projet:1'])
      await vi.waitFor(() => expect(seen).toEqual([0]), PATIENCE)
      await started.queue.touch(['projet:1'])
      open()
      await vi.waitFor(() => expect(seen).toEqual([0, 1, 0]), PATIENCE)
      await settled()
      expect(seen).toEqual([0, 1, 0])
    })

    it('loses no touch and looks at one entity at a time, in whatever order things happen', async () => {
      const random = dice(4)
      const wanted = new Map<string, number>()
      const seen = new Map<string, number>()
      const busy = new Set<string>()
      const clashes: string[] = []
      async function entity(key: string, failed: number): Promise<void> {
        if (busy.has(key)) clashes.push(key)
        busy.add(key)
        const now = wanted.get(key) ?? 0
        await new Promise((resolve) => setTimeout(resolve, random() * 6))
        busy.delete(key)
        if (failed === 0 && random() < 0.02) throw new Error('not yet')
        seen.set(key, now)
      }
      const queues = [started.queue, started.replica.queue]
      for (const queue of queues) queue.work({ ...idle, entity })
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          for (let n = 0; n < 60; n += 1) {
            const key = `projet:${Math.floor(random() * 12)}`
            wanted.set(key, (wanted.get(key) ?? 0) + 1)
            await queues[n % 2]?.touch([key])
            if (random() < 0.5) await new Promise((resolve) => setTimeout(resolve, random() * 8))
          }
        }),
      )
      await vi.waitFor(() => expect([...seen].sort()).toEqual([...wanted].sort()), PATIENCE)
      expect(clashes).toEqual([])
      await settled()
    })
  })

  describe('probes', () => {
    it('asks once for each remote, after its time, and is no entity', async () => {
      const seen: string[] = []
      await Promise.all(Array.from({ length: 5 }, () => started.queue.probe('docmost', 50, 2)))
      await started.replica.queue.probe('baserow', 0, 0)
      expect(await started.queue.count()).toEqual({ deliveries: 0, entities: 0 })
      started.queue.work({ ...idle, probe: async (system, failed) => void seen.push(`${system} ${failed}`) })
      await vi.waitFor(() => expect([...seen].sort()).toEqual(['baserow 0', 'docmost 2']), PATIENCE)
      await started.queue.probe('docmost', 0, 7)
      await vi.waitFor(
        () => expect([...seen].sort()).toEqual(['baserow 0', 'docmost 2', 'docmost 7']),
        PATIENCE,
      )
    })

    it('is asked for again from within, and counts on when it throws', async () => {
      const seen: number[] = []
      started.queue.work({
        ...idle,
        async probe(system, failed) {
          seen.push(failed)
          if (failed < 2) await started.queue.probe(system, 20, failed + 1)
          if (failed === 2) throw new Error('our own fault')
        },
      })
      await started.queue.probe('docmost', 20, 0)
      await vi.waitFor(() => expect(seen).toEqual([0, 1, 2, 3]), PATIENCE)
    })
  })

  it('waits for what is being done when it closes', async () => {
    const { open, opened } = door()
    let ended = false
    const begun = door()
    started.queue.work({
      ...idle,
      async entity() {
        begun.open()
        await opened
        ended = true
      },
    })
    await started.queue.touch(['projet:1'])
    await begun.opened
    const closed = started.queue.close().then(() => ended)
    open()
    expect(await closed).toBe(true)
  })
})

describe('a queue of the sync in memory', () => {
  it('retries when the clock is moved, later each time, and as late as the remote asked', async () => {
    const lever = createLeverClock()
    const waits: number[] = []
    function after(ms: number, then: () => void): () => void {
      waits.push(ms)
      return lever.after(ms, then)
    }
    const { queue, stop } = createMemorySyncStorage({ now: lever.now, after })
    const seen: number[] = []
    const patient = Object.assign(new Error('rate limited'), { retryAfterMs: 3_600_000 })
    queue.work({
      ...idle,
      async entity(_entity, failed) {
        seen.push(failed)
        if (failed < 6) throw failed === 5 ? patient : new Error('not yet')
      },
    })
    await queue.touch(['projet:1'])
    for (let n = 1; n <= 6; n += 1) {
      await vi.waitFor(() => expect(waits).toHaveLength(n))
      lever.jump(waits[n - 1] ?? 0)
    }
    await vi.waitFor(() => expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]))
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 3_600_000])
    await stop()
  })
})
