import { expect, it } from 'vitest'
import type { SmokeResult } from '../../../src/runs/release/ports.ts'
import { createProductionRig } from '../release/production-rig.ts'

const docmost: SmokeResult = { name: 'Docmost', ok: true, ms: 84.4, said: '200', tries: 1 }
const bridge: SmokeResult = { name: 'Bridge', ok: false, ms: 12, said: '503, expected 200', tries: 3 }

const smokeOf = (...results: SmokeResult[]) => ({
  names: results.map(({ name }) => name),
  run: async () => results,
})

async function deployed(smoke: ReturnType<typeof smokeOf> | undefined) {
  const rig = createProductionRig({ smoke })
  const { id } = await rig.deploying()
  await rig.choose(id, 'deployed', {}, 'vigie')
  await rig.settle()
  return { rig, run: await rig.get(id) }
}

it('lets a release go on to its watch when every test passed', async () => {
  const { run } = await deployed(smokeOf(docmost, { ...docmost, name: 'Baserow', tries: 2 }))
  expect([run.step, run.facts['smoke'], run.facts['broken'] ?? false]).toEqual([
    'watch',
    'Docmost - ok - 200 in 84 ms\nBaserow - ok - 200 in 84 ms - 2 tries',
    false,
  ])
})

it('asks for a decision when one failed, and tests again when that is chosen', async () => {
  const { rig, run } = await deployed(smokeOf(docmost, bridge))
  expect([run.step, run.facts['smoke'], run.facts['broken']]).toEqual([
    'failure',
    'Docmost - ok - 200 in 84 ms\nBridge - not ok - 503, expected 200 - 3 tries',
    'smoke',
  ])
  await rig.choose(run.id, 'smoke-again')
  await rig.settle()
  expect((await rig.get(run.id)).step).toBe('failure')
  expect((await rig.get(run.id)).history.filter(({ what }) => what === 'failed')).toHaveLength(2)
})

it.each([undefined, smokeOf()])('passes and says so when no test is configured', async (smoke) => {
  const { run } = await deployed(smoke)
  expect([run.step, run.facts['smoke']]).toEqual([
    'watch',
    'no smoke test is configured (releases.smoke in vigie.yaml)',
  ])
})

it('decides nothing any more when somebody rolled back meanwhile', async () => {
  const rig = createProductionRig({ smoke: smokeOf(docmost) })
  const { id } = await rig.deploying()
  await rig.choose(id, 'deployed', {}, 'vigie')
  await rig.choose(id, 'rollback', { scenario: 'healthcheck', reason: 'It burns' })
  await rig.settle()
  expect(await rig.get(id)).toMatchObject({
    state: 'finished',
    step: 'smoke',
    facts: { outcome: 'rolled back' },
  })
})
