import type { Run } from '../../engine/run.ts'
import type { DueAfter } from '../../engine/span.ts'
import type { SurfaceName } from '../../notify/ports.ts'
import { formatSpan } from '../../notify/time.ts'
import type { Action } from '../act.ts'
import { auditEscalations, type Escalation } from '../auditor.ts'
import { type Clock, type Deliveries, Postponed } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { moment } from './words.ts'

export type IncidentEscalationsDeps = {
  readonly deliveries: Pick<Deliveries, 'status'>
  readonly surfaces: readonly SurfaceName[]
  readonly settings: Pick<Settings, 'timeZone'>
  readonly dueAfter: DueAfter
  readonly clock: Pick<Clock, 'now'>
}

/** A message may still be on its way: a reply waits that long for its card. */
const UNDER_WAY_MS = 10 * 60_000
const LOOK_AGAIN_MS = 5_000
/** `Deliveries` forgets after a week; what it can't know any more is not held against it. */
const REMEMBERED_MS = 6 * 24 * 3_600_000

const NAMES = { backup: 'call to the backup', owners: 'call to the owners', target: 'missed target' } as const

/** Says of each escalation whether it ran when it was due, and whether its message reached every surface. */
export function createIncidentEscalations(deps: IncidentEscalationsDeps): Action {
  return async (run) => {
    const escalations = auditEscalations(run, deps.dueAfter)
    if (escalations.length === 0) return undefined
    const audited = await Promise.all(
      escalations.map(async (one) => ({ one, undelivered: await undeliveredOf(deps, run, one) })),
    )
    const faulty = audited.some(({ one, undelivered }) => one.state === 'missed' || undelivered.length > 0)
    const lines = audited.map(({ one, undelivered }) => lineOf(deps.settings.timeZone, one, undelivered))
    return { note: 'escalations', fields: { lines: lines.join('\n'), ...(faulty ? { missed: 'yes' } : {}) } }
  }
}

/** The surfaces on which its message does not stand. */
async function undeliveredOf(
  { deliveries, surfaces, clock }: IncidentEscalationsDeps,
  run: Run,
  { at, entry }: Escalation,
): Promise<readonly SurfaceName[]> {
  if (at === undefined || entry === undefined || clock.now() - at > REMEMBERED_MS) return []
  const effects = postsOf(run, entry)
  const looked = await Promise.all(
    surfaces.map(async (surface) => {
      const states = await Promise.all(effects.map((effect) => deliveries.status(`${effect}@${surface}`)))
      return states.every((state) => state === 'done') ? [] : [surface]
    }),
  )
  const missing = looked.flat()
  if (missing.length > 0 && clock.now() - at < UNDER_WAY_MS)
    throw new Postponed('a message may still be on its way', LOOK_AGAIN_MS)
  return missing
}

/** The ids of an entry's messages: a run's version counts its entries, and a timer wishes for messages alone. */
function postsOf({ id, history }: Run, entry: number): readonly string[] {
  return (history[entry]?.posts ?? []).map((_message, n) => `${id}.${entry + 1}.${n}`)
}

function lineOf(timeZone: string, one: Escalation, undelivered: readonly SurfaceName[]): string {
  const fate = undelivered.length === 0 ? '' : `, not delivered on ${undelivered.join(' and ')}`
  return `${NAMES[one.what]}: ${courseOf(timeZone, one)}${fate}`
}

function courseOf(timeZone: string, { state, dueAt, at = dueAt }: Escalation): string {
  const due = moment(dueAt, timeZone)
  switch (state) {
    case 'ran':
      return `due ${due}, ran ${moment(at, timeZone)}`
    case 'late':
      return `due ${due}, ran ${formatSpan(at - dueAt)} late`
    case 'not_due':
      return `would have been due ${due}, decided before`
    case 'missed':
      return `due ${due}, never ran`
  }
}
