import type { Run } from '../../engine/run.ts'
import { eventOf, type Result } from '../act.ts'
import type { Clock, RunStore } from '../ports.ts'
import { RemoteError } from '../remote.ts'
import type { Runs } from '../submit.ts'

/**
 * Looks at what a run waits for outside, and answers what the run doesn't know yet. The key names what was found and
 * not who looked: the webhook, the timer and a second replica are one event.
 */
export type Look = (run: Run) => Promise<readonly Found[]>

export type Found = { readonly key: string; readonly result: Result }

/** By playbook and step: `release.deploy`. */
export type Looks = Readonly<Record<string, Look>>

export type Attendance = {
  /** Looks after every open release and rollback. What is away now is looked at again the next time. */
  attend(): Promise<void>
}

export type AttendanceDeps = {
  readonly store: Pick<RunStore, 'list'>
  readonly runs: Pick<Runs, 'submit'>
  readonly looks: Looks
  readonly clock: Pick<Clock, 'now'>
  readonly log: { warn(data: object, message: string): void }
}

/** A rollback first: nothing of a release keeps it waiting. */
const PLAYBOOKS = ['rollback', 'release'] as const
const MOST = 50

/** A webhook is only a reason to look: what counts is what GitHub says when it is asked. */
export function createAttendance({ store, runs, looks, clock, log }: AttendanceDeps): Attendance {
  async function attendTo(run: Run): Promise<void> {
    const look = looks[`${run.playbook}.${run.step}`]
    if (look === undefined) return
    try {
      for (const { key, result } of await look(run))
        await runs.submit(run.id, eventOf(result, key, clock.now()))
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error
      log.warn({ run: run.id, step: run.step, because: error.message }, 'a release could not be looked after')
    }
  }

  return {
    async attend() {
      const lists = PLAYBOOKS.map((playbook) => store.list({ playbook, state: 'open', limit: MOST }))
      const open = (await Promise.all(lists)).flat()
      const looked = await Promise.allSettled(open.map(attendTo))
      const fault = looked.find(({ status }) => status === 'rejected')
      if (fault?.status === 'rejected') throw fault.reason
    },
  }
}
