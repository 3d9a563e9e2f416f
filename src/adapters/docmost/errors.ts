import { z } from 'zod'
import { SyncError } from '../../sync/ports.ts'

/** Every word that a `SyncError` of this adapter may carry. */
export type DocmostCode =
  /** No connection, or it broke: the outcome of a write is unknown. */
  | 'unreachable'
  /** No answer in time: the outcome of a write is unknown. */
  | 'timeout'
  /** Something in front of Docmost answers for it: 502, 503, 504. */
  | 'unavailable'
  /** Only logins are limited, by Docmost or by us before it. */
  | 'rate_limited'
  /** 500: Docmost's own trouble, or a mistake of ours that it can't name. Worth few attempts, not many. */
  | 'server_error'
  /** 404 as after being added to the space: Docmost remembers a refusal for five seconds. */
  | 'no_space_access'
  /** The login was refused; for some minutes none is sent. */
  | 'login_refused'
  /** The token doesn't count, not even a new one. */
  | 'unauthorized'
  /** The bot's role in the space is too small. */
  | 'refused'
  | 'not_found'
  /** This Docmost has no such route. */
  | 'unsupported'
  | 'too_large'
  | 'bad_request'
  /** Not sent: Docmost would answer with a 500 that says nothing. */
  | 'invalid'
  /** An answer of another shape than Docmost's. */
  | 'unreadable'

export type FailureOptions = { retry: boolean; retryAfterMs?: number; cause?: unknown; said?: string }

export function failure(code: DocmostCode, options: FailureOptions): SyncError {
  return new SyncError('docmost', code, options)
}

/** What `act` answers; undefined when Docmost says `code`. */
export async function unless<T>(code: DocmostCode, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (cause) {
    if (cause instanceof SyncError && cause.code === code) return undefined
    throw cause
  }
}

/** The least of an answer that tells what went wrong. */
export type Refusal = {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

/** How long Docmost keeps a refusal by the roles of a space. */
const ROLES_CACHED_MS = 5_000
const THROTTLED_MS = 60_000
const SAID_AT_MOST = 200

/** The three shapes of Docmost's errors: a list of sentences, a sentence with a name, a bare sentence. */
const saidSchema = z.object({ message: z.union([z.string(), z.array(z.string())]) })

export function toSyncError({ status, headers, text }: Refusal): SyncError {
  const message = saidSchema.safeParse(parseJson(text)).data?.message
  const said = (typeof message === 'string' ? message : (message?.join(', ') ?? `HTTP ${status}`)).slice(
    0,
    SAID_AT_MOST,
  )
  if (status === 429) return failure('rate_limited', { retry: true, retryAfterMs: patienceMs(headers), said })
  if (status === 500) return failure('server_error', { retry: true, said })
  if (status > 500) return failure('unavailable', { retry: true, said })
  if (status === 408) return failure('timeout', { retry: true, said })
  // A page of HTML with 404 comes from a proxy that leads elsewhere, and says nothing about a page of the wiki.
  if (message === undefined && status !== 413) return failure('unreadable', { retry: true, said })
  if (status === 404 && said === 'Space permissions not found')
    return failure('no_space_access', { retry: true, retryAfterMs: ROLES_CACHED_MS, said })
  return failure(codeOf(status, said), { retry: false, said })
}

function codeOf(status: number, said: string): DocmostCode {
  if (status === 401) return 'unauthorized'
  if (status === 403) return 'refused'
  if (status === 404) return said.startsWith('Cannot ') ? 'unsupported' : 'not_found'
  return status === 413 ? 'too_large' : 'bad_request'
}

/** Seconds, in a header of Docmost's own. */
function patienceMs(headers: Refusal['headers']): number {
  const seconds = Number(headers['retry-after-auth'] ?? headers['retry-after'])
  return seconds > 0 ? seconds * 1000 : THROTTLED_MS
}

/** Undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
