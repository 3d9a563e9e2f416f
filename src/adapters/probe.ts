import type { Clock } from '../runs/ports.ts'

/** What one GET found. */
export type Probed = Finding & {
  /** Milliseconds, to the end of what was read. */
  readonly ms: number
}

export type Finding = { readonly ok: boolean; readonly said: string }

export type Patience = {
  readonly timeoutMs: number
  /** For the patience only: latency is measured by a clock that nobody sets. */
  readonly clock: Pick<Clock, 'after'>
}

/**
 * Asks an address once, and lets `judge` say what its answer is worth. Never throws. A redirect is a result of its
 * own: it may lead to a page that is well while the service isn't.
 */
export async function probe(
  url: string,
  { timeoutMs, clock }: Patience,
  judge: (answer: Response) => Finding | Promise<Finding>,
): Promise<Probed> {
  const began = performance.now()
  const patience = new AbortController()
  const takeBack = clock.after(timeoutMs, () => patience.abort())
  const finding = await ask(url, patience.signal, judge).catch((error: unknown) =>
    unwell(patience.signal.aborted ? `no answer within ${inSeconds(timeoutMs)}` : reasonOf(error)),
  )
  takeBack()
  return { ...finding, ms: Math.round(performance.now() - began) }
}

async function ask(
  url: string,
  signal: AbortSignal,
  judge: (answer: Response) => Finding | Promise<Finding>,
): Promise<Finding> {
  // A connection of its own: one kept from the last time may have been closed meanwhile, which is no trouble.
  const headers = { 'user-agent': 'Vigie', 'cache-control': 'no-cache', connection: 'close' }
  const answer = await fetch(url, { redirect: 'manual', signal, headers })
  const finding = await judge(answer)
  // What was not read is nobody's question.
  await answer.body?.cancel().catch(() => undefined)
  return finding
}

/** `expect` is the status that is well; any of 200 to 299 when absent. */
export function judgeStatus({ status }: Pick<Response, 'status'>, expect: number | undefined): Finding {
  const ok = expect === undefined ? status >= 200 && status < 300 : status === expect
  return { ok, said: ok ? `${status}` : `${status}, expected ${expect ?? 200}` }
}

export function unwell(said: string): Finding {
  return { ok: false, said }
}

/** The beginning of an answer's body, as text; `whole` when there was no more. */
export async function readText(
  { body }: Pick<Response, 'body'>,
  mostBytes: number,
): Promise<{ readonly text: string; readonly whole: boolean }> {
  if (body === null) return { text: '', whole: true }
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let [text, left] = ['', mostBytes]
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { text: text + decoder.decode(), whole: true }
      if (value.byteLength > left)
        return { text: text + decoder.decode(value.subarray(0, left)), whole: false }
      text += decoder.decode(value, { stream: true })
      left -= value.byteLength
    }
  } finally {
    reader.releaseLock()
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection broken'],
  ['UND_ERR_SOCKET', 'connection broken'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'connection broken'],
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
