import type { Fields, Run } from '../../engine/run.ts'
import { type Evidence, type EvidenceDeps, gatherEvidence } from './evidence.ts'
import { judgePrerequisites, PREREQUISITES, type Prerequisite, type Verdicts } from './judge-prerequisites.ts'

export type Examination = {
  /** Of the note `examined`, and the commit that was looked at. When it was found is the time of the note: looking again changes nothing. */
  readonly fields: Fields
  /** The newest commit of the branch, when it isn't that of the run any more. */
  readonly movedTo?: string
}

export type Examine = (run: Run) => Promise<Examination>

/** Everything that a release needs, read anew. It throws for nothing that another system says: that is a verdict. */
export function createExamine(deps: EvidenceDeps): Examine {
  return async (run) => {
    const evidence = await gatherEvidence(deps, run)
    const verdicts = judge(deps, evidence)
    const { commit } = evidence
    return { fields: { ...wordsOf(verdicts), ...flagsOf(verdicts), commit }, ...movedTo(evidence) }
  }
}

const NAMES: Readonly<Record<Prerequisite, string>> = {
  ci: 'CI',
  e2e: 'E2E',
  backup: 'backup',
  freeze: 'freeze',
  incidents: 'incidents',
  lock: 'lock',
  changelog: 'CHANGELOG',
}

/**
 * The last look before something is written: what isn't met, undefined when everything is. Throws `RemoteError` while
 * a system that would know is away: nobody decides again because of that.
 */
export function createExamineNow(
  deps: EvidenceDeps,
): (run: Run) => Promise<{ readonly held: string | undefined }> {
  return async (run) => {
    const evidence = await gatherEvidence(deps, run)
    for (const answer of [evidence.ci, evidence.e2e, evidence.backup])
      if ('failed' in answer && answer.failed.retry) throw answer.failed
    const verdicts = judge(deps, evidence)
    const held = missingIn(verdicts)
      .map((one) => `${NAMES[one]}: ${verdicts[one].because}`)
      .join('; ')
    return { held: held === '' ? undefined : held }
  }
}

function judge({ settings, timeZone }: EvidenceDeps, evidence: Evidence): Verdicts {
  return judgePrerequisites(evidence, { ...settings, timeZone })
}

function missingIn(verdicts: Verdicts): readonly Prerequisite[] {
  return PREREQUISITES.filter((one) => verdicts[one].state !== 'ok')
}

/** `check.ci`: `ok - 14 checks green on 3f2a1c9`. */
function wordsOf(verdicts: Verdicts): Fields {
  return Object.fromEntries(
    PREREQUISITES.map((one) => [`check.${one}`, `${verdicts[one].state} - ${verdicts[one].because}`]),
  )
}

/** What is missing at these doesn't hold up a release before the step that asks for it. */
const LATER: readonly Prerequisite[] = ['e2e', 'backup']

function flagsOf(verdicts: Verdicts): Fields {
  const missing = missingIn(verdicts)
  return {
    held: flag(missing.length > 0),
    blocked: flag(missing.some((one) => !LATER.includes(one))),
    e2eMissing: flag(missing.includes('e2e')),
    backupMissing: flag(missing.includes('backup')),
    frozen: flag(missing.includes('freeze')),
  }
}

function flag(is: boolean): string {
  return is ? 'yes' : ''
}

function movedTo({ head, commit }: Evidence): Pick<Examination, 'movedTo'> {
  return 'said' in head && head.said !== undefined && head.said !== commit ? { movedTo: head.said } : {}
}
