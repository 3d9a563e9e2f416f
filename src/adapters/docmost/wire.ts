import { Pool } from 'undici'
import { z } from 'zod'
import type { Clock } from '../../runs/ports.ts'
import { failure } from './errors.ts'

export type WireAnswer = {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

export type Wire = {
  /** Everything of Docmost is POST with JSON. Throws `SyncError` when there is no answer; any status is one. */
  post(route: string, body: unknown, token?: string): Promise<WireAnswer>
  close(): Promise<void>
}

export type WireOptions = {
  readonly url: string
  readonly connections: number
  readonly timeoutMs: number
  readonly clock: Pick<Clock, 'after'>
}

/** Docmost closes an idle connection after 72 s; the one who closes first can't be surprised by it. */
const IDLE_MS = 60_000

export function createWire({ url, connections, timeoutMs, clock }: WireOptions): Wire {
  const { origin, pathname } = new URL(url)
  const base = `${pathname.replace(/\/+$/, '')}/api`
  const pool = new Pool(origin, { connections, pipelining: 1, keepAliveTimeout: IDLE_MS })

  return {
    async post(route, body, token) {
      const patience = new AbortController()
      const takeBack = clock.after(timeoutMs, () => patience.abort())
      try {
        const {
          statusCode,
          headers,
          body: answer,
        } = await pool.request({
          method: 'POST',
          path: `${base}/${route}`,
          headers: headersOf(token),
          body: JSON.stringify(body),
          signal: patience.signal,
        })
        return { status: statusCode, headers, text: await answer.text() }
      } catch (cause) {
        if (patience.signal.aborted)
          throw failure('timeout', { retry: true, cause, said: `${route}, no answer within ${timeoutMs} ms` })
        throw failure('unreachable', { retry: true, cause, said: `${route}, ${reasonOf(cause)}` })
      } finally {
        takeBack()
      }
    },
    close: () => pool.destroy(),
  }
}

/** Docmost ignores the mark; a fork that sends webhooks hands it on, and then we know our own writes again. */
function headersOf(token: string | undefined): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': 'vigie',
    'x-bridge-origin': 'bridge',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
}

const causeSchema = z.object({ code: z.string() })

function reasonOf(cause: unknown): string {
  return causeSchema.safeParse(cause).data?.code ?? 'no answer'
}

const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Whether a failed call can't have reached Docmost. */
export function neverSent(error: unknown): boolean {
  return error instanceof Error && NEVER_CONNECTED.has(reasonOf(error.cause))
}
