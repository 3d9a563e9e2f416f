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
}

/**
 * The next time of a duty waits in the queue, so that it outlives the process and happens once among replicas.
 * One that was due while nothing ran comes at the next start.
 */
export function createDuties({ duties, queue, clock }: DutiesDeps): Duties {
  const add = (duty: Duty, dueAt: number, memo: Memo) =>
    queue.add([{ id: `duty.${duty.name}.${dueAt}`, kind: 'duty', duty: duty.name, dueAt, memo }])

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
      } finally {
        // Also when it failed, and is tried again: one bad time must not be the last one.
        await add(duty, duty.next(now), left ?? memo)
      }
    },
  }
}

/** Due at every whole multiple of `everyMs`, the same for all replicas. */
export function every(everyMs: number): Duty['next'] {
  return (at) => (Math.floor(at / everyMs) + 1) * everyMs
}
