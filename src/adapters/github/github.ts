import type { Logger } from 'pino'
import type { GitHub } from '../../runs/github.ts'
import type { Ask } from './ask.ts'
import { readChanges } from './changes.ts'
import { addComment, openIssue, readIssue } from './issues.ts'
import { proposeFile, readFile } from './proposals.ts'
import { readPull } from './pulls.ts'

export type GitHubDeps = {
  /** Of `createGitHubAsk`. */
  readonly ask: Ask
  /** `owner/name` */
  readonly repository: string
  readonly log: Pick<Logger, 'warn'>
}

/** One repository of GitHub as a port. */
export function createGitHub({ ask, repository, log }: GitHubDeps): GitHub {
  return {
    openIssue: (issue) => openIssue(ask, issue, log),
    issue: (number) => readIssue(ask, number),
    comment: (number, comment) => addComment(ask, number, comment),
    readFile: (path, branch) => readFile(ask, path, branch),
    proposeFile: (proposal) => proposeFile(ask, repository, proposal),
    pull: (number) => readPull(ask, number),
    recentChanges: (since) => readChanges(ask, since),
  }
}
