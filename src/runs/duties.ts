import { type Clock, Hopeless, type Job, type Memo, Postponed, type Queue } from './ports.ts'

/** Something that Vigie does again and again by itself. */
export type Duty = {
  readonly name: string
  /** When it is due next after `at`. */
  next(at: number): number
  /** Does it, for the time when it was due. Answers what the next time is to know. May be called twice for one time. */
  perform(due: number, memo: Memo): Promise<Memo | undefined>
}

export type Duties = {
  /** Puts the next time of each duty into the queue: once, however many replicas do so. */
  start(): Promise<void>
  perform(job: DutyJob): Promise<void>
}

type DutyJob = Extract<Job, { kind: 'duty' }>

export type DutiesDeps = {
  readonly duties: readonly Duty[]
  readonly queue: Pick<Queue, 'add'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: { warn(data: object, message: string): void }
}

/** One that fails is tried again this often, until its next time comes. */
const TRY_AGAIN_MS = 30_000

/**
 * The next time of a duty waits in the queue, so that it outlives the process and happens once among replicas.
 * One that was due while nothing ran comes at the next start. Each job brings the next one only when it ends,
 * and a job that fails goes back itself: a duty that always fails stays one job.
 */
export function createDuties({ duties, queue, clock, log }: DutiesDeps): Duties {
  const add = (duty: Duty, dueAt: number, memo: Memo) =>
    queue.add([{ id: `duty.${duty.name}.${dueAt}`, kind: 'duty', duty: duty.name, dueAt, memo }])

  /** One bad time is not the last one: it is tried again, or its next time takes its place when that comes first. */
  async function goOn(duty: Duty, dueAt: number, memo: Memo, error: unknown): Promise<void> {
    const next = duty.next(clock.now())
    log.warn({ duty: duty.name, dueAt, err: error }, 'a duty failed and is tried again')
    if (next - clock.now() > TRY_AGAIN_MS) throw new Postponed('the duty failed', TRY_AGAIN_MS)
    await add(duty, next, memo)
  }

  return {
    async start() {
      for (const duty of duties) await add(duty, duty.next(clock.now()), {})
    },
    async perform({ duty: name, dueAt, memo }) {
      const now = clock.now()
      if (now < dueAt) throw new Postponed('the duty is not due yet', dueAt - now)
      const duty = duties.find((one) => one.name === name)
      if (duty === undefined) throw new Hopeless(`${name} is no duty any more`)
      // The configuration may have moved it: what is not due by it any more is left out.
      if (duty.next(dueAt - 1) !== dueAt) return add(duty, duty.next(now), memo)
      let left: Memo | undefined
      try {
        left = await duty.perform(dueAt, memo)
      } catch (error) {
        return goOn(duty, dueAt, memo, error)
      }
      await add(duty, duty.next(clock.now()), left ?? memo)
    },
  }
}

/** Due at every whole multiple of `everyMs`, the same for all replicas. */
export function every(everyMs: number): Duty['next'] {
  return (at) => (Math.floor(at / everyMs) + 1) * everyMs
}
