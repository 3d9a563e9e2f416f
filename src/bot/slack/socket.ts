import { SocketModeReceiver } from '@slack/bolt'
import type { Logger as SlackLogger } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Clock } from '../../runs/ports.ts'

/** After Slack refused us: long enough not to hammer it, short enough to be back soon after the token is mended. */
const REFUSED_MS = 60_000

export type SocketDeps = {
  readonly appToken: string
  readonly apiUrl?: string | undefined
  readonly logger: SlackLogger
  readonly log: Pick<Logger, 'error'>
  readonly clock: Clock
}

/** Default retries on purpose: this client must outlast an outage, and with few retries it ends the process. */
export function createSocketReceiver(deps: SocketDeps): SocketModeReceiver {
  const receiver = new SocketModeReceiver({
    appToken: deps.appToken,
    logger: deps.logger,
    installerOptions: { clientOptions: deps.apiUrl === undefined ? {} : { slackApiUrl: deps.apiUrl } },
  })
  keepConnecting(receiver.client, deps)
  return receiver
}

/**
 * When Slack refuses a reconnection (a revoked token), Bolt rejects a promise that nobody holds, and Node ends
 * the process with all its other doors. So a refusal after the first connection is logged and tried again.
 */
function keepConnecting(socket: SocketModeReceiver['client'], { log, clock }: SocketDeps): void {
  const connect = socket.start.bind(socket)
  let greeted = false
  let forget = () => {}
  socket.on('disconnecting', () => forget())
  socket.start = async () => {
    try {
      const connection = await connect()
      greeted = true
      return connection
    } catch (error) {
      if (!greeted) throw error
      log.error({ err: error }, 'Slack refuses the connection; tried again in a minute')
      return new Promise((resolve) => {
        forget = clock.after(REFUSED_MS, () => resolve(socket.start()))
      })
    }
  }
}
