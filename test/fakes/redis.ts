import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'

export type RedisServer = {
  readonly url: string
  /** As a crash does it. */
  kill(): Promise<void>
  /** On the same port and files, once it is killed. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** A real redis-server on a free port, with AOF on as in production. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort()
  const dir = await mkdtemp(join(tmpdir(), 'vigie-redis-'))
  const url = `redis://127.0.0.1:${port}`
  let server = await launch(port, dir, url)
  const isRunning = () => server.exitCode === null && server.signalCode === null
  async function kill(): Promise<void> {
    if (!isRunning()) return
    server.kill('SIGKILL')
    await once(server, 'exit')
  }
  return {
    url,
    kill,
    async restart() {
      // A second one would find the port taken, and nobody would stop the first.
      if (isRunning()) return
      server = await launch(port, dir, url)
    },
    async stop() {
      await kill()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function launch(port: number, dir: string, url: string): Promise<ChildProcess> {
  const options = { port, dir, bind: '127.0.0.1', appendonly: 'yes', appendfsync: 'everysec', save: '' }
  const args = Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)])
  const server = spawn('redis-server', [...args, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' })
  server.on('error', (error) => {
    throw new Error('redis-server does not start: run script/test, which installs it', { cause: error })
  })
  await answering(url)
  return server
}

async function answering(url: string): Promise<void> {
  const probe = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
  probe.on('error', () => {})
  for (let tries = 0; tries < 200; tries += 1) {
    const pong = await probe.connect().then(
      () => probe.ping(),
      () => undefined,
    )
    if (pong === 'PONG') return probe.disconnect()
    await sleep(25)
  }
  throw new Error('redis-server does not answer')
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
