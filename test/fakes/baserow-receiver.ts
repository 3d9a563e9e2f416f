import { createServer, type IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { listen, readText } from './slack-http.ts'

export type ReceivedCall = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Names as they were written. */
  readonly names: readonly string[]
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}

export type Receiver = {
  readonly url: string
  readonly calls: readonly ReceivedCall[]
  /** The most calls that were open at one time. */
  mostAtOnce(): number
  /** From now on; 200 at first. */
  answer(status: number, headers?: Readonly<Record<string, string>>): void
  /** Nothing is answered until `release()`. */
  hold(): void
  release(): void
  close(): Promise<void>
}

/** The far end of a webhook, for the tests of the fake itself. */
export async function startReceiver(): Promise<Receiver> {
  const calls: ReceivedCall[] = []
  let reply: { status: number; headers: Readonly<Record<string, string>> } = { status: 200, headers: {} }
  let held: (() => void)[] | undefined
  let open = 0
  let most = 0

  const server = createServer(async (request, response) => {
    open += 1
    most = Math.max(most, open)
    response.on('close', () => {
      open -= 1
    })
    const text = await readText(request)
    calls.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      names: request.rawHeaders.filter((_name, index) => index % 2 === 0),
      text,
      body: text === '' ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(text)),
    })
    const { status, headers } = reply
    const end = () => void response.writeHead(status, headers).end('noted')
    if (held === undefined) end()
    else held.push(end)
  })
  const url = await listen(server)

  return {
    url,
    calls,
    mostAtOnce: () => most,
    answer(status, headers = {}) {
      reply = { status, headers }
    },
    hold() {
      held = []
    },
    release() {
      const waiting = held ?? []
      held = undefined
      for (const end of waiting) end()
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
