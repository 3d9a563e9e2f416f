import type { Entry, Fields, Run } from '../../engine/run.ts'

const APPROVE = 'approve'

/** The approval that the run goes by: the last one of its gate before production. */
export function approvalOf({ history }: Pick<Run, 'history'>): Entry | undefined {
  return history.findLast(
    ({ kind, step, what }) => kind === 'decided' && step === APPROVE && what === APPROVE,
  )
}

/** What people approved and what is known now, where the two are not the same. A run that nobody approved differs. */
export function differsFromApproved({ facts }: Pick<Run, 'facts'>, approval: Entry): string | undefined {
  const seen = Object.entries(approval.evidence ?? {})
  if (seen.length === 0) return 'what was approved is not known'
  const other = seen.filter(([fact, value]) => value !== (facts[fact] ?? ''))
  if (other.length === 0) return undefined
  return `another release was approved: ${other.map((one) => differenceOf(one, facts)).join(', ')}`
}

/** Ids of everybody whose vote made the approval, each once. */
export function approversOf(run: Pick<Run, 'history'>): readonly string[] {
  const approval = approvalOf(run)
  if (approval === undefined) return []
  const votes = run.history.filter(({ step, what, code }) => {
    return step === APPROVE && what === APPROVE && code === approval.code
  })
  return [...new Set(votes.map(({ by }) => by))]
}

function differenceOf([fact, value]: readonly [string, string | boolean], facts: Fields): string {
  return `${fact} ${shown(value)}, now ${shown(facts[fact] ?? '')}`
}

function shown(value: string | boolean): string {
  return value === '' ? 'none' : String(value).slice(0, 12)
}
