import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import { Pool } from 'undici'
import { createRedisTrace } from '../src/adapters/redis/sync/trace.ts'
import { systemClock } from '../src/adapters/system-clock.ts'
import { startChild } from './child.ts'
import type { Kind } from './sync-kinds.ts'

/** Vigie as it is run, and what is seen of it from outside. */
export type VigieUnderTest = {
  /** Posts what Baserow would; answers once it is acknowledged. */
  post(kind: Kind, n: number): Promise<Posted>
  /** Nothing waits and nothing is worked on. */
  idle(): Promise<void>
  /** When it was done, milliseconds since 1970. Throws when it ended in any other way. */
  endOf(posted: Posted): Promise<number>
  stop(): Promise<void>
}

/** `at`: when it was sent, milliseconds since 1970. */
export type Posted = { readonly event: string; readonly n: number; readonly at: number }

const SECRET = 'a webhook secret of the bench'
const LOOK_MS = 5
const LISTS = ['sync-deliveries', 'sync-entities'].flatMap((line) => [
  `vigie:${line}:wait`,
  `vigie:${line}:active`,
])

export async function startVigie(redisUrl: string, remotes: string): Promise<VigieUnderTest> {
  const child = await startChild(path('../dist/main.js'), {
    PORT: '0',
    VIGIE_DEMO: '1',
    REDIS_URL: redisUrl,
    VIGIE_CONFIG: path('../vigie.example.yaml'),
    VIGIE_SECRET: 'a secret of the bench, 32 characters',
    BASEROW_URL: remotes,
    BASEROW_TOKEN: 'token',
    BASEROW_WEBHOOK_SECRET: SECRET,
    DOCMOST_URL: remotes,
    DOCMOST_TOKEN: 'token',
  })
  const redis = new Redis(redisUrl)
  const trace = createRedisTrace(redis, systemClock)
  const pool = new Pool(child.origin, { connections: 16 })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${SECRET}` }

  return {
    async post(kind, n) {
      const { id: event, body } = kind.event(n)
      const at = performance.timeOrigin + performance.now()
      const request = { method: 'POST', path: '/api/webhooks/baserow/projet-changed', headers, body } as const
      const answer = await pool.request(request)
      await answer.body.dump()
      if (answer.statusCode !== 202) throw new Error(`Vigie answered ${answer.statusCode}`)
      return { event, n, at }
    },
    async idle() {
      for (;;) {
        const lengths = await Promise.all(LISTS.map((list) => redis.llen(list)))
        if (lengths.every((length) => length === 0)) return
        await sleep(LOOK_MS)
      }
    },
    async endOf({ event }) {
      const end = (await trace.of(event)).find(({ action }) => action === 'finish')
      if (end?.reason !== 'done') throw new Error(`the event ${event} ended with ${end?.reason}`)
      return end.at
    },
    async stop() {
      await pool.close()
      redis.disconnect()
      await child.stop()
    },
  }
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}
