import type { Entry, Fields, Run } from '../../engine/run.ts'

/** What the playbook's template says when nobody gave a title. */
const UNTITLED = 'Service degraded'

export function textFact(fields: Fields | undefined, key: string): string | undefined {
  const value = fields?.[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** `SEV1` */
export function severityOf(run: Run): string {
  return (textFact(run.facts, 'severity') ?? 'incident').toUpperCase()
}

export function titleOf(run: Pick<Run, 'facts'>): string {
  return textFact(run.facts, 'title') ?? UNTITLED
}

export function latestUpdate(run: Run): Entry | undefined {
  return run.history.findLast((entry) => entry.kind === 'noted' && entry.what === 'update')
}

/** Who acknowledged it, and so leads. */
export function leadOf(run: Run): Entry | undefined {
  return run.history.find((entry) => entry.kind === 'decided' && entry.what === 'acknowledge')
}

export function resolutionOf(run: Run): Entry | undefined {
  return run.history.findLast((entry) => entry.what === 'resolve')
}
