import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'

/** The other end of Socket Mode: says hello, delivers envelopes and waits for their acknowledgements. */
export type Sockets = {
  /** The address that apps.connections.open answers. */
  ticket(): string
  /** Delivers over one connection; answers the payload of the ack. Throws after three seconds without one. */
  deliver(type: EnvelopeType, payload: unknown, retry?: number): Promise<unknown>
  /** Resolves when a client is connected and was greeted. */
  connected(): Promise<void>
  /** Cuts every connection without a word, as a lost network does. */
  drop(): void
  /** How many connections were greeted so far. */
  readonly greeted: number
  close(): void
}

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api'

const ACK_MS = 3000
const ackSchema = z.object({ envelope_id: z.string(), payload: z.unknown().optional() })

export function createSockets(server: Server, origin: string): Sockets {
  const wss = new WebSocketServer({ server, path: '/link' })
  const waiting = new Map<string, (payload: unknown) => void>()
  const greetings: (() => void)[] = []
  let greeted = 0

  wss.on('connection', (socket) => {
    socket.on('message', (data) => {
      const ack = ackSchema.parse(JSON.parse(String(data)))
      waiting.get(ack.envelope_id)?.(ack.payload)
      waiting.delete(ack.envelope_id)
    })
    socket.send(JSON.stringify({ type: 'hello', num_connections: wss.clients.size }))
    greeted += 1
    for (const greet of greetings.splice(0)) greet()
  })

  const live = (): WebSocket | undefined => [...wss.clients].find((one) => one.readyState === one.OPEN)

  return {
    get greeted() {
      return greeted
    },
    ticket: () => `${origin.replace('http', 'ws')}/link?ticket=${randomUUID()}`,
    deliver: (type, payload, retry) => {
      const socket = live()
      if (socket === undefined) return Promise.reject(new Error('no socket is connected'))
      const id = randomUUID()
      const again = retry === undefined ? {} : { retry_attempt: retry, retry_reason: 'timeout' }
      const envelope = { envelope_id: id, type, payload, accepts_response_payload: true, ...again }
      socket.send(JSON.stringify(envelope))
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id)
          reject(new Error(`not acknowledged within ${ACK_MS} ms`))
        }, ACK_MS)
        waiting.set(id, (answer) => {
          clearTimeout(timer)
          resolve(answer)
        })
      })
    },
    connected: () =>
      live() === undefined ? new Promise((resolve) => greetings.push(resolve)) : Promise.resolve(),
    drop: () => {
      for (const socket of wss.clients) socket.terminate()
    },
    close: () => {
      for (const socket of wss.clients) socket.terminate()
      wss.close()
    },
  }
}
