import { createBackupUrl } from '../adapters/backup-url.ts'
import { PLAYBOOKS } from '../playbooks/index.ts'
import { withFourEyes } from '../playbooks/release.ts'
import { createReleaseDuty } from '../runs/duties/releases.ts'
import type { Duty } from '../runs/duties.ts'
import type { Directory } from '../runs/people.ts'
import type { Storage } from '../runs/ports.ts'
import { createAttendance, type Looks } from '../runs/release/attend.ts'
import { createReleaseDesk, type ReleaseDesk } from '../runs/release/desk.ts'
import type { EvidenceDeps } from '../runs/release/evidence.ts'
import { createExamine, createExamineNow } from '../runs/release/examine.ts'
import { followHolders } from '../runs/release/follow.ts'
import { createInspect, type Inspect } from '../runs/release/inspect.ts'
import { createLookDeploy } from '../runs/release/look-deploy.ts'
import { createLookMerge } from '../runs/release/look-merge.ts'
import { looksAtPrerequisites } from '../runs/release/look-prerequisites.ts'
import { createWatchLook } from '../runs/release/look-watch.ts'
import { describeMove } from '../runs/release/move.ts'
import { createNudge, type Nudge } from '../runs/release/nudge.ts'
import { createReleases } from '../runs/releases.ts'
import type { Runs } from '../runs/submit.ts'
import type { Outside } from './outside.ts'
import type { Remotes } from './remotes.ts'

export type ReleasesDeps = {
  readonly runs: Runs
  readonly storage: Storage
  readonly directory: Directory
  /** Releases are off without a repository and its CI. */
  readonly remotes: Partial<Remotes>
}

export type ReleasesPart = {
  readonly desk: ReleaseDesk
  readonly inspect: Inspect
  readonly examineNow: ReturnType<typeof createExamineNow>
  readonly duties: readonly Duty[]
  /** Something happened outside: whatever waits is looked after now. */
  readonly nudge: Nudge['nudge']
  /** Looks at what happened meanwhile; from now on sees at once what begins to hold releases, and what doesn't any more. */
  follow(): void
  /** Lets a look that is under way end. */
  stop(): Promise<void>
}

const ASK_FOR_BACKUP_MS = 10_000

/** Releases as this team makes them; undefined while they are off. */
export function createReleasesPart(outside: Outside, deps: ReleasesDeps): ReleasesPart | undefined {
  const { config, clock, log } = outside
  const { runs, storage, directory, remotes } = deps
  const { releases: settings, channels } = config.team
  const { repository, pipeline } = remotes
  if (settings === undefined || repository === undefined || pipeline === undefined) return undefined
  const evidence = evidenceDeps(outside, deps, { repository, pipeline, settings })
  const inspect = createInspect({ repository, describeMove, examine: createExamine(evidence) })
  const lookDeploy = createLookDeploy({ ...storage, ...deps, pipeline, settings: config.team, clock })
  const looks: Looks = {
    ...looksAtPrerequisites(inspect),
    'release.merge': createLookMerge({ repository }),
    'release.deploy': lookDeploy,
    'rollback.deploy': lookDeploy,
    'release.watch': createWatchLook({
      ...storage,
      ...remotes,
      settings: config.team,
      watch: settings.watch,
      clock,
    }),
  }
  const attendance = createAttendance({ ...storage, runs, looks, clock, log })
  const { nudge, settled } = createNudge(attendance.attend, log)
  const releases = createReleases({
    runs,
    directory,
    settings,
    channel: channels['releases'] === undefined ? 'ops' : 'releases',
    playbooks: { release: PLAYBOOKS.release, withFourEyes, rollback: PLAYBOOKS.rollback },
  })
  let unfollow: (() => void) | undefined
  return {
    desk: createReleaseDesk({ repository, releases, settings, clock }),
    inspect,
    examineNow: createExamineNow(evidence),
    duties: [createReleaseDuty(attendance)],
    nudge,
    follow() {
      unfollow = followHolders({ ...storage, nudge, log })
      // Whatever a webhook told while nothing ran is not told again.
      nudge()
    },
    async stop() {
      unfollow?.()
      await settled()
    },
  }
}

function evidenceDeps(
  { config, clock }: Outside,
  { storage, directory }: ReleasesDeps,
  { repository, pipeline, settings }: Pick<EvidenceDeps, 'repository' | 'pipeline' | 'settings'>,
): EvidenceDeps {
  const { url } = settings.backup
  return {
    repository,
    pipeline,
    store: storage.store,
    backups: storage.backups,
    askForBackup:
      url === undefined ? undefined : createBackupUrl({ url, timeoutMs: ASK_FOR_BACKUP_MS, clock }),
    settings,
    timeZone: config.team.timeZone,
    nameOf: directory.nameOf,
    clock,
  }
}
