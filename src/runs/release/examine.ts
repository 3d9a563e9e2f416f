import type { Fields, Run } from '../../engine/run.ts'
import { type Evidence, type EvidenceDeps, gatherEvidence } from './evidence.ts'
import { judgePrerequisites, PREREQUISITES, type Prerequisite, type Verdicts } from './judge-prerequisites.ts'

export type Examination = {
  /** Of the note `examined`. */
  readonly fields: Fields
  /** The newest commit of the branch, when it isn't that of the run any more. */
  readonly movedTo?: string
}

export type Examine = (run: Run) => Promise<Examination>

/** Everything that a release needs, read anew. It throws for nothing that another system says: that is a verdict. */
export function createExamine(deps: EvidenceDeps): Examine {
  return async (run) => {
    const evidence = await gatherEvidence(deps, run)
    const verdicts = judgePrerequisites(evidence, { ...deps.settings, timeZone: deps.timeZone })
    const told = { ...wordsOf(verdicts), ...flagsOf(verdicts) }
    return { fields: { ...told, ...sinceWhen(run, told, evidence.now) }, ...movedTo(evidence) }
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
    const verdicts = judgePrerequisites(evidence, { ...deps.settings, timeZone: deps.timeZone })
    const missing = PREREQUISITES.filter((one) => verdicts[one].state !== 'ok')
    const held = missing.map((one) => `${NAMES[one]}: ${verdicts[one].because}`).join('; ')
    return { held: held === '' ? undefined : held }
  }
}

/** `check.ci`: `ok - 14 checks green on 3f2a1c9`; `url.ci` where one reads about it. */
function wordsOf(verdicts: Verdicts): Fields {
  const said = PREREQUISITES.map((one) => {
    const { state, because } = verdicts[one]
    return [`check.${one}`, `${state} - ${because}`]
  })
  return { ...Object.fromEntries(said), 'url.ci': verdicts.ci.url ?? '', 'url.e2e': verdicts.e2e.url ?? '' }
}

/** What is missing at these doesn't hold up a release before the step that asks for it. */
const LATER: readonly Prerequisite[] = ['e2e', 'backup']

function flagsOf(verdicts: Verdicts): Fields {
  const missing = PREREQUISITES.filter((one) => verdicts[one].state !== 'ok')
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

/** `at.ci`: when Vigie first saw it as it is, so that looking again changes nothing. */
function sinceWhen({ facts }: Run, told: Fields, now: number): Fields {
  return Object.fromEntries(
    PREREQUISITES.map((one) => {
      const before = facts[`at.${one}`]
      const same = facts[`check.${one}`] === told[`check.${one}`]
      return [`at.${one}`, same && typeof before === 'string' ? before : String(now)]
    }),
  )
}

function movedTo({ head, commit }: Evidence): Pick<Examination, 'movedTo'> {
  return 'said' in head && head.said !== undefined && head.said !== commit ? { movedTo: head.said } : {}
}
