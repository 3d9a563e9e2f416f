import type { Playbook } from '../../engine/playbook.ts'
import { type Fields, type Run, VIGIE } from '../../engine/run.ts'
import { owedOf, textFact, titleOf } from '../../notify/cards/incident-facts.ts'
import type { Duty } from '../duties.ts'
import type { Clock, RunStore } from '../ports.ts'
import type { Roster } from '../roster.ts'
import type { Runs } from '../submit.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
/** Reminded once a day until somebody says that the recap was read. */
const DURATIONS = { untaken: DAY_MS, week: 6 * DAY_MS } as const

export type HandoverDeps = {
  readonly store: Pick<RunStore, 'list'>
  readonly runs: Pick<Runs, 'open'>
  readonly roster: Roster
  readonly playbook: Playbook
  readonly nameOf: (person: string) => string
  readonly clock: Pick<Clock, 'now'>
  /** When this process started: what was due before is late because of the restart. */
  readonly startedAt: number
}

/** The weekly hand-over: who was on call, who is now, and what the new one should know. */
export function createHandoverDuty(deps: HandoverDeps): Duty {
  const { store, runs, roster, playbook, nameOf } = deps
  return {
    name: 'handover',
    next: (at) => roster.nextHandover(at),
    async perform(due) {
      await roster.refresh()
      const now = deps.clock.now()
      const since = lastHandover(roster, due)
      const [recent, open, items] = await Promise.all([
        store.list({ playbook: 'incident', since, limit: 200 }),
        store.list({ state: 'open', playbook: 'incident', limit: 200 }),
        store.list({ state: 'open', playbook: 'action-item', limit: 200 }),
      ])
      const { primary, backup } = roster.onCallAt(now)
      const from = roster.onCallAt(due - 1).primary
      await runs.open(playbook, {
        key: `handover:${due}`,
        rememberMs: WEEK_MS,
        // Counted from when it is handed over: nobody could read the recap of one that comes late before.
        at: now,
        by: { id: VIGIE, groups: [] },
        door: 'timer',
        facts: {
          ...(from === primary ? {} : { from }),
          to: primary,
          backup,
          recap: recapOf({ recent, open, items, nameOf }).join('\n'),
          ...lateness(deps, due, now),
        },
        durations: DURATIONS,
      })
      return undefined
    },
  }
}

/** The week of a change of the clock is an hour shorter or longer: its incidents belong to one recap all the same. */
function lastHandover(roster: Roster, due: number): number {
  return roster.nextHandover(due - WEEK_MS - 2 * HOUR_MS)
}

const LATE_AFTER_MS = 60_000

function lateness({ startedAt }: Pick<HandoverDeps, 'startedAt'>, due: number, now: number): Fields {
  const ms = now - due
  if (ms <= LATE_AFTER_MS) return {}
  return { lateMs: String(ms), ...(due < startedAt ? { lateRestart: true } : {}) }
}

type Recap = {
  /** Incidents that began since the last hand-over. */
  readonly recent: readonly Run[]
  /** Incidents that are open, however old. */
  readonly open: readonly Run[]
  /** Open action items. */
  readonly items: readonly Run[]
  readonly nameOf: (person: string) => string
}

/** What the week left: incidents, what is open still, what is overdue. A line each. */
export function recapOf({ recent, open, items, nameOf }: Recap): readonly string[] {
  const week = recent.filter(isReal).filter((run) => run.facts['severity'] !== undefined)
  const left = open.filter(isReal)
  const overdue = items.filter((run) => run.facts['overdue'] === true && run.facts['drill'] !== true)
  return [
    week.length === 0
      ? 'No incident since the last hand-over'
      : `Incidents since the last hand-over: ${counts(week)}`,
    ...left
      .filter((run) => run.facts['resolved'] !== true)
      .map((run) => `Open: ${run.id} ${nameOfIncident(run)}`),
    ...left.flatMap((run) => {
      const owed = owedOf(run)
      return owed === undefined ? [] : [`Owed: ${owed} of ${run.id} ${nameOfIncident(run)}`]
    }),
    ...overdue.map(
      (run) => `Overdue: ${run.id} ${String(run.facts['text'])} (${nameOf(String(run.facts['owner']))})`,
    ),
  ]
}

function isReal({ facts }: Run): boolean {
  return facts['drill'] !== true && facts['ignored'] !== true
}

/** `2 SEV1, 1 SEV3` */
function counts(runs: readonly Run[]): string {
  const named = ['sev1', 'sev2', 'sev3'].flatMap((severity) => {
    const many = runs.filter((run) => run.facts['severity'] === severity).length
    return many === 0 ? [] : [`${many} ${severity.toUpperCase()}`]
  })
  return named.join(', ')
}

function nameOfIncident(run: Run): string {
  return `[${(textFact(run.facts, 'severity') ?? 'alert').toUpperCase()}] ${titleOf(run)}`
}
