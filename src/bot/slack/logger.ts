import { LogLevel, type Logger as SlackLogger } from '@slack/web-api'
import type { Logger } from 'pino'

/** Slack's logger, written through pino. Slack logs whole payloads at debug, so debug goes to pino's trace. */
export function createSlackLogger(log: Logger): SlackLogger {
  const write =
    (level: 'trace' | 'info' | 'warn' | 'error') =>
    (...words: unknown[]) => {
      const [first, ...more] = words
      const message = first instanceof Error ? first.message : String(first)
      log[level]({ said: message, more: more.map(String) }, 'slack library')
    }
  return {
    debug: write('trace'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    setLevel: () => undefined,
    setName: () => undefined,
    getLevel: () => (log.isLevelEnabled('trace') ? LogLevel.DEBUG : LogLevel.INFO),
  }
}
