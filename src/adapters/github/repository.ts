import type { Repository } from '../../runs/release/ports.ts'
import type { Ask } from './ask.ts'
import { createBranch, headOf } from './branches.ts'
import { commitFile } from './commit-file.ts'
import { readCommitsTo } from './commits.ts'
import { compare, nothingThere } from './compare.ts'
import { readBlob } from './contents.ts'
import { dialectOf } from './dialect.ts'
import { failure } from './errors.ts'
import { forgejo } from './forgejo.ts'
import { proposeChange } from './proposals.ts'
import { readPullWithCommit } from './pulls.ts'
import { publishRelease } from './releases.ts'
import { createTag, readTags, tagNamed } from './tags.ts'
import { pagesOnTheWeb } from './web.ts'

export type RepositoryDeps = {
  /** Of `createGitHubAsk`, with the same `apiUrl`. */
  readonly ask: Ask
  /** `owner/name` */
  readonly repository: string
  readonly apiUrl?: string | undefined
}

/** What the two dialects do in another way. */
const github = { compare, commitFile, createTag }
const SHA = /^[0-9a-f]{40}$|^[0-9a-f]{64}$/

/** What releases need of one repository, of GitHub or of Forgejo. */
export function createRepository({ ask, repository, apiUrl }: RepositoryDeps): Repository {
  const urlOf = pagesOnTheWeb(apiUrl, repository)
  const own = dialectOf(apiUrl) === 'forgejo' ? forgejo : github
  return {
    tags: () => readTags(ask),
    head: async (branch) => (await headOf(ask, branch)) ?? nothingThere(ask),
    compare: (from, to) => own.compare(ask, from, to, urlOf({ from, to })),
    commitsTo: (to) => readCommitsTo(ask, to),
    textAt: async (path, ref) => (await readBlob(ask, path, ref))?.text ?? nothingThere(ask),
    commitFile: (change) => own.commitFile(ask, change),
    proposeFile: (change) => proposeChange(ask, repository, change),
    pull: (number) => readPullWithCommit(ask, number),
    createTag: (tag) => own.createTag(ask, tag, urlOf({ tag: tag.name })),
    createBranch: async (name, from) => createBranch(ask, name, await startOf(ask, from)),
    publishRelease: (release) => publishRelease(ask, release),
    urlOf,
  }
}

/** A commit, or the one that a tag leads to. */
async function startOf(ask: Ask, from: string): Promise<string> {
  if (SHA.test(from)) return from
  const tag = await tagNamed(ask, from)
  if (tag === undefined) throw failure('not_found', { retry: false, said: `the tag ${from}` })
  return tag.commit
}
