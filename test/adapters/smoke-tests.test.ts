import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { createSmokeTests, type SmokeTest } from '../../src/adapters/smoke-tests.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { freePort } from '../fakes/redis.ts'
import { answering, serve } from '../fakes/web.ts'

/** Pauses pass at once and are counted; patience is the real one. */
function quickClock() {
  const pauses: number[] = []
  return {
    pauses,
    after(ms: number, then: () => void) {
      if (ms !== PAUSE) return systemClock.after(ms, then)
      pauses.push(ms)
      queueMicrotask(then)
      return () => undefined
    },
  }
}

const PAUSE = 5_000

/** What is said of each, without the time it took. */
async function results(tests: readonly SmokeTest[], timeoutMs = 4_000) {
  const clock = quickClock()
  const found = await createSmokeTests({ tests, timeoutMs, clock }).run()
  for (const { ms } of found) expect(Number.isInteger(ms) && ms >= 0).toBe(true)
  return { told: found.map(({ name, ok, said, tries }) => ({ name, ok, said, tries })), ...clock }
}

async function one(test: Omit<SmokeTest, 'name'>, timeoutMs?: number) {
  const { told, pauses } = await results([{ name: 'Docmost', ...test }], timeoutMs)
  return { ...told[0], pauses: pauses.length }
}

/** Answers the first with the first of these, and so on; the last one from then on. */
function inTurn(...listeners: readonly RequestListener[]): Promise<string> {
  let asked = 0
  return serve((request, response) => {
    const listener = listeners[Math.min(asked, listeners.length - 1)]
    asked += 1
    listener?.(request, response)
  })
}

const status =
  (code: number, body = ''): RequestListener =>
  (_request, response) =>
    void response.writeHead(code).end(body)

test('what answers as expected is tested once', async () => {
  const tests = [
    { name: 'Docmost', url: await answering(200, '<title>Docmost</title>'), contains: 'Docmost' },
    { name: 'Baserow', url: await answering(204) },
    { name: 'Bridge', url: await answering(401), expect: 401 },
  ]
  const { told, pauses } = await results(tests)
  expect(told).toEqual([
    { name: 'Docmost', ok: true, said: '200', tries: 1 },
    { name: 'Baserow', ok: true, said: '204', tries: 1 },
    { name: 'Bridge', ok: true, said: '401', tries: 1 },
  ])
  expect(pauses).toEqual([])
})

test('what is still starting is tried again, after a pause', async () => {
  expect(await one({ url: await inTurn(status(502), status(200)) })).toMatchObject({
    ok: true,
    said: '200',
    tries: 2,
    pauses: 1,
  })
})

test('what fails three times has failed, and says why it did the last time', async () => {
  expect(await one({ url: await inTurn(status(500), status(500), status(503), status(200)) })).toMatchObject({
    ok: false,
    said: '503, expected 200',
    tries: 3,
    pauses: 2,
  })
})

test('a page that answers well but is another one has failed', async () => {
  const url = await answering(200, 'Bad gateway')
  expect(await one({ url, contains: 'Docmost' })).toMatchObject({
    ok: false,
    said: '200, without "Docmost"',
    tries: 3,
  })
})

test('the text is found across two pieces of a body, in whatever script', async () => {
  const words = Buffer.from('Saisie des heures réalisées')
  const url = await serve((_request, response) => {
    response.writeHead(200)
    // In the middle of the é: the second piece comes when the first is on its way.
    response.write(words.subarray(0, 20), () => response.end(words.subarray(20)))
  })
  expect(await one({ url, contains: 'heures réalisées' })).toMatchObject({ ok: true, tries: 1 })
})

test('of an endless body the first megabyte is read, and no more', async () => {
  let left: Promise<unknown> = Promise.resolve()
  const url = await serve((_request, response) => {
    left = once(response, 'close')
    const block = 'x'.repeat(50_000)
    const more = () => void (response.destroyed || response.write(block, more))
    response.writeHead(200)
    more()
  })
  expect(await one({ url, contains: 'Docmost' })).toMatchObject({
    ok: false,
    said: '200, without "Docmost" in its first 1 MB',
  })
  await left
})

test('a body that stops in the middle is given up in time', async () => {
  const url = await serve((_request, response) => void response.writeHead(200).write('Doc'))
  expect(await one({ url, contains: 'Docmost' }, 100)).toMatchObject({
    ok: false,
    said: 'no answer within 100 ms',
    tries: 3,
  })
})

test('without a text to look for the body is not waited for', async () => {
  const url = await serve((_request, response) => void response.writeHead(200).write('and so on'))
  expect(await one({ url })).toMatchObject({ ok: true, said: '200' })
})

test('a line that breaks within the body, and a host that refuses, are results', async () => {
  const broken = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('Doc', () => response.destroy())
  })
  expect(await one({ url: broken, contains: 'Docmost' })).toMatchObject({
    ok: false,
    said: 'connection broken',
  })
  expect(await one({ url: `http://127.0.0.1:${await freePort()}` })).toMatchObject({
    ok: false,
    said: 'connection refused',
  })
})

test('a redirect is not followed', async () => {
  const url = await answering(302, '', { location: await answering(200) })
  expect(await one({ url })).toMatchObject({ ok: false, said: '302, expected 200' })
})

test('nothing to test is no trouble', async () => {
  expect((await results([])).told).toEqual([])
  expect(createSmokeTests({ tests: [], timeoutMs: 1, clock: systemClock }).names).toEqual([])
})
