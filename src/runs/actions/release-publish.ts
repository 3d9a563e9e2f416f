import type { Run } from '../../engine/run.ts'
import type { Action, Ended, Result } from '../act.ts'
import { isReleasable, readStand, type Stand } from '../release/changelog-commit.ts'
import { needFact, shortSha } from '../release/facts.ts'
import { describeMove } from '../release/move.ts'
import type { Repository } from '../release/ports.ts'
import { type Publication, type PublicationDeps, planPublication } from '../release/publication.ts'
import { RemoteError } from '../remote.ts'
import type { Settings } from '../settings.ts'
import { failed, gitHubIsOff, releasesAreOff } from './results.ts'

export type ReleasePublishDeps = PublicationDeps & {
  readonly repository: PublishRepository | undefined
  readonly settings: Pick<Settings, 'releases' | 'timeZone'>
  /** Looks at every prerequisite once more, at the last moment. Undefined while releases are off. */
  readonly examineNow: ExamineNow | undefined
}

type ExamineNow = (run: Run) => Promise<{ readonly held: string | undefined }>

type PublishRepository = Pick<
  Repository,
  'tags' | 'head' | 'compare' | 'textAt' | 'commitFile' | 'proposeFile' | 'createTag' | 'urlOf'
>

type Work = Publication & {
  readonly examineNow: ExamineNow
  readonly repository: PublishRepository
  readonly run: Run
}

/**
 * Writes the CHANGELOG upon the approved commit and puts the tag on it: never on anything else, whatever stands on the
 * branch. It may die at every call; whoever repeats it reads in the repository how far it came.
 */
export function createReleasePublish(deps: ReleasePublishDeps): Action {
  return async (run, _entry, effect) => {
    const { repository, examineNow } = deps
    // Its failure was told: an owner tries again or aborts, and a job that comes back does neither.
    const isTold = run.history.some(({ key }) => key === `failed:${effect.id}`)
    if (run.state !== 'open' || run.step !== 'publish' || isTold) return undefined
    if (repository === undefined) return gitHubIsOff(effect, 'write the CHANGELOG and the tag by hand')
    if (deps.settings.releases === undefined || examineNow === undefined) return releasesAreOff(effect)
    const plan = await planPublication(deps, repository, run, deps.settings.releases)
    switch (plan.outcome) {
      case 'planned':
        return publish({ ...plan.publication, examineNow, repository, run })
      case 'not_approved':
        return ended('moved', { came: plan.because, moveUrl: '' })
      case 'unusable':
        return (await movedSince(repository, run)) ?? failed(effect, plan.because)
    }
  }
}

/** Somebody mended the CHANGELOG: what is there now is another release than the approved one. */
async function movedSince(repository: PublishRepository, run: Run): Promise<Ended | undefined> {
  const [commit, branch] = [needFact(run, 'commit'), needFact(run, 'branch')]
  const head = await repository.head(branch)
  return head === undefined || head === commit
    ? undefined
    : ended('moved', { ...(await describeMove(repository, commit, head)) })
}

async function publish(work: Work): Promise<Result> {
  const { repository, change, examineNow, run, hasSection } = work
  const stand = await readStand(repository, change, work.proposed)
  const standing = (await repository.tags()).find(({ name }) => name === work.tag.name)
  if (standing !== undefined) return judgeStanding(work, standing.commit, stand)
  if (stand.at === 'elsewhere') return moved(work, stand.to)
  const { held } = await examineNow(run)
  if (held !== undefined) return ended('held', { heldBy: withLeftover(held, work, stand) })
  if (stand.at === 'changelog') return createTag(work, stand)
  return hasSection ? createTag(work, stand) : writeChangelog(work)
}

/** Ours, when an attempt died after it. Asked only about a commit that the tag may be on: the tag could go meanwhile. */
async function judgeStanding(work: Work, commit: string, stand: Stand): Promise<Ended> {
  const { repository, change, tag } = work
  if (!(await isReleasable(repository, change, commit))) return taken(work, commit, stand)
  const made = await repository.createTag({ ...tag, commit })
  return made.outcome === 'created' ? tagged(commit, made.url) : taken(work, made.commit, stand)
}

async function writeChangelog(work: Work): Promise<Ended> {
  const { repository, change, by } = work
  if (by === 'pull-request') return propose(work)
  const written = await repository.commitFile(change)
  if (written.outcome === 'barred') return propose(work)
  if (written.outcome === 'committed') return createTag(work, { at: 'changelog', commit: written.commit })
  // Somebody pushed, or an earlier attempt of ours that was taken for dead.
  const stand = await readStand(repository, change, false)
  if (stand.at === 'elsewhere') return moved(work, stand.to)
  if (stand.at === 'changelog') return createTag(work, stand)
  throw new RemoteError('github', 'conflict', { retry: true, said: `${change.branch} moved and moved back` })
}

async function propose({ repository, change, run, tag }: Work): Promise<Ended> {
  const { number, url } = await repository.proposeFile({
    ...change,
    // Another approved commit is another pull request.
    from: `changelog/${tag.name}-${shortSha(change.parent)}`,
    body: [
      `The CHANGELOG of ${tag.name}, for ${run.id} in Vigie.`,
      'Merging it goes on with the release: the tag is put on what is merged. Closing it aborts the release.',
    ].join('\n\n'),
  })
  return ended('proposed', { pull: String(number), pullUrl: url })
}

async function createTag(work: Work, stand: Exclude<Stand, { at: 'elsewhere' }>): Promise<Ended> {
  const commit = stand.at === 'changelog' ? stand.commit : work.change.parent
  const made = await work.repository.createTag({ ...work.tag, commit })
  return made.outcome === 'created' ? tagged(commit, made.url) : taken(work, made.commit, stand)
}

function tagged(releaseCommit: string, tagUrl: string): Ended {
  return ended('tagged', { releaseCommit, tagUrl })
}

function taken(work: Work, commit: string, stand: Stand): Ended {
  const because = `${work.tag.name} was pushed by hand to ${shortSha(commit)}`
  const leftover = stand.at === 'changelog' ? { leftover: shortSha(stand.commit) } : {}
  return ended('taken', { because: withLeftover(because, work, stand), ...leftover })
}

async function moved({ repository, change, proposed, tag }: Work, to: string | undefined): Promise<Ended> {
  if (to === undefined) return ended('moved', { came: `the branch ${change.branch} is gone`, moveUrl: '' })
  const { came, moveUrl } = await describeMove(repository, change.parent, to)
  const leftover = `the pull request of the CHANGELOG of ${tag.name} stays: close it unless it is merged`
  return ended('moved', { came: proposed ? `${came}\n${leftover}` : came, moveUrl })
}

/** What this attempt wrote and nobody takes back by itself. */
function withLeftover(because: string, { change }: Work, stand: Stand): string {
  if (stand.at !== 'changelog') return because
  const what = `the changelog commit ${shortSha(stand.commit)} stays on ${change.branch}`
  return `${because}; ${what}: revert it, or let the next release bring it`
}

function ended(outcome: string, fields: Ended['fields']): Ended {
  return { step: 'publish', outcome, fields }
}
