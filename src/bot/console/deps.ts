import type { FastifyBaseLogger } from 'fastify'
import type { Conversation } from '../../commands/conversation.ts'
import type { Chart } from '../../notify/charts/chart.ts'
import type { Directory } from '../../runs/people.ts'
import type { Changes, Clock } from '../../runs/ports.ts'
import type { Metrics } from '../metrics.ts'
import type { DemoLevers } from './demo-levers.ts'
import type { DemoWorld } from './demo-world.ts'
import type { ConsoleView } from './view.ts'

export type ConsoleDeps = {
  readonly talk: Conversation
  readonly directory: Directory
  readonly view: ConsoleView
  /** A chart as SVG. */
  readonly drawChart: (chart: Chart) => Promise<string>
  readonly changes: Changes
  /** Anybody on this machine chooses whom to act as. */
  readonly demo: boolean
  /** The systems that the demo runs on, where it has them; shown in the demo only. */
  readonly demoWorld?: DemoWorld | undefined
  readonly demoLevers?: DemoLevers | undefined
  /** Signs sessions, links and forms. */
  readonly secret: string
  /** Where people reach this server: decides whether the cookie is for https only. */
  readonly publicUrl: string
  readonly service: string
  readonly store: 'memory' | 'redis'
  readonly timeZone: string
  readonly clock: Pick<Clock, 'now'>
  readonly log: FastifyBaseLogger
  readonly metrics?: Metrics
  /** Told only by tests. */
  readonly patience?: Patience
}

/** Milliseconds. */
export type Patience = {
  /** How long a page waits for the store before it says that it waits. */
  readonly page: number
  /** How long a delivery is tried again before it is given up. */
  readonly giveUp: number
  readonly retry: number
}

export const PATIENCE: Patience = { page: 8000, giveUp: 30_000, retry: 500 }
