import type { SyncError } from '../../sync/ports.ts'
import { failure } from './errors.ts'

const TOO_LATE: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
])

/** It was never sent: a token with a line break, for one. */
const NOT_SENT = 'UND_ERR_INVALID_ARG'

/** Why there is no answer. It takes the code along and nothing else: the error of the client knows the whole request. */
export function noAnswer(cause: unknown, asked: string): SyncError {
  const code = codeOf(cause)
  const said = `${asked}: ${code ?? 'no answer'}`
  if (code === NOT_SENT) return failure('invalid', { retry: false, said })
  return failure(code !== undefined && TOO_LATE.has(code) ? 'timeout' : 'unreachable', { retry: true, said })
}

/** Node may have tried several addresses of a host. */
function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined
  if ('code' in cause && typeof cause.code === 'string') return cause.code
  return cause instanceof AggregateError ? codeOf(cause.errors[0]) : undefined
}
