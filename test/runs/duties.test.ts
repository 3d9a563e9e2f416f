import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createRedisStorage } from '../../src/adapters/redis/storage.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { createDuties, type Duty, every } from '../../src/runs/duties.ts'
import { Hopeless, type Job, type Memo, Postponed, type Storage } from '../../src/runs/ports.ts'
import { KINDS } from '../contract/storage.ts'
import { type RedisServer, startRedis } from '../fakes/redis.ts'
import { createStepQueue } from './step-queue.ts'

const MINUTE = 60_000
const silent = { warn: () => {} }

type DutyJob = Extract<Job, { kind: 'duty' }>

function dutyJob(job: Job | undefined): DutyJob {
  if (job?.kind !== 'duty') throw new Error('no duty')
  return job
}

/** A duty that is due each minute, and fails as told. */
function open(from = 10 * MINUTE + 1, fails: () => boolean = () => false, duty: Partial<Duty> = {}) {
  let now = from
  const clock = { now: () => now }
  const queue = createStepQueue(clock)
  const seen: { due: number; memo: Memo; ok: boolean }[] = []
  const told: object[] = []
  const one: Duty = {
    name: 'rounds',
    next: every(MINUTE),
    async perform(due, memo) {
      const ok = !fails()
      seen.push({ due, memo, ok })
      if (!ok) throw new Error('not this time')
      return { rounds: (memo['rounds'] ?? 0) + 1 }
    },
    ...duty,
  }
  const log = { warn: (data: object) => void told.push(data) }
  const make = (duties: readonly Duty[]) => createDuties({ duties, queue, clock, log })
  const handle = (duties: ReturnType<typeof make>) => (job: Job) => duties.perform(dutyJob(job))
  return {
    one,
    queue,
    seen,
    told,
    make,
    at: (time: number) => {
      now = time
    },
    /** Lets time pass, one job after the other. */
    async until(end: number, duties = make([one])) {
      while (queue.nextAt() <= end) {
        now = Math.max(now, queue.nextAt())
        await queue.step(handle(duties))
      }
      now = end
    },
    /** Performs what is overdue, as a process does that starts late. */
    catchUp: (duties = make([one])) => queue.step(handle(duties)),
  }
}

describe('a duty', () => {
  it('comes at each of its times, and knows what the time before left', async () => {
    const { make, one, until, seen } = open()
    await make([one]).start()
    await until(14 * MINUTE)
    expect(seen.map(({ due, memo }) => [due / MINUTE, memo])).toEqual([
      [11, {}],
      [12, { rounds: 1 }],
      [13, { rounds: 2 }],
      [14, { rounds: 3 }],
    ])
  })

  it('is planned once, however many replicas start', async () => {
    const { make, one, queue } = open()
    await Promise.all(Array.from({ length: 5 }, () => make([one]).start()))
    expect(queue.jobs()).toHaveLength(1)
  })

  it('that was due while nothing ran comes once at the next start', async () => {
    const { make, one, at, catchUp, until, seen } = open()
    await make([one]).start()
    at(15 * MINUTE + 1)
    await make([one]).start()
    await catchUp()
    await until(17 * MINUTE)
    expect(seen.map(({ due }) => due / MINUTE)).toEqual([11, 16, 17])
  })

  it('that the configuration moved is left out, and comes at its new time', async () => {
    const { make, one, until, seen, queue } = open()
    await make([one]).start()
    const moved: Duty = { ...one, next: (at) => (Math.floor(at / MINUTE / 7) + 1) * 7 * MINUTE }
    const after = make([moved])
    await after.start()
    await until(13 * MINUTE, after)
    expect(seen).toEqual([])
    expect(queue.jobs().map((job) => job.id)).toEqual(['duty.rounds.840000'])
    await until(14 * MINUTE, after)
    expect(seen.map(({ due }) => due / MINUTE)).toEqual([14])
  })

  it('that comes early waits, and one that is none any more is given up', async () => {
    const { make, one, queue } = open()
    const duties = make([one])
    await duties.start()
    const job = dutyJob(queue.jobs()[0])
    await expect(duties.perform(job)).rejects.toThrow(Postponed)
    await expect(make([]).perform({ ...job, dueAt: 0 })).rejects.toThrow(Hopeless)
  })
})

