import { App, Octokit } from 'octokit'
import type { Logger } from 'pino'

/** Who speaks to GitHub: a person's token, or an App where it is installed. */
export type GitHubAccount =
  | { readonly token: string }
  | { readonly appId: string; readonly privateKey: string; readonly installationId: number }

export type ClientOptions = {
  readonly account: GitHubAccount
  /** GitHub's own when absent; `https://host/api/v3` for GitHub Enterprise, `https://host/api/v1` for Forgejo. */
  readonly apiUrl?: string | undefined
  readonly log: Pick<Logger, 'warn'>
  /** For each request; ten seconds when absent. */
  readonly timeoutMs?: number | undefined
}

/** Long enough for a slow answer, short enough that the queue notices. */
const TIMEOUT_MS = 10_000

/**
 * The client for every call. It never waits and never retries: the queue knows better when to try again.
 * An App asks for a token of its installation with the first call, and again each hour.
 */
export async function createClient({ account, apiUrl, log, timeoutMs }: ClientOptions): Promise<Octokit> {
  const Configured = Octokit.defaults({
    ...(apiUrl === undefined ? {} : { baseUrl: apiUrl.replace(/\/+$/, '') }),
    userAgent: 'vigie',
    retry: { enabled: false },
    throttle: { enabled: false },
    request: { fetch: fetchWithin(timeoutMs ?? TIMEOUT_MS) },
    log: quietly(log),
  })
  if ('token' in account) return new Configured({ auth: account.token })
  const { appId, privateKey, installationId } = account
  const app = new App({ appId, privateKey, Octokit: Configured, log: quietly(log) })
  return app.getInstallationOctokit(installationId)
}

/** Each request has a deadline of its own, the one for an App's token too. */
function fetchWithin(ms: number): typeof fetch {
  return (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(ms) })
}

/** Octokit would write to the console. */
function quietly(log: Pick<Logger, 'warn'>) {
  const ignore = () => undefined
  const tell = (message: string) => log.warn({ octokit: message }, 'octokit has something to say')
  return { debug: ignore, info: ignore, warn: tell, error: tell }
}
