import type { Logger } from 'pino'
import type { Clock } from '../../runs/ports.ts'
import { systemClock } from '../system-clock.ts'
import { type Ask, createAsk, type Request } from './ask.ts'
import { createClient, type GitHubAccount } from './client.ts'
import { dialectOf } from './dialect.ts'
import { createForgejoAsk } from './forgejo-ask.ts'

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

/** One client for every port of the repository. Nothing is sent before the first call. */
export function createGitHubAsk(options: GitHubOptions): Ask {
  const [owner = '', repo = ''] = options.repository.split('/')
  let calls: Promise<Request> | undefined
  const request = () => {
    calls ??= createClient(options).then((client): Request => client.request)
    return calls
  }
  const ask = createAsk({ request, owner, repo, clock: options.clock ?? systemClock })
  return dialectOf(options.apiUrl) === 'forgejo' ? createForgejoAsk(ask) : ask
}
