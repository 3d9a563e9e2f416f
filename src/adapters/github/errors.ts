import { z } from 'zod'
import { RemoteError } from '../../runs/remote.ts'
import { patienceMs } from './patience.ts'

/** Every word that a `RemoteError` of this adapter may carry. */
export type GitHubCode =
  /** No answer: the outcome is unknown. */
  | 'unreachable'
  /** GitHub's own trouble, 5xx. */
  | 'unavailable'
  | 'rate_limited'
  /** The token is wrong, or may not do this. */
  | 'refused'
  | 'not_found'
  /** Issues are switched off, or this one was deleted. */
  | 'gone'
  /** Somebody else wrote at the same time. */
  | 'conflict'
  | 'unprocessable'
  /** An answer of another shape than GitHub's. */
  | 'unreadable'
  | 'unknown'

const SAID_AT_MOST = 200
const REQUEST_TIMEOUT = 408
const TOO_MANY = 429

/** By shape, not by class: octokit holds more than one copy of its error. */
const httpErrorSchema = z.object({
  status: z.number(),
  message: z.string(),
  response: z.object({ headers: z.record(z.string(), z.unknown()), data: z.unknown() }).optional(),
})
const saidSchema = z.object({ message: z.string() })

/**
 * An error of octokit in the words of the port. It takes GitHub's sentence and nothing else along:
 * octokit's error holds the whole request. `now` in milliseconds since 1970.
 */
export function toRemoteError(cause: unknown, now: number): RemoteError {
  if (cause instanceof RemoteError) return cause
  const error = httpErrorSchema.safeParse(cause).data
  if (error === undefined) return failure('unknown', { retry: true, said: textOf(cause) })
  if (error.response === undefined) return failure('unreachable', { retry: true, said: cut(error.message) })
  const said = cut(saidSchema.safeParse(error.response.data).data?.message ?? `HTTP ${error.status}`)
  const wait = patienceMs({ status: error.status, headers: error.response.headers, said }, now)
  const patience = wait === undefined ? {} : { retryAfterMs: wait }
  if (error.status >= 500 || error.status === REQUEST_TIMEOUT)
    return failure('unavailable', { retry: true, said, ...patience })
  if (wait !== undefined || error.status === TOO_MANY)
    return failure('rate_limited', { retry: true, said, ...patience })
  const code = codeOf(error.status)
  return failure(code, { retry: code === 'conflict', said })
}

export function failure(
  code: GitHubCode,
  options: { retry: boolean; retryAfterMs?: number; said: string },
): RemoteError {
  return new RemoteError('github', code, options)
}

/** What `act` answers; undefined when GitHub's answer is `code`. */
export async function unless<T>(code: GitHubCode, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (cause) {
    if (cause instanceof RemoteError && cause.code === code) return undefined
    throw cause
  }
}

function codeOf(status: number): GitHubCode {
  if (status === 401 || status === 403) return 'refused'
  if (status === 404) return 'not_found'
  if (status === 409) return 'conflict'
  return status === 410 ? 'gone' : 'unprocessable'
}

function textOf(cause: unknown): string {
  return cut(cause instanceof Error ? cause.message : String(cause))
}

function cut(text: string): string {
  return text.slice(0, SAID_AT_MOST)
}
