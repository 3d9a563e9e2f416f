import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { SyncStatus } from '../sync/desk.ts'

/** What Vigie counts about itself. One registry for each app, so that two in one process don't mix. */
export type Metrics = {
  /** An answer was given: through which door, with which result. */
  answered(door: string, result: string): void
  /** A request was acknowledged after so many milliseconds. */
  acknowledged(door: string, ms: number): void
  /** A webhook was answered with an HTTP status after so many milliseconds. */
  received(route: string, status: number, ms: number): void
  /** Everything in Prometheus's text format. */
  readonly text: () => Promise<string>
  readonly contentType: string
}

/** Around the promised 250 ms, and the 3 s after which Slack shows an error. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3]

/** How far the sync is behind, read when somebody asks for the figures. */
export type SyncGauges = () => Promise<Pick<SyncStatus, 'queue' | 'waiting' | 'marks'>>

export function createMetrics(sync?: SyncGauges): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const answers = new Counter({
    name: 'vigie_answers_total',
    help: 'Answers to commands, clicks and forms',
    labelNames: ['door', 'result'],
    registers: [register],
  })
  const acknowledge = new Histogram({
    name: 'vigie_acknowledge_seconds',
    help: 'Time until a command, click or form was acknowledged',
    labelNames: ['door'],
    buckets: SECONDS,
    registers: [register],
  })
  const webhooks = new Histogram({
    name: 'vigie_webhook_seconds',
    help: 'Time until a webhook was answered, by its HTTP status: 401 is a wrong secret',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers: [register],
  })
  if (sync !== undefined) gauge(register, sync)
  return {
    answered: (door, result) => answers.inc({ door, result }),
    acknowledged: (door, ms) => acknowledge.observe({ door }, ms / 1000),
    received: (route, status, ms) => webhooks.observe({ route, status }, ms / 1000),
    text: () => register.metrics(),
    contentType: register.contentType,
  }
}

/** A store that is away has no figures; the rest of them is worth having. */
function gauge(register: Registry, read: SyncGauges): void {
  new Gauge({
    name: 'vigie_sync_waiting',
    help: 'Entities of the sync: queued, parked while a remote is away, held by a breaker, dead',
    labelNames: ['state'],
    registers: [register],
    async collect() {
      const status = await read().catch(() => undefined)
      if (status === undefined) return this.reset()
      const { queue, waiting } = status
      this.set({ state: 'queued' }, queue.deliveries + queue.entities)
      for (const [state, count] of Object.entries(waiting)) this.set({ state }, count)
    },
  })
  new Gauge({
    name: 'vigie_sync_lag_seconds',
    help: 'How long the latest change of Docmost had waited when it was heard of',
    registers: [register],
    async collect() {
      const status = await read().catch(() => undefined)
      this.set(Number(status?.marks.lag_ms ?? 0) / 1000)
    },
  })
}
