import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What Vigie counts about itself. One registry for each app, so that two in one process don't mix. */
export type Metrics = {
  /** An answer was given: through which door, with which result. */
  answered(door: string, result: string): void
  /** A request was acknowledged after so many milliseconds. */
  acknowledged(door: string, ms: number): void
  /** Everything in Prometheus's text format. */
  readonly text: () => Promise<string>
  readonly contentType: string
}

/** Around the promised 250 ms, and the 3 s after which Slack shows an error. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3]

export function createMetrics(): Metrics {
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
  return {
    answered: (door, result) => answers.inc({ door, result }),
    acknowledged: (door, ms) => acknowledge.observe({ door }, ms / 1000),
    text: () => register.metrics(),
    contentType: register.contentType,
  }
}
