import { afterEach, beforeEach, expect, test } from 'vitest'
import { readReleaseFile, withDemoProduction } from '../../script/demo/release-file.ts'
import { type ReleaseWorld, startReleaseWorld } from '../../script/demo/releases.ts'
import { createDemoLevers } from '../../src/app/demo-levers.ts'
import type { DemoLevers } from '../../src/bot/console/demo-levers.ts'
import { configOf, demo, example, least } from '../config/reading.ts'
import { startReceiver } from '../fakes/baserow-receiver.ts'

/** What stands beside a demo so that one can release. */
let world: ReleaseWorld
let levers: DemoLevers

beforeEach(async () => {
  const delays = { ci: 0, e2e: 0, deploy: 0 }
  const started = await startReleaseWorld(example, { delays, pace: { for: '20s', every: '1s' } })
  if (started === undefined) throw new Error('no releases')
  world = started
  levers = createDemoLevers(world.variables['VIGIE_DEMO_LEVERS'] ?? '')
})
afterEach(async () => {
  expect(world.github.refused).toEqual([])
  await world.close()
})

async function factsOf(): Promise<Readonly<Record<string, string>>> {
  const { facts } = await levers.read()
  return Object.fromEntries(facts.map(({ name, value }) => [name, value]))
}

const labels = async () => (await levers.read()).levers.map(({ label }) => label)

async function statusOf(url: string | undefined): Promise<number> {
  const answer = await fetch(url ?? '')
  await answer.body?.cancel()
  return answer.status
}

test('its file is the one that was given, with a production of its own and a short watch', () => {
  const { team } = configOf({ ...demo, ...world.variables }, world.text)
  const given = configOf(demo).team
  expect(team.releases?.watch).toMatchObject({ for: 20_000, every: 1_000, failures: 3 })
  const urls = [...team.healthChecks.checks, ...(team.releases?.smoke ?? [])].map(({ url }) => url)
  expect(urls.every((url) => url.startsWith('http://127.0.0.1:'))).toBe(true)
  expect(team.releases?.freezes).toEqual(given.releases?.freezes)
  expect(team.people).toEqual(given.people)
})

test('is left out where nothing is released, and takes an own production as it is', async () => {
  expect(await startReleaseWorld(least)).toBeUndefined()
  const own = `${least}\nrepository: a/b\nreleases:\n  smoke: [{ name: Site, url: 'https://site.test/health' }]\n`
  expect(readReleaseFile(own)?.parts).toEqual([])
  const text = withDemoProduction(own, world.production.addressOf, { for: '1m', every: '5s' })
  expect(text).toContain('https://site.test/health')
})

test('production breaks with one lever, and is mended by the other or by going back', async () => {
  const check = configOf({ ...demo, ...world.variables }, world.text).team.healthChecks.checks[0]
  expect(await statusOf(check?.url)).toBe(200)
  await levers.pull('break')
  expect(await statusOf(check?.url)).toBe(503)
  expect((await labels())[0]).toBe('Mend Docmost')
  expect((await factsOf())['Production']).toBe('v1.3.2 - Docmost answers 503')
  await levers.pull('mend')
  expect(await statusOf(check?.url)).toBe(200)
  world.production.deploy('v1.4.0')
  await levers.pull('break')
  world.production.deploy('v1.4.0-rollback')
  expect((await factsOf())['Production']).toBe('v1.4.0-rollback - well')
})

test('CI turns red and green, and a commit comes to main', async () => {
  const before = (await factsOf())['Newest commit']
  await levers.pull('red')
  expect((await factsOf())['CI on main']).toBe('red')
  await levers.pull('green')
  await levers.pull('push')
  expect((await factsOf())['CI on main']).toBe('green')
  expect((await factsOf())['Newest commit']).not.toBe(before)
})

test('a backup is told to Vigie once it listens; a lever that nobody knows is refused', async () => {
  const vigie = await startReceiver()
  await expect(levers.pull('backup')).rejects.toThrow('answered 500')
  await expect(levers.pull('nothing')).rejects.toThrow('answered 404')
  await world.connect(Number(new URL(vigie.url).port))
  await levers.pull('backup')
  await vigie.close()
})
