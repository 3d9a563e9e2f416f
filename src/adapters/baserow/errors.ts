import { z } from 'zod'
import { SyncError } from '../../sync/ports.ts'

/** Every word that a `SyncError` of this adapter may carry. */
export type BaserowCode =
  /** No answer: the outcome of a write is unknown. */
  | 'unreachable'
  /** No answer in time: the outcome of a write is unknown. */
  | 'timeout'
  /** Baserow's own trouble, or that of what stands before it: 5xx. */
  | 'unavailable'
  | 'rate_limited'
  /** Two writes at once, 409: nothing was written. */
  | 'conflict'
  /** Baserow can't take what we sent. */
  | 'invalid'
  /** The token or the account is wrong, or may not do this. */
  | 'refused'
  | 'not_found'
  | 'too_large'
  /** An answer of another shape than Baserow's. */
  | 'unreadable'
  /** A status that Baserow doesn't give: a redirect, for one. */
  | 'unexpected'

export type Answer = {
  readonly status: number
  /** Undefined when it is no JSON. */
  readonly body: unknown
  /** What Baserow asked for. */
  readonly retryAfterMs: number | undefined
  /** `GET /api/...`, without the query. */
  readonly asked: string
  /** What must stand in no error. */
  readonly secrets: readonly string[]
}

const SAID_AT_MOST = 200
const REQUEST_TIMEOUT = 408

/** Baserow's own errors have both; those of the framework below it only `detail`. */
const faultSchema = z.object({ error: z.string().optional(), detail: z.unknown() })

/** Baserow's word for what is wrong, `ERROR_ROW_DOES_NOT_EXIST`; undefined when it is well, or when something else answered. */
export function wordOf({ status, body }: Answer): string | undefined {
  return status < 400 ? undefined : faultSchema.safeParse(body).data?.error
}

/** The answer as `schema` has it. Throws `SyncError` for anything but a success of that shape. */
export function read<T>(answer: Answer, schema: z.ZodType<T>): T {
  if (answer.status < 200 || answer.status > 299) throw errorOf(answer)
  const parsed = schema.safeParse(answer.body)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  throw failure('unreadable', { retry: true, said: `${answer.asked} at '${where}'` })
}

export function failure(
  code: BaserowCode,
  options: { retry: boolean; retryAfterMs?: number; said: string },
): SyncError {
  return new SyncError('baserow', code, options)
}

function errorOf(answer: Answer): SyncError {
  const { status, retryAfterMs } = answer
  const said = `${answer.asked}: ${saidBy(answer)}`
  const patience = retryAfterMs === undefined ? {} : { retryAfterMs }
  if (status >= 500 || status === REQUEST_TIMEOUT)
    return failure('unavailable', { retry: true, said, ...patience })
  if (status === 429) return failure('rate_limited', { retry: true, said, ...patience })
  if (status === 409) return failure('conflict', { retry: true, said, ...patience })
  // While Baserow starts, some proxies know no such page. Its own 404 carries a word.
  if (status === 404) return failure('not_found', { retry: wordOf(answer) === undefined, said })
  return failure(FINAL.get(status) ?? 'unexpected', { retry: false, said })
}

const FINAL: ReadonlyMap<number, BaserowCode> = new Map([
  [400, 'invalid'],
  [401, 'refused'],
  [403, 'refused'],
  [413, 'too_large'],
])

/** Baserow's words about it: it repeats some of what was sent, so secrets are taken out. */
function saidBy({ status, body, secrets }: Answer): string {
  const { error, detail } = faultSchema.safeParse(body).data ?? {}
  const details = typeof detail === 'string' ? detail : JSON.stringify(detail)
  const text = [`HTTP ${status}`, error, details].filter((part) => part !== undefined).join(' ')
  return secrets
    .filter((secret) => secret !== '')
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
    .slice(0, SAID_AT_MOST)
}
