import type { Logger } from 'pino'
import { VIGIE } from '../engine/run.ts'
import { tellGivenUp } from '../runs/act.ts'
import type { AuditLog, Clock, Job, Storage } from '../runs/ports.ts'
import type { Runs } from '../runs/submit.ts'

/** A job that was given up is in the log and in the audit of its run, and an action in its thread: nothing ends silently. */
export async function report(
  deps: { audit: AuditLog; clock: Pick<Clock, 'now'>; runs: Pick<Runs, 'submit'> },
  log: Logger,
  job: Job,
  error: Error,
): Promise<void> {
  log.error({ job: job.id, err: error.message }, 'a job was given up')
  const record = { at: deps.clock.now(), by: VIGIE, result: 'failed', reason: error.message } as const
  await deps.audit.append({ ...record, ...whatItWas(job) })
  if (job.kind === 'act') await tellGivenUp(deps, job)
}

function whatItWas(job: Job): { run?: string; door: string; did: string } {
  switch (job.kind) {
    case 'timer':
      return { run: job.run, door: 'timer', did: 'timer' }
    case 'duty':
      return { door: 'timer', did: job.duty }
    case 'act':
      return { run: job.effect.run, door: 'vigie', did: job.effect.action }
    case 'deliver':
      return { run: job.effect.run, door: job.surface, did: job.effect.kind }
  }
}

/** Says what is wrong with the store's settings, once it answers. */
export function warn(storage: Pick<Storage, 'warnings'>, log: Logger): void {
  storage.warnings().then(
    (sentences) => {
      for (const sentence of sentences) log.warn(sentence)
    },
    (error: unknown) => log.warn({ err: error }, 'the store does not answer yet'),
  )
}
