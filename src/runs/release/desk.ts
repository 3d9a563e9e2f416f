import type { Clock } from '../ports.ts'
import type { Releases } from '../releases.ts'
import { RemoteError } from '../remote.ts'
import type { Repository, Tag } from './ports.ts'
import type { ReleaseSettings } from './settings.ts'
import { type Judged, judgeAsked, nextVersion, type Stable, stableTags, versionOf } from './version.ts'

/** What the commands ask of releases, beside beginning them. */
export type ReleaseDesk = Releases & {
  readonly settings: ReleaseSettings
  /**
   * Whether `asked` (minor, patch, major, a version or nothing) may be released. Where GitHub doesn't tell its tags
   * in time, only what needs none of them is judged: the release judges the rest when it is planned.
   */
  judge(asked: string): Promise<Judged>
  /** Newest first; undefined where GitHub doesn't tell them in time. */
  stable(): Promise<readonly Stable[] | undefined>
  /** Finds the branch of a hotfix, or makes it. `wanted` is its version; the next patch of the newest one when empty. */
  hotfix(wanted: string): Promise<Hotfix>
}

export type Hotfix =
  | {
      /** `ready`: something was pushed to it. `made` begins at the base, and `empty` does so since an earlier time. */
      readonly state: 'ready' | 'made' | 'empty'
      readonly branch: string
      readonly version: string
      readonly base: string
    }
  | { readonly state: 'refused' | 'away'; readonly because: string }

export type ReleaseDeskDeps = {
  readonly releases: Releases
  readonly repository: Pick<Repository, 'tags' | 'head' | 'compare' | 'createBranch'>
  readonly settings: ReleaseSettings
  readonly clock: Pick<Clock, 'after'>
}

/** Somebody waits for the answer. */
const PATIENCE_MS = 2_000

export function createReleaseDesk(deps: ReleaseDeskDeps): ReleaseDesk {
  const { releases, repository, settings, clock } = deps
  const inTime = <T>(asked: Promise<T>) => within(clock, PATIENCE_MS, asked)

  return {
    ...releases,
    settings,
    judge: async (asked) => judgeAsked(asked, (await inTime(repository.tags())) ?? []),
    async stable() {
      const tags = await inTime(repository.tags())
      return tags && stableTags(tags)
    },
    async hotfix(wanted) {
      try {
        return await hotfixOf(repository, wanted)
      } catch (error) {
        if (!(error instanceof RemoteError)) throw error
        return { state: 'away', because: error.message }
      }
    },
  }
}

async function hotfixOf(repository: ReleaseDeskDeps['repository'], wanted: string): Promise<Hotfix> {
  const tags = await repository.tags()
  const stable = stableTags(tags)
  const base = baseOf(stable, wanted)
  const version = versionOf(wanted)
  // Beside no other tag nothing is lower: which one it follows is told better below.
  const judged = judgeAsked(wanted, base === undefined ? tags.filter(isOf(version)) : tags, base?.version)
  if (!judged.ok) return { state: 'refused', because: judged.because }
  if (base === undefined) return { state: 'refused', because: noBase(stable, wanted) }
  const next = nextVersion(base.version, 'patch')
  const found = { branch: `hotfix/${next}`, version: next, base: base.version }
  if ((await repository.head(found.branch)) === undefined) {
    await repository.createBranch(found.branch, base.name)
    return { state: 'made', ...found }
  }
  const since = await repository.compare(base.name, found.branch)
  return { state: since?.commits.length === 0 ? 'empty' : 'ready', ...found }
}

function isOf(version: string | undefined) {
  return ({ name }: Tag): boolean => versionOf(name) === version
}

/** The stable version of which the wanted one is the next patch. */
function baseOf(stable: readonly Stable[], wanted: string): Stable | undefined {
  if (wanted === '') return stable[0]
  const version = versionOf(wanted)
  return stable.find((one) => nextVersion(one.version, 'patch') === version)
}

function noBase([newest]: readonly Stable[], wanted: string): string {
  return newest === undefined
    ? 'a hotfix begins at a stable tag, and there is none yet'
    : `${versionOf(wanted) ?? wanted} is the next patch of no stable version; after ${newest.version} it is ${nextVersion(newest.version, 'patch')}`
}

/** Undefined when it takes longer, or when the other system can't say. */
function within<T>({ after }: Pick<Clock, 'after'>, ms: number, asked: Promise<T>): Promise<T | undefined> {
  return new Promise((settle, fail) => {
    const cancel = after(ms, () => settle(undefined))
    asked
      .then(settle, (error: unknown) => (error instanceof RemoteError ? settle(undefined) : fail(error)))
      .finally(cancel)
  })
}
