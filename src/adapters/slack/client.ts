import type { Logger } from '@slack/bolt'
import { WebClient } from '@slack/web-api'

/** Long enough for a slow answer, short enough that the queue notices. */
const TIMEOUT_MS = 10_000

/**
 * The client for everything that the queue sends and the bot answers. It never waits and never retries:
 * a 429 of one channel must not hold up another, and the queue knows better when to try again.
 * Never give these options to the Socket Mode client: without retries a short outage kills the process.
 * `apiUrl` ends in `/api/`; Slack's own when absent.
 */
export function createSlackClient({ token, apiUrl, logger }: SlackAccess): WebClient {
  return new WebClient(token, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    ...(logger === undefined ? {} : { logger }),
  })
}

export type SlackAccess = {
  readonly token: string
  readonly apiUrl?: string | undefined
  readonly logger?: Logger | undefined
}
