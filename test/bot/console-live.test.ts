import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { createLive } from '../../src/bot/console/live.ts'
import { createServer } from '../../src/bot/server.ts'
import { type Scripted, startScripted } from './scripted.ts'
import { createVisitor } from './visitor.ts'

const open: { close(): PromiseLike<unknown> }[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

async function listen({ server }: Scripted) {
  open.push(server)
  const address = await server.listen({ port: 0, host: '127.0.0.1' })
  const visitor = createVisitor(server)
  await visitor.enterAs('corentin')
  return { url: `${address}/console/live`, headers: { cookie: `vigie_console=${visitor.cookie()}` } }
}

/** Reads on until the text has come, or the stream ends. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, words: string): Promise<string> {
  let text = ''
  while (!text.includes(words)) {
    const { done, value } = await reader.read()
    if (done) return text
    text += new TextDecoder().decode(value)
  }
  return text
}

describe('the live stream', () => {
  test('hints at coming back, sends each change, and ends when the server closes', async () => {
    const scripted = await startScripted()
    const { url, headers } = await listen(scripted)
    const response = await fetch(url, { headers })
    const reader = response.body?.getReader()
    if (reader === undefined) throw new Error('no body')
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await readUntil(reader, 'retry')).toBe('retry: 2000\n\n')
    scripted.changed('INC-1\n\nevent: forged')
    expect(await readUntil(reader, '\n\n')).toBe('event: changed\ndata: "INC-1\\n\\nevent: forged"\n\n')
    const began = performance.now()
    await scripted.server.close()
    expect((await reader.read()).done).toBe(true)
    expect(performance.now() - began).toBeLessThan(1000)
  })

  test('is for those who entered', async () => {
    const { url } = await listen(await startScripted())
    expect((await fetch(url)).status).toBe(401)
  })

  test('beats, and turns away one too many until somebody leaves', async () => {
    const server = createServer({
      log: pino({ level: 'silent' }),
      health: { store: 'memory', surfaces: {}, ping: async () => 'PONG' },
    })
    open.push(server)
    const live = createLive({ subscribe: () => () => undefined }, { most: 1, beatMs: 20 })
    server.get('/live', async (_request, reply) => live.open(reply))
    server.addHook('preClose', async () => live.close())
    const url = `${await server.listen({ port: 0, host: '127.0.0.1' })}/live`
    const first = new AbortController()
    const response = await fetch(url, { signal: first.signal })
    const reader = response.body?.getReader()
    if (reader === undefined) throw new Error('no body')
    expect(await readUntil(reader, ': still here')).toContain(': still here\n\n')
    const second = await fetch(url)
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '30'])
    first.abort()
    await expect
      .poll(async () => {
        const again = await fetch(url)
        await again.body?.cancel()
        return again.status
      })
      .toBe(200)
  })
})

describe('style and script', () => {
  test('have an address of their own for each content, to be kept for ever', async () => {
    const { server } = await startScripted()
    const page = await createVisitor(server).get('/console')
    const paths = [...page.body.matchAll(/(?:href|src)="(\/console\/assets\/[^"]+)"/g)].map(
      ([, path]) => path ?? '',
    )
    expect(paths).toEqual([
      expect.stringMatching(/^\/console\/assets\/console\.[0-9a-f]{12}\.css$/),
      expect.stringMatching(/^\/console\/assets\/live\.[0-9a-f]{12}\.js$/),
    ])
    for (const path of paths) {
      const asset = await server.inject(path)
      expect(asset.statusCode).toBe(200)
      expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    }
    expect(page.body).not.toMatch(/<style|<script>|style="| on[a-z]+="/)
  })
})
