import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Clock } from '../runs/ports.ts'

/** What an app can't make by itself. Tests bring their own clock. */
export type Outside = {
  readonly config: Config
  /** What is switched off or set up badly, a sentence each. */
  readonly warnings: readonly string[]
  readonly clock: Clock
  readonly log: Logger
}
