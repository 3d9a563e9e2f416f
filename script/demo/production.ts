import { createServer, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { listen } from '../../test/fakes/slack-http.ts'
import type { Part } from './release-file.ts'

/** The product of the demo: a small HTTP service for each part, with latencies that one believes. */
export type Production = {
  /** The tag that was deployed last. */
  readonly version: string
  readonly broken: readonly string[]
  break(part: string): void
  mend(part: string): void
  /** Going back to an older version mends what is broken, as if the version had been at fault. */
  deploy(tag: string): void
  /** Where the demo has what the file has at this address. */
  addressOf(url: string): string
  close(): Promise<void>
}

const LATENCY_MS = [70, 120, 40]
const ROLLBACK = /-rollback(-\d+)?$/

export async function startProduction(parts: readonly Part[], version: string): Promise<Production> {
  const broken = new Set<string>()
  const running = await Promise.all(
    parts.map(async ({ name, host }, n) => {
      const latency = LATENCY_MS[n % LATENCY_MS.length] ?? 0
      const server = createServer((_request, response) => {
        void answer(response, latency * (0.7 + Math.random() * 0.8), broken.has(name))
      })
      return { host, server, url: await listen(server) }
    }),
  )
  let deployed = version
  return {
    get version() {
      return deployed
    },
    get broken() {
      return [...broken]
    },
    break: (part) => broken.add(part),
    mend: (part) => broken.delete(part),
    deploy(tag) {
      deployed = tag
      if (ROLLBACK.test(tag)) broken.clear()
    },
    addressOf(url) {
      const { host, pathname } = new URL(url)
      const found = running.find((one) => one.host === host)
      return found === undefined ? url : `${found.url}${pathname}`
    },
    async close() {
      for (const { server } of running) server.closeAllConnections()
      await Promise.all(running.map(({ server }) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

async function answer(response: ServerResponse, ms: number, isBroken: boolean): Promise<void> {
  await pause(ms)
  const body = isBroken ? { status: 'down' } : { status: 'ok' }
  response.writeHead(isBroken ? 503 : 200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