describe('a duty that fails', () => {
  it('is tried again with the same memo, says so, and keeps its next time', async () => {
    let failures = 1
    const { make, one, until, seen, told } = open(undefined, () => failures-- > 0)
    await make([one]).start()
    await until(12 * MINUTE)
    expect(seen).toEqual([
      { due: 11 * MINUTE, memo: {}, ok: false },
      { due: 11 * MINUTE, memo: {}, ok: true },
      { due: 12 * MINUTE, memo: { rounds: 1 }, ok: true },
    ])
    expect(told).toMatchObject([{ duty: 'rounds', dueAt: 11 * MINUTE, err: { message: 'not this time' } }])
  })

  it('always, for a day, stays one job and comes at each of its times', async () => {
    const { make, one, until, seen, queue } = open(undefined, () => true)
    await make([one]).start()
    await until(24 * 60 * MINUTE)
    expect(queue.jobs()).toHaveLength(1)
    const dues = new Set(seen.map(({ due }) => due))
    expect(dues.size).toBe(24 * 60 - 10)
    expect(seen.length).toBeLessThanOrEqual(2 * dues.size)
  })

  it('of a week is tried until it succeeds, and then waits for its next week', async () => {
    const week = 7 * 24 * 60 * MINUTE
    let failures = 500
    const { make, one, until, seen, queue } = open(undefined, () => failures-- > 0, { next: every(week) })
    await make([one]).start()
    await until(week + 300 * MINUTE)
    expect(seen.filter(({ ok }) => ok).map(({ due }) => due)).toEqual([week])
    expect(queue.jobs().map((job) => job.id)).toEqual([`duty.rounds.${2 * week}`])
  })

  it('whatever fails and restarts, is one job again soon, is never lost, and is done once for each time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 20 }),
        async (fates, pauses) => {
          let n = 0
          const { make, one, at, catchUp, until, seen, queue } = open(
            1,
            () => fates[n++ % fates.length] === false,
          )
          let now = 1
          for (const pause of pauses) {
            now += pause
            if (pause % 2 === 0) await until(now)
            else at(now)
            await make([one]).start()
            await catchUp()
            expect(queue.jobs().length).toBeGreaterThanOrEqual(1)
          }
          // Each start plans a next time besides one that is late; they are one again soon.
          await until(now + 3 * MINUTE)
          expect(queue.jobs()).toHaveLength(1)
          const done = seen.filter(({ ok }) => ok).map(({ due }) => due)
          expect(new Set(done).size).toBe(done.length)
        },
      ),
    )
  })
})

describe.each(KINDS)('in %s', (_kind, start) => {
  let storage: Storage
  afterEach(() => storage.stop())

  it('goes on from time to time, each of them once', async () => {
    storage = await start()
    const seen: number[] = []
    const perform = async (due: number, memo: Memo) => {
      seen.push(due)
      if (seen.length === 2) throw new Error('once')
      return { n: (memo['n'] ?? 0) + 1 }
    }
    const duties = createDuties({
      duties: [{ name: 'rounds', next: every(200), perform }],
      queue: storage.queue,
      clock: systemClock,
      log: silent,
    })
    storage.queue.work(
      (job) => duties.perform(dutyJob(job)),
      async () => {},
    )
    await Promise.all([duties.start(), duties.start()])
    await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(5), 8_000)
    expect(new Set(seen).size).toBe(seen.length)
  })
})

describe('two replicas on one Redis', () => {
  let redis: RedisServer
  const storages: Storage[] = []
  afterEach(async () => {
    for (const storage of storages.splice(0)) await storage.stop()
    await redis.stop()
  })

  function replica(seen: number[], everyMs = 200) {
    const storage = createRedisStorage(redis.url, { clock: systemClock, log: silent })
    storages.push(storage)
    const perform = async (due: number) => {
      seen.push(due)
      return undefined
    }
    const duties = createDuties({
      duties: [{ name: 'rounds', next: every(everyMs), perform }],
      queue: storage.queue,
      clock: systemClock,
      log: silent,
    })
    const work = () =>
      storage.queue.work(
        (job) => duties.perform(dutyJob(job)),
        async () => {},
      )
    return { duties, work }
  }

  it('perform each time once between them', async () => {
    redis = await startRedis()
    const seen: number[] = []
    for (const one of [replica(seen), replica(seen)]) {
      one.work()
      await one.duties.start()
    }
    await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(8), 8_000)
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('find what was due while neither ran, and perform it once', async () => {
    redis = await startRedis()
    const seen: number[] = []
    const period = 1_000
    await replica(seen, period).duties.start()
    const missed = every(period)(Date.now())
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(missed + period), 5_000)
    for (const one of [replica(seen, period), replica(seen, period)]) {
      one.work()
      await one.duties.start()
    }
    await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(3), 8_000)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.filter((due) => due <= missed + period).length).toBe(1)
  })
})
