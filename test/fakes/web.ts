import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { afterEach } from 'vitest'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A server on a real socket until the test ends; answers its address. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  closing.push(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, 'listening')
  return addressOf(server.address())
}

export function answering(status: number, body = 'body', headers = {}): Promise<string> {
  return serve((_request, response) => void response.writeHead(status, headers).end(body))
}

export function addressOf(address: unknown): string {
  if (typeof address !== 'object' || address === null || !('port' in address)) throw new Error('no port')
  return `http://127.0.0.1:${String(address.port)}`
}
