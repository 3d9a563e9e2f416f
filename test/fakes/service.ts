import { createServer } from 'node:http'
import { listen } from './slack-http.ts'

/** A part of the product that health checks ask. It is well until a test says otherwise. */
export type ServiceFake = {
  readonly url: string
  /** How often it was asked. */
  readonly asked: number
  /** What it was asked for, oldest first. */
  readonly paths: readonly string[]
  /** From now on it answers with this status and these words. */
  answer(status: number, words?: string): void
  close(): Promise<void>
}

export async function startService(): Promise<ServiceFake> {
  let status = 200
  let said = ''
  const paths: string[] = []
  const server = createServer((request, response) => {
    paths.push(request.url ?? '/')
    response.writeHead(status).end(said)
  })
  const url = await listen(server)
  return {
    url,
    get asked() {
      return paths.length
    },
    paths,
    answer: (next, words = '') => {
      status = next
      said = words
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
