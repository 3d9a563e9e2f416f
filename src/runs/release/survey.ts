import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Commit, Repository, Tag } from './ports.ts'
import { judgeAsked, type Stable, stableTags } from './version.ts'

/** What the repository holds since the last release. */
export type Survey = {
  readonly tags: readonly Tag[]
  /** The stable tag that the release follows; undefined for a first one. */
  readonly base: Stable | undefined
  readonly branch: string
  readonly head: string
  /** Oldest first, at least one. */
  readonly commits: readonly Commit[]
  readonly url: string
  /** The CHANGELOG; undefined when there is none. */
  readonly changelog: string | undefined
}

export type Surveyed = Survey | { readonly because: string }

export type SurveyPort = Pick<Repository, 'tags' | 'head' | 'compare' | 'commitsTo' | 'textAt' | 'urlOf'>

/** A hotfix of an older version is rare; its tag is looked for this far back. */
const FARTHEST = 50

/** Reads what a release would hold, or says why there can't be one. */
export async function survey(repository: SurveyPort, run: Run, changelogPath: string): Promise<Surveyed> {
  const branch = textFact(run.facts, 'branch') ?? ''
  const [tags, head] = await Promise.all([repository.tags(), repository.head(branch)])
  if (head === undefined) return { because: `there is no branch "${branch}"` }
  const stable = stableTags(tags)
  const hotfix = run.facts['hotfix'] === true
  const base = hotfix ? await newestHeld(repository, stable, head) : stable[0]
  if (hotfix && base === undefined) return { because: `"${branch}" did not begin at a stable tag` }
  const judged = judgeAsked(textFact(run.facts, 'asked') ?? '', tags, base?.version)
  if (!judged.ok) return judged
  const content = await contentOf(repository, base, branch, head)
  if ('because' in content) return content
  const changelog = await repository.textAt(changelogPath, head)
  return { tags, base, branch, head, ...content, changelog }
}

async function newestHeld(
  repository: SurveyPort,
  stable: readonly Stable[],
  head: string,
): Promise<Stable | undefined> {
  for (const tag of stable.slice(0, FARTHEST)) {
    const since = await repository.compare(tag.name, head)
    if (since?.status === 'ahead' || since?.status === 'identical') return tag
  }
  return undefined
}

async function contentOf(
  repository: SurveyPort,
  base: Stable | undefined,
  branch: string,
  head: string,
): Promise<Pick<Survey, 'commits' | 'url'> | { readonly because: string }> {
  if (base === undefined) {
    const commits = await repository.commitsTo(head)
    return commits.length === 0
      ? { because: `"${branch}" has no commit` }
      : { commits, url: repository.urlOf({ commit: head }) }
  }
  const since = await repository.compare(base.name, head)
  if (since === undefined) return { because: `${base.name} or the newest commit of "${branch}" is gone` }
  if (since.status === 'diverged') return { because: lost(base, branch) }
  return since.status !== 'ahead' || since.commits.length === 0
    ? { because: `nothing came to "${branch}" since ${base.name}` }
    : { commits: since.commits, url: since.url }
}

/** After a hotfix, or a forced push: the next release would take back what was released. */
function lost({ name, commit }: Stable, branch: string): string {
  return `"${branch}" doesn't hold ${name} (commit ${commit.slice(0, 7)}): merge that tag into it first, or what it brought would be lost`
}
