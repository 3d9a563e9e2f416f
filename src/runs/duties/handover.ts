import type { Playbook } from '../../engine/playbook.ts'
import { type Fields, type Run, VIGIE } from '../../engine/run.ts'
import { owedOf } from '../../notify/cards/incident-facts.ts'
import type { Duty } from '../duties.ts'
import type { Clock, RunStore } from '../ports.ts'
import type { Roster } from '../roster.ts'
import type { Runs } from '../submit.ts'

const DAY_MS = 24 * 3_600_000
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
      const [incidents, items] = await Promise.all([
        store.list({ playbook: 'incident', since: now - 5 * WEEK_MS, limit: 200 }),
        store.list({ state: 'open', playbook: 'action-item', limit: 200 }),
      ])
      const { primary, backup } = roster.onCallAt(now)
      await runs.open(playbook, {
        key: `handover:${due}`,
        // Counted from when it is handed over: nobody could read the recap of one that comes late before.
        at: now,
        by: { id: VIGIE, groups: [] },
        door: 'timer',
        facts: {
          from: roster.onCallAt(due - 1).primary,
          to: primary,
          backup,
          recap: recapOf({ incidents, items, now, nameOf }).join('\n'),
          ...lateness(deps, due, now),
        },
        durations: DURATIONS,
      })
      return undefined
    },
  }
}

const LATE_AFTER_MS = 60_000

function lateness({ startedAt }: Pick<HandoverDeps, 'startedAt'>, due: number, now: number): Fields {
  const ms = now - due
  if (ms <= LATE_AFTER_MS) return {}
  return { lateMs: String(ms), ...(due < startedAt ? { lateRestart: true } : {}) }
}

type Recap = {
  readonly incidents: readonly Run[]
  readonly items: readonly Run[]
  readonly now: number
  readonly nameOf: (person: string) => string
}

/** What the week left: incidents, what is open still, what is overdue. A line each. */
export function recapOf({ incidents, items, now, nameOf }: Recap): readonly string[] {
  const real = incidents.filter((run) => run.facts['drill'] !== true && run.facts['ignored'] !== true)
  const week = real.filter((run) => run.openedAt >= now - WEEK_MS && run.facts['severity'] !== undefined)
  const open = real.filter((run) => run.state === 'open' && run.facts['resolved'] !== true)
  const overdue = items.filter((run) => run.facts['overdue'] === true)
  return [
    week.length === 0
      ? 'No incident in the last 7 days'
      : `${week.length} in the last 7 days: ${counts(week)}`,
    ...open.map((run) => `Open: ${run.id} ${titleOf(run)}`),
    ...real.flatMap((run) => {
      const owed = owedOf(run)
      return owed === undefined ? [] : [`Owed: ${owed} of ${run.id} ${titleOf(run)}`]
    }),
    ...overdue.map(
      (run) => `Overdue: ${run.id} ${String(run.facts['text'])} (${nameOf(String(run.facts['owner']))})`,
    ),
  ]
}

function counts(runs: readonly Run[]): string {
  const named = ['sev1', 'sev2', 'sev3'].flatMap((severity) => {
    const many = runs.filter((run) => run.facts['severity'] === severity).length
    return many === 0 ? [] : [`${many} ${severity.toUpperCase()}`]
  })
  return named.join(', ')
}

function titleOf(run: Run): string {
  return `[${String(run.facts['severity'] ?? 'alert').toUpperCase()}] ${String(run.facts['title'] ?? '')}`.trim()
}
