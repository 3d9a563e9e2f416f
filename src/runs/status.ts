import type { Run } from '../engine/run.ts'
import { textFact } from '../notify/cards/incident-facts.ts'
import type { RunStore } from './ports.ts'

/** The banner that the product's own pages show. Times in ISO 8601. */
export type Status = {
  readonly state: 'operational' | 'incident'
  readonly severity?: string
  readonly message?: string
  readonly since?: string
  readonly nextUpdate?: string
}

export async function readStatus(store: Pick<RunStore, 'list'>): Promise<Status> {
  return statusOf(await store.list({ state: 'open', playbook: 'incident', limit: 50 }))
}

/** The worst incident that users feel, the latest of equals; operational without one. */
export function statusOf(runs: readonly Run[]): Status {
  const [worst] = runs
    .filter(isPublic)
    .sort((a, b) => severityOf(a).localeCompare(severityOf(b)) || b.openedAt - a.openedAt)
  if (worst === undefined) return { state: 'operational' }
  const next = worst.timers.find((timer) => timer.rule === 'remind')?.dueAt
  return {
    state: 'incident',
    severity: severityOf(worst),
    message: messageOf(worst),
    since: iso(sinceOf(worst)),
    ...(next === undefined ? {} : { nextUpdate: iso(next) }),
  }
}

/** A service that is down is felt unless somebody said no; a degradation when somebody said so. Drills never. */
function isPublic({ facts }: Run): boolean {
  if (facts['drill'] === true || facts['resolved'] === true || facts['severity'] === undefined) return false
  return facts['severity'] === 'sev1' ? facts['userFacing'] !== false : facts['userFacing'] === true
}

function severityOf(run: Run): string {
  return String(run.facts['severity'] ?? '').toUpperCase()
}

/** What an update said to the public last. What it says to the team is the team's: anybody can read the banner. */
function messageOf(run: Run): string {
  const said = run.history
    .filter((entry) => entry.kind === 'noted' && entry.what === 'update')
    .map((entry) => textFact(entry.fields, 'public'))
  return said.findLast((words) => words !== undefined) ?? 'We are investigating a problem.'
}

/** When a monitor saw it begin, where one did. */
function sinceOf(run: Run): number {
  const since = Number(run.facts['since'])
  return Number.isFinite(since) && since > 0 ? since : run.openedAt
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
