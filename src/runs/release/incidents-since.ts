import type { Entry, Run } from '../../engine/run.ts'
import { textFact, titleOf } from '../../notify/cards/incident-facts.ts'
import { formatTime } from '../../notify/time.ts'
import { isDrill } from '../actions/results.ts'
import { oneLine } from '../actions/words.ts'
import type { Clock, RunStore } from '../ports.ts'
import type { Settings } from '../settings.ts'
import type { Found } from './attend.ts'

export type IncidentsSinceDeps = {
  readonly store: Pick<RunStore, 'list'>
  readonly settings: Pick<Settings, 'timeZone'>
  readonly clock: Pick<Clock, 'now'>
}

const MOST = 50

/** Incidents that began since the release was deployed, and alerts that joined older ones: each is told once. */
export async function incidentsSince(deps: IncidentsSinceDeps, release: Run): Promise<readonly Found[]> {
  const since = deployedAt(release)
  const [begun, open] = await Promise.all([
    deps.store.list({ playbook: 'incident', since, limit: MOST }),
    deps.store.list({ playbook: 'incident', state: 'open', limit: MOST }),
  ])
  const incidents = [...begun, ...open.filter(({ id }) => begun.every((one) => one.id !== id))]
  const known = new Set(release.history.map(({ key }) => key))
  return incidents
    .filter((run) => !isDrill(run))
    .flatMap((run) => toldOf(deps, run, since))
    .filter(({ key }) => !known.has(key))
}

/** Its deployment ended then, whichever way. */
export function deployedAt({ history, openedAt }: Pick<Run, 'history' | 'openedAt'>): number {
  const ended = history.findLast(({ step, kind }) => step === 'deploy' && kind === 'completed')
  return ended?.at ?? openedAt
}

function toldOf(deps: IncidentsSinceDeps, run: Run, since: number): readonly Found[] {
  const opened =
    run.openedAt < since ? [] : [found(deps, run, `alerted:${run.id}`, 'opened', run.openedAt, titleOf(run))]
  const joined = run.history.flatMap((entry, n) =>
    isAlert(entry) && entry.at >= since
      ? [found(deps, run, `alerted:${run.id}:${n}`, 'alert', entry.at, alertTitle(entry, run))]
      : [],
  )
  return [...opened, ...joined]
}

function isAlert({ kind, what }: Entry): boolean {
  return kind === 'noted' && what === 'alert'
}

function alertTitle({ fields }: Entry, run: Run): string {
  return textFact(fields, 'title') ?? titleOf(run)
}

/** `INC-4 opened 14:31 - Docmost 502` */
function found(
  { settings, clock }: IncidentsSinceDeps,
  { id }: Run,
  key: string,
  what: 'opened' | 'alert',
  at: number,
  title: string,
): Found {
  const time = formatTime(at, { timeZone: settings.timeZone, now: clock.now() })
  const fields = { incident: id, text: `${id} ${what} ${time} - ${oneLine(title)}` }
  return { key, result: { note: 'alerted', fields } }
}
