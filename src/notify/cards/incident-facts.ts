import type { Entry, Fields, Run } from '../../engine/run.ts'

/** What the playbook's template says when nobody gave a title. */
const UNTITLED = 'Service degraded'

export function textFact(fields: Fields | undefined, key: string): string | undefined {
  const value = fields?.[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A time that is carried as text, milliseconds since 1970. */
export function timeFact(fields: Fields, key: string): number | undefined {
  const value = fields[key]
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}

/** `SEV1` */
export function severityOf(run: Run): string {
  return (textFact(run.facts, 'severity') ?? 'incident').toUpperCase()
}

export function titleOf(run: Pick<Run, 'facts'>): string {
  return textFact(run.facts, 'title') ?? UNTITLED
}

export function symptomOf(run: Pick<Run, 'facts'>): string {
  return textFact(run.facts, 'symptom') ?? textFact(run.facts, 'title') ?? 'not described yet'
}

/** When the trouble began: as the monitor says, else when the run was opened. */
export function startOf(run: Pick<Run, 'facts' | 'openedAt'>): number {
  return Math.min(timeFact(run.facts, 'since') ?? run.openedAt, run.openedAt)
}

/** Who and when. */
export type Deed = Pick<Entry, 'by' | 'at'>

/** Who gave it a severity: at once, or an alert later. */
export function declarationOf(run: Run): Deed {
  const decided = run.history.find((entry) => entry.kind === 'decided' && entry.step === 'detect')
  return decided ?? { by: run.requester, at: run.openedAt }
}

export function latestNote(run: Run, note: string): Entry | undefined {
  return run.history.findLast((entry) => entry.kind === 'noted' && entry.what === note)
}

export function latestUpdate(run: Run): Entry | undefined {
  return latestNote(run, 'update')
}

export function acknowledgementOf(run: Run): Entry | undefined {
  return run.history.find((entry) => entry.kind === 'decided' && entry.what === 'acknowledge')
}

const LEADS = ['acknowledge', 'lead', 'takeover']

/** Who leads now, and since when: whoever acknowledged, joined as lead or took over. */
export function leadOf(run: Run): Deed | undefined {
  const by = textFact(run.facts, 'lead')
  if (by === undefined) return undefined
  const claimed = run.history.findLast((entry) => entry.by === by && LEADS.includes(entry.what))
  return { by, at: claimed?.at ?? run.openedAt }
}

export function resolutionOf(run: Run): Entry | undefined {
  return run.history.findLast((entry) => entry.what === 'resolve')
}

/** What a resolved incident stays open for; undefined while it goes on and when it is over. */
export function owedOf(run: Run): string | undefined {
  if (run.state !== 'open' || run.facts['resolved'] !== true) return undefined
  return run.step === 'notice' ? 'notice to the authority' : 'post-mortem'
}
