import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createHealthChecks, type HealthCheck } from '../../src/adapters/health-checks.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { freePort } from '../fakes/redis.ts'
import { addressOf, answering, serve } from '../fakes/web.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** What is said of each, without the time it took. */
async function results(checks: readonly HealthCheck[], timeoutMs = 5_000) {
  const found = await createHealthChecks({ checks, timeoutMs, clock: systemClock }).run()
  for (const { ms } of found) expect(Number.isInteger(ms) && ms >= 0).toBe(true)
  return found.map(({ name, ok, said }) => ({ name, ok, said }))
}

test('an address that answers as expected is well', async () => {
  const checks = [
    { name: 'wiki', url: await answering(200) },
    { name: 'tables', url: await answering(204) },
    { name: 'locked', url: await answering(401), expect: 401 },
  ]
  expect(createHealthChecks({ checks, timeoutMs: 1, clock: systemClock }).names).toEqual([
    'wiki',
    'tables',
    'locked',
  ])
  expect(await results(checks)).toEqual([
    { name: 'wiki', ok: true, said: '200' },
    { name: 'tables', ok: true, said: '204' },
    { name: 'locked', ok: true, said: '401' },
  ])
})

test('another status is a result, and says what was expected', async () => {
  expect(
    await results([
      { name: 'wiki', url: await answering(503) },
      { name: 'open', url: await answering(200), expect: 401 },
    ]),
  ).toEqual([
    { name: 'wiki', ok: false, said: '503, expected 200' },
    { name: 'open', ok: false, said: '200, expected 401' },
  ])
})

test('a redirect is not followed, and well only where it is expected', async () => {
  let visits = 0
  const target = await serve((_request, response) => {
    visits += 1
    response.end()
  })
  const url = await answering(301, '', { location: target })
  expect(
    await results([
      { name: 'wiki', url },
      { name: 'moved', url, expect: 301 },
    ]),
  ).toEqual([
    { name: 'wiki', ok: false, said: '301, expected 200' },
    { name: 'moved', ok: true, said: '301' },
  ])
  expect(visits).toBe(0)
})

test('a refused connection, a bad name, a bad address and a broken line are results', async () => {
  const broken = createTcpServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  closing.push(() => broken.close())
  await once(broken, 'listening')
  expect(
    await results([
      { name: 'refused', url: `http://127.0.0.1:${await freePort()}` },
      { name: 'nobody', url: 'http://nobody.invalid/' },
      { name: 'nonsense', url: 'http://[' },
      { name: 'broken', url: addressOf(broken.address()) },
    ]),
  ).toEqual([
    { name: 'refused', ok: false, said: 'connection refused' },
    {
      name: 'nobody',
      ok: false,
      said: expect.stringMatching(/^(no such host|the name could not be looked up)$/),
    },
    { name: 'nonsense', ok: false, said: 'the address is not valid' },
    { name: 'broken', ok: false, said: 'connection broken' },
  ])
})

test('one that never answers holds up no other, and is given up', async () => {
  const seen: string[] = []
  const silent = await serve((request: IncomingMessage) => void seen.push(request.url ?? ''))
  const checks = [
    { name: 'silent', url: `${silent}/health` },
    { name: 'wiki', url: await answering(200) },
  ]
  expect(await results(checks, 200)).toEqual([
    { name: 'silent', ok: false, said: 'no answer within 200 ms' },
    { name: 'wiki', ok: true, said: '200' },
  ])
  expect(seen).toEqual(['/health'])
})

test('how long to wait is said in seconds, and told by the clock', async () => {
  const silent = await serve(() => undefined)
  const waited: number[] = []
  const clock = {
    after(ms: number, then: () => void) {
      waited.push(ms)
      then()
      return () => undefined
    },
  }
  const checks = [{ name: 'silent', url: silent }]
  const [result] = await createHealthChecks({ checks, timeoutMs: 10_000, clock }).run()
  expect(result?.said).toBe('no answer within 10 s')
  expect(waited).toEqual([10_000])
})

test('the rest of an endless answer is not waited for', async () => {
  let left: Promise<unknown> = Promise.resolve()
  const url = await serve((_request, response) => {
    left = once(response, 'close')
    response.writeHead(200).write('and so on')
  })
  expect(await results([{ name: 'stream', url }])).toEqual([{ name: 'stream', ok: true, said: '200' }])
  await left
})

test('each time over a connection of its own', async () => {
  const ports = new Set<number | undefined>()
  const url = await serve((request, response) => {
    ports.add(request.socket.remotePort)
    response.end('well')
  })
  await results([{ name: 'wiki', url }])
  await results([{ name: 'wiki', url }])
  expect(ports.size).toBe(2)
})

test('nothing to ask is no trouble', async () => {
  expect(await results([])).toEqual([])
})
