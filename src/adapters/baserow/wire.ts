import type { Logger } from 'pino'
import { type Dispatcher, Pool } from 'undici'
import type { Answer } from './errors.ts'
import { noAnswer } from './no-answer.ts'
import { retryAfterMs } from './retry-after.ts'

export type Call = {
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** Below the address of Baserow: `/api/...`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** The whole header: `Token ...`, `JWT ...`. */
  readonly authorization?: string
  /** What must stand in no error. */
  readonly secrets: readonly string[]
}

/** Any answer is one, whatever its status. Throws `SyncError` when there is none. */
export type Send = (call: Call) => Promise<Answer>

export type WireOptions = {
  /** `https://baserow.example.org`, with a path where Baserow stands below one. */
  readonly url: string
  readonly log: Pick<Logger, 'debug'>
  /** Connections, and so calls at the same time; the others wait for their turn. */
  readonly concurrency: number
  /** How long an answer may be silent, in milliseconds, counted from when the call has a connection. */
  readonly timeoutMs: number
}

export type Wire = {
  readonly send: Send
  /** Calls that are under way end first. */
  close(): Promise<void>
}

/** Tells our calls from those of people, in the access log of a proxy. */
const ORIGIN = { 'x-bridge-origin': 'bridge', 'user-agent': 'vigie' }

/** What serves Baserow leaves an idle connection after five seconds and tells nobody: we leave first. */
const IDLE_MS = 4_000
const CONNECT_MS = 10_000

/** Connections that are kept between calls. It never tries again: the queue knows better when to. */
export function createWire({ url, log, concurrency, timeoutMs }: WireOptions): Wire {
  const { origin, pathname } = new URL(url)
  const prefix = pathname.replace(/\/+$/, '')
  let closing: Promise<void> | undefined
  const pool = new Pool(origin, {
    connections: concurrency,
    keepAliveTimeout: IDLE_MS,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: Math.min(timeoutMs, CONNECT_MS) },
  })

  return {
    async send(call) {
      const asked = `${call.method} ${call.path}`
      try {
        const response = await pool.request(requestOf(call, prefix))
        const body = parse(await response.body.text())
        const status = response.statusCode
        log.debug({ asked, status }, 'baserow answered')
        const wait = retryAfterMs((name) => first(response.headers[name]))
        return { status, body, retryAfterMs: wait, asked, secrets: call.secrets }
      } catch (cause) {
        throw noAnswer(cause, asked)
      }
    },
    close() {
      closing ??= pool.close()
      return closing
    },
  }
}

function requestOf({ method, path, query, body, authorization }: Call, prefix: string): Request {
  const search = query === undefined ? '' : `?${new URLSearchParams(query)}`
  return {
    method,
    path: `${prefix}${path}${search}`,
    headers: {
      ...ORIGIN,
      accept: 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  }
}

type Request = Dispatcher.RequestOptions

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
