import type { Logger } from 'pino'
import type { Clock } from '../../runs/ports.ts'
import { SyncError } from '../../sync/ports.ts'
import { failure } from './errors.ts'
import { type Credentials, logIn } from './login.ts'
import { neverSent, type Wire } from './wire.ts'

/** Who speaks to Docmost: a token as it is (an API key of the enterprise edition), or a user with a password. */
export type DocmostAccount = { readonly token: string } | Credentials

export type Session = {
  /** Callers at the same time share one login. Throws `SyncError`. */
  token(): Promise<string>
  /** Docmost said 401 to this token: whether there may be a better one. */
  renew(refused: string): boolean
}

export type SessionDeps = {
  readonly wire: Wire
  readonly account: DocmostAccount
  readonly clock: Pick<Clock, 'now'>
  readonly log: Pick<Logger, 'info' | 'warn'>
}

const MINUTE = 60_000
/** Docmost takes ten a minute from one address, good and bad, and there may be another process of ours behind it. */
const LOGINS_A_MINUTE = 5
/** Long enough to harm nobody, short enough that a password set right again is noticed. */
const REFUSED_MS = 5 * MINUTE

export function createSession({ wire, account, clock, log }: SessionDeps): Session {
  if ('token' in account) return { token: async () => account.token, renew: () => false }
  let current: { readonly token: Promise<string>; value?: string } | undefined
  let closed: { readonly until: number; readonly because: SyncError } | undefined
  let attempts: readonly number[] = []

  async function begin(credentials: Credentials): Promise<string> {
    const now = clock.now()
    judge(now)
    attempts = [...attempts, now]
    try {
      const token = await logIn(wire, credentials)
      log.info('docmost: a new session')
      return token
    } catch (cause) {
      if (neverSent(cause)) attempts = attempts.filter((at) => at !== now)
      if (cause instanceof SyncError) remember(cause)
      throw cause
    }
  }

  /** Throws when no login may be sent now. */
  function judge(now: number): void {
    attempts = attempts.filter((at) => now - at < MINUTE)
    if (closed !== undefined && now < closed.until) throw again(closed.because, closed.until - now)
    const [oldest = now] = attempts
    if (attempts.length < LOGINS_A_MINUTE) return
    const said = `${LOGINS_A_MINUTE} logins within a minute`
    throw failure('rate_limited', { retry: true, retryAfterMs: oldest + MINUTE - now, said })
  }

  function remember(because: SyncError): void {
    if (because.code === 'login_refused') log.warn({ said: because.message }, 'docmost: the login is refused')
    if (because.code === 'login_refused') closed = { until: clock.now() + REFUSED_MS, because }
    if (because.retryAfterMs !== undefined) closed = { until: clock.now() + because.retryAfterMs, because }
  }

  return {
    token() {
      if (current !== undefined) return current.token
      const mine: { token: Promise<string>; value?: string } = { token: begin(account) }
      current = mine
      mine.token.then(
        (value) => {
          mine.value = value
        },
        () => {
          if (current === mine) current = undefined
        },
      )
      return mine.token
    },
    renew(refused) {
      if (current?.value === refused) current = undefined
      return true
    },
  }
}

function again(because: SyncError, ms: number): SyncError {
  const { retry, code } = because
  const patience = retry ? { retryAfterMs: ms } : {}
  const said = retry ? 'logins are throttled' : 'the login was refused, and is not tried again yet'
  return new SyncError('docmost', code, { retry, said, ...patience })
}
