import { type Frozen, freezeAt } from '../../engine/freeze.ts'
import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Clock, RunStore } from '../ports.ts'
import { RemoteError } from '../remote.ts'
import { holderBefore, isOpenSev1 } from './holders.ts'
import type { Backup, BackupBook, Check, Pipeline, Repository, WorkflowRun } from './ports.ts'
import type { ReleaseSettings } from './settings.ts'

/** What the prerequisites of a release are judged upon, as it was read. */
export type Evidence = {
  readonly now: number
  readonly commit: string
  readonly branch: string
  /** The newest commit of the branch; undefined when there is no such branch. */
  readonly head: Answer<string | undefined>
  readonly ci: Answer<readonly Check[]>
  /** The newest run of the E2E workflow for the commit. */
  readonly e2e: Answer<WorkflowRun | undefined>
  readonly backup: Answer<KnownBackup | undefined>
  readonly frozen: (Frozen & { readonly overriddenBy?: string }) | undefined
  /** Ids of open SEV1 incidents. */
  readonly incidents: readonly string[]
  readonly holder: Run | undefined
  /** The Unreleased section. */
  readonly notes: string
}

/** What another system answered, or that it did not. */
export type Answer<T> = { readonly said: T } | { readonly failed: RemoteError }

/** `source` is how it was learned: `webhook`, or the host that was asked. */
export type KnownBackup = Backup & { readonly source: string }

export type EvidenceDeps = {
  readonly repository: Pick<Repository, 'head'>
  readonly pipeline: Pick<Pipeline, 'checks' | 'latestRun'>
  readonly store: Pick<RunStore, 'list'>
  readonly backups: Pick<BackupBook, 'last'>
  /** The configured address that knows of the last backup. */
  readonly askForBackup?: (() => Promise<Backup | undefined>) | undefined
  readonly settings: ReleaseSettings
  readonly timeZone: string
  readonly nameOf: (person: string) => string
  readonly clock: Pick<Clock, 'now'>
}

const MOST = 200

/** Each part reads for itself: one system that is away hides nothing of the others. */
export async function gatherEvidence(deps: EvidenceDeps, run: Run): Promise<Evidence> {
  const { repository, pipeline, store, settings, clock } = deps
  const commit = textFact(run.facts, 'commit') ?? ''
  const branch = textFact(run.facts, 'branch') ?? settings.branch
  const { e2e: workflow, deploy } = settings.workflows
  const open = (playbook: string) => store.list({ playbook, state: 'open', limit: MOST })
  const [head, ci, e2e, backup, incidents, releases, rollbacks] = await Promise.all([
    answer(() => repository.head(branch)),
    answer(() => pipeline.checks(commit, [deploy, ...(workflow === undefined ? [] : [workflow])])),
    answer(async () => (workflow === undefined ? undefined : pipeline.latestRun(workflow, { commit }))),
    answer(() => lastBackup(deps)),
    open('incident'),
    open('release'),
    open('rollback'),
  ])
  return {
    now: clock.now(),
    commit,
    branch,
    head,
    ci,
    e2e,
    backup,
    frozen: frozenFor(run, deps),
    incidents: incidents.filter(isOpenSev1).map(({ id }) => id),
    holder: holderBefore(run, [...releases, ...rollbacks]),
    notes: textFact(run.facts, 'notes') ?? '',
  }
}

async function answer<T>(ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { said: await ask() }
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error
    return { failed: error }
  }
}

/** The address is asked only where what was told of is too old to do. */
async function lastBackup(deps: EvidenceDeps): Promise<KnownBackup | undefined> {
  const { backups, askForBackup, settings, clock } = deps
  const last = await backups.last()
  const told = last && { ...last, source: 'webhook' }
  if (askForBackup === undefined || (told && clock.now() - told.at < settings.backup.within)) return told
  const asked = await askForBackup()
  if (asked === undefined || (told !== undefined && told.at >= asked.at)) return told
  return { ...asked, source: hostOf(settings.backup.url) }
}

function hostOf(url: string | undefined): string {
  return url === undefined ? 'address' : new URL(url).host
}

/** Who overrode a freeze overrode the one that was on then: the next one is another. */
function frozenFor(
  { facts, history }: Run,
  { settings, timeZone, nameOf, clock }: EvidenceDeps,
): Evidence['frozen'] {
  const frozen = freezeAt(settings.freezes, clock.now(), timeZone)
  const override = history.findLast(({ kind, what }) => kind === 'noted' && what === 'override')
  if (frozen === undefined || override === undefined || textFact(facts, 'overridden') === undefined)
    return frozen
  const then = freezeAt(settings.freezes, override.at, timeZone)
  if (then?.name !== frozen.name || then.until !== frozen.until) return frozen
  return { ...frozen, overriddenBy: nameOf(override.by) }
}
