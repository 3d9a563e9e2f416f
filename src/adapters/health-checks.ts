import type { CheckResult, HealthChecks } from '../runs/health.ts'
import type { Clock } from '../runs/ports.ts'

export type HealthCheck = {
  readonly name: string
  readonly url: string
  /** The status that is well; any of 200 to 299 when absent. */
  readonly expect?: number | undefined
}

export type HealthCheckDeps = {
  readonly checks: readonly HealthCheck[]
  readonly timeoutMs: number
  /** For the patience only: latency is measured by a clock that nobody sets. */
  readonly clock: Pick<Clock, 'after'>
}

type Outcome = Pick<CheckResult, 'ok' | 'said'>

/** Asks every address at once. A redirect is a result of its own: it may lead to a page that is well while the service isn't. */
export function createHealthChecks({ checks, timeoutMs, clock }: HealthCheckDeps): HealthChecks {
  async function run(check: HealthCheck): Promise<CheckResult> {
    const began = performance.now()
    const patience = new AbortController()
    const takeBack = clock.after(timeoutMs, () => patience.abort())
    const outcome = await ask(check, patience.signal).catch((error: unknown) =>
      patience.signal.aborted ? away(`no answer within ${inSeconds(timeoutMs)}`) : away(reasonOf(error)),
    )
    takeBack()
    return { name: check.name, ...outcome, ms: Math.round(performance.now() - began) }
  }

  return {
    names: checks.map(({ name }) => name),
    run: () => Promise.all(checks.map(run)),
  }
}

async function ask({ url, expect }: HealthCheck, signal: AbortSignal): Promise<Outcome> {
  // A connection of its own: one kept from the last time may have been closed meanwhile, which is no trouble.
  const headers = { 'user-agent': 'Vigie', 'cache-control': 'no-cache', connection: 'close' }
  const { status, body } = await fetch(url, { redirect: 'manual', signal, headers })
  // The status is the answer; how the rest of it ends is nobody's question.
  await body?.cancel().catch(() => undefined)
  const ok = expect === undefined ? status >= 200 && status < 300 : status === expect
  return { ok, said: ok ? `${status}` : `${status}, expected ${expect ?? 200}` }
}

function away(said: string): Outcome {
  return { ok: false, said }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection broken'],
  ['UND_ERR_SOCKET', 'connection broken'],
  ['ENOTFOUND', 'no such host'],
  ['EAI_AGAIN', 'the name could not be looked up'],
  ['EHOSTUNREACH', 'host not reachable'],
  ['ENETUNREACH', 'host not reachable'],
  ['ETIMEDOUT', 'connection timed out'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connection timed out'],
  ['CERT_HAS_EXPIRED', 'the certificate has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate is for another host'],
  ['ERR_INVALID_URL', 'the address is not valid'],
])

/** Undici wraps what happened, and Node may have tried several addresses of a host. */
function reasonOf(error: unknown): string {
  const code = codeOf(error)
  return code === undefined ? 'no answer' : (REASONS.get(code) ?? `no answer (${code})`)
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  const [first] = error instanceof AggregateError ? error.errors : [error.cause]
  return codeOf(first)
}

function inSeconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`
}
