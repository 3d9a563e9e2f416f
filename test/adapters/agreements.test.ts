import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAgreements } from '../../src/adapters/redis/agreements.ts'
import { createRedis } from '../../src/adapters/redis/connection.ts'
import { keys } from '../../src/adapters/redis/keys.ts'
import type { Run } from '../../src/engine/run.ts'
import { type RedisServer, startRedis } from '../fakes/redis.ts'
import { acknowledged, declared } from '../fixtures/incident-run.ts'

let server: RedisServer
let redis: ReturnType<typeof createRedis>
beforeAll(async () => {
  server = await startRedis()
  redis = createRedis(server.url, { warn: () => {} })
})
afterAll(async () => {
  redis.disconnect()
  await server.stop()
})

it('what runs agreed on is stored once, and each reads as it was written, in another process too', async () => {
  const here = createAgreements(redis)
  const runs = [declared(), acknowledged(declared({ severity: 'sev3' }), { minutes: 1, by: 'yan' })]
  const documents = await Promise.all(runs.map(here.write))
  expect(await redis.hlen(keys.agreements)).toBe(1)
  for (const document of documents) expect(document.length).toBeLessThan(3_000)
  const there = createAgreements(redis)
  expect(await Promise.all(documents.map(there.read))).toEqual(runs)
})

it('a run that shares only a part with another keeps its own', async () => {
  const here = createAgreements(redis)
  const whole = declared()
  const quiet: Run = { ...whole, notes: [] }
  const [one, other] = [await here.write(whole), await here.write(quiet)]
  expect(await here.read(one)).toEqual(whole)
  expect(await here.read(other)).toEqual(quiet)
  expect(await here.write(await here.read(one))).toBe(one)
})

it('a run that was stored whole, by an earlier Vigie, is read', async () => {
  expect(await createAgreements(redis).read(JSON.stringify(declared()))).toEqual(declared())
})

it('a document whose agreement is gone is a fault, not half a run', async () => {
  const document = JSON.stringify({ ...declared(), agreement: 'nowhere' })
  await expect(createAgreements(redis).read(document)).rejects.toThrow(
    'the agreement nowhere is not in the store',
  )
})
