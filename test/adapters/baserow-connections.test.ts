import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { createBaserow } from '../../src/adapters/baserow/baserow.ts'
import { listen } from '../fakes/slack-http.ts'
import { type BaserowRig, refusal, startBaserowRig } from './baserow-rig.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function start(): Promise<BaserowRig> {
  const rig = await startBaserowRig()
  closing.push(rig.close)
  return rig
}

/** The next call may come before the pool has its connection back: two serve any number of calls. */
const FEW = 2

test('calls one after the other share a connection', async () => {
  const { fake, baserow } = await start()
  const client = baserow()
  for (let call = 0; call < 20; call += 1) await client.fields(fake.table('client'))
  expect(fake.connections()).toBeLessThanOrEqual(FEW)
})

test('an answer that is an error leaves its connection to the next call', async () => {
  const { fake, baserow } = await start()
  const client = baserow()
  fake.fail('GET fields', { status: 503, times: 10 })
  for (let call = 0; call < 10; call += 1) await refusal(client.fields(42), [])
  await client.fields(42)
  expect(fake.connections()).toBeLessThanOrEqual(FEW)
})

test('many calls at once take no more connections than allowed, sixteen by default', async () => {
  const { fake, baserow } = await start()
  const table = fake.table('client')
  const twice = async (client: ReturnType<typeof baserow>) => {
    const many = () => Promise.all(Array.from({ length: 50 }, () => client.fields(table)))
    await many()
    await many()
  }
  await twice(baserow({ concurrency: 3 }))
  expect(fake.connections()).toBe(3)
  await twice(baserow())
  expect(fake.connections()).toBe(3 + 16)
})

test('waiting for a turn is no silence of Baserow', async () => {
  const waiting: ServerResponse[] = []
  const { url, server } = await serve((response) => void waiting.push(response))
  const baserow = open({ url, concurrency: 1, timeoutMs: 1_500 })
  const calls = [1, 2, 3].map((id) => baserow.row(1, id))
  for (const [index] of calls.entries()) {
    while (waiting.length <= index) await once(server, 'request')
    await new Promise((resolve) => setTimeout(resolve, 700))
    waiting[index]?.end('{"id":1,"order":"1"}')
  }
  expect(await Promise.all(calls)).toHaveLength(3)
})

test('Baserow may stand below a path, with or without a slash at the end', async () => {
  const paths: string[] = []
  const { url } = await serve((response, path) => {
    paths.push(path)
    response.end('[]')
  })
  await open({ url: `${url}/tables` }).fields(7)
  await open({ url: `${url}/tables/` }).fields(7)
  await open({ url: `${url}/` }).fields(7)
  expect(paths).toEqual([
    '/tables/api/database/fields/table/7/',
    '/tables/api/database/fields/table/7/',
    '/api/database/fields/table/7/',
  ])
})

test('close lets what is under way end, and takes nothing more', async () => {
  let answer: ServerResponse | undefined
  const { url, server } = await serve((response) => {
    answer = response
  })
  const baserow = open({ url })
  const asked = once(server, 'request')
  const call = baserow.fields(7)
  await asked
  const closed = baserow.close()
  expect(await refusal(baserow.fields(7), [])).toMatchObject({ code: 'unreachable', retry: true })
  answer?.end('[]')
  expect(await call).toEqual([])
  await closed
  await new Promise<void>((resolve) => server.close(() => resolve()))
})

test('the log names the call and the status, without what was asked for', async () => {
  const { fake, baserow, logged } = await start()
  const table = fake.table('client')
  await baserow().rowsWhere(table, 'nom', 'a secret name')
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([
    { asked: `GET /api/database/rows/table/${table}/`, status: 200, msg: 'baserow answered' },
  ])
  expect(logged.join()).not.toContain('secret')
})

async function serve(
  answer: (response: ServerResponse, path: string) => void,
): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => answer(response, request.url ?? ''))
  const url = await listen(server)
  closing.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return { url, server }
}

function open(options: { url: string; concurrency?: number; timeoutMs?: number }) {
  const baserow = createBaserow({ token: 'token', log: { debug: () => undefined }, ...options })
  closing.unshift(baserow.close)
  return baserow
}
