import type { Entry } from '../engine/run.ts'
import { type Figure, SEVERITIES, type Severity } from '../notify/figure.ts'
import { type Milestones, passMilestone } from '../notify/milestones.ts'
import { isoDate } from '../notify/time.ts'
import type { AuditRecord } from './ports.ts'
import { spreadOf } from './spread.ts'

/** What is left of the audit stream: incidents under way, and of each resolved one its durations. */
export type Figures = {
  readonly open: ReadonlyMap<string, OpenIncident>
  /** The latest first, as a chain: adding one copies nothing. */
  readonly closed: Chain | undefined
}

type OpenIncident = { readonly severity: Severity | undefined; readonly passed: Milestones }

type Chain = { readonly incident: ClosedIncident; readonly before: Chain | undefined }

/** Milliseconds. */
type ClosedIncident = {
  readonly id: string
  readonly severity: Severity
  readonly detection: number
  readonly acknowledge: number | undefined
  readonly mitigate: number
  readonly resolve: number
}

export const emptyFigures: Figures = { open: new Map(), closed: undefined }

/** The figures after one more record of the audit stream. Drills, ignored alerts and other playbooks leave no trace. */
export function addRecord(figures: Figures, { run, result, entry }: AuditRecord): Figures {
  if (run === undefined || entry === undefined || result !== 'done') return figures
  if (entry.kind === 'began') return began(figures, run, entry)
  const incident = figures.open.get(run)
  if (incident === undefined) return figures
  if (entry.kind === 'decided' && entry.what === 'ignore') return without(figures, run)
  const severity = severityAfter(entry) ?? incident.severity
  const passed = passMilestone(incident.passed, entry)
  if (passed.resolved !== undefined) return resolved(without(figures, run), run, { severity, passed })
  if (severity === incident.severity && passed === incident.passed) return figures
  return { ...figures, open: new Map(figures.open).set(run, { severity, passed }) }
}

/** How bad each incident is that counts: the open ones as they stand, the others as they were resolved. */
export function severitiesOf(figures: Figures): ReadonlyMap<string, Severity> {
  const severities = new Map<string, Severity>()
  for (let link = figures.closed; link !== undefined; link = link.before)
    severities.set(link.incident.id, link.incident.severity)
  for (const [id, { severity }] of figures.open) if (severity !== undefined) severities.set(id, severity)
  return severities
}

/** By month, then by severity; only what there is. */
export function figuresOf(figures: Figures, timeZone: string): readonly Figure[] {
  const groups = new Map<string, ClosedIncident[]>()
  for (let link = figures.closed; link !== undefined; link = link.before) {
    const { incident } = link
    const key = `${isoDate(incident.detection, timeZone).slice(0, 7)} ${incident.severity}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [incident])
    else group.push(incident)
  }
  const months = [...new Set([...groups.keys()].map((key) => key.slice(0, 7)))].sort()
  return months.flatMap((month) =>
    SEVERITIES.flatMap((severity) => {
      const group = groups.get(`${month} ${severity}`)
      return group === undefined ? [] : [figureOf(month, severity, group)]
    }),
  )
}

function began(figures: Figures, run: string, entry: Entry): Figures {
  if (entry.what !== 'incident' || entry.fields['drill'] === true) return figures
  const incident = { severity: severityIn(entry.fields['severity']), passed: { detection: entry.at } }
  return { ...figures, open: new Map(figures.open).set(run, incident) }
}

/** One whose severity nobody ever said belongs to no group. */
function resolved(figures: Figures, id: string, { severity, passed }: OpenIncident): Figures {
  const { detection, triage, restored, resolved: end } = passed
  if (severity === undefined || end === undefined) return figures
  const incident = {
    id,
    severity,
    detection,
    acknowledge: triage === undefined ? undefined : triage - detection,
    mitigate: (restored ?? end) - detection,
    resolve: end - detection,
  }
  return { ...figures, closed: { incident, before: figures.closed } }
}

function without(figures: Figures, run: string): Figures {
  const open = new Map(figures.open)
  open.delete(run)
  return { ...figures, open }
}

function severityAfter({ kind, what, fields }: Entry): Severity | undefined {
  if (kind === 'decided') return severityIn(what)
  return kind === 'noted' && what === 'severity' ? severityIn(fields['severity']) : undefined
}

function severityIn(word: unknown): Severity | undefined {
  return SEVERITIES.find((one) => one === word)
}

function figureOf(month: string, severity: Severity, group: readonly ClosedIncident[]): Figure {
  const acknowledged = group.flatMap((one) => (one.acknowledge === undefined ? [] : [one.acknowledge]))
  return {
    month,
    severity,
    incidents: group.length,
    acknowledge: acknowledged.length === 0 ? undefined : spreadOf(acknowledged),
    mitigate: spreadOf(group.map((one) => one.mitigate)),
    resolve: spreadOf(group.map((one) => one.resolve)),
  }
}
