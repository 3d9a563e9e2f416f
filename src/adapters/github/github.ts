import type { Logger } from 'pino'
import type { GitHub } from '../../runs/github.ts'
import type { Clock } from '../../runs/ports.ts'
import { systemClock } from '../system-clock.ts'
import { createAsk, type Request } from './ask.ts'
import { readChanges } from './changes.ts'
import { createClient, type GitHubAccount } from './client.ts'
import { addComment, openIssue, readIssue } from './issues.ts'
import { proposeFile, readFile } from './proposals.ts'
import { readPull } from './pulls.ts'

export type GitHubOptions = {
  readonly account: GitHubAccount
  /** `owner/name` */
  readonly repository: string
  /** GitHub's own when absent; `https://host/api/v3` for GitHub Enterprise, `https://host/api/v1` for Forgejo. */
  readonly apiUrl?: string | undefined
  readonly log: Pick<Logger, 'warn'>
  readonly clock?: Pick<Clock, 'now'>
  /** For each request; ten seconds when absent. */
  readonly timeoutMs?: number
}

/** One repository of GitHub as a port. Nothing is sent before the first call. */
export function createGitHub(options: GitHubOptions): GitHub {
  const { repository, log, clock } = options
  const [owner = '', repo = ''] = repository.split('/')
  let calls: Promise<Request> | undefined
  const request = () => {
    calls ??= createClient(options).then((client): Request => client.request)
    return calls
  }
  const ask = createAsk({ request, owner, repo, clock: clock ?? systemClock })
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
