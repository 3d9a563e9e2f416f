import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RedisServer, startRedis } from '../fakes/redis.ts'
import { answerForm, countOf, MINUTE, passTime, said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { openReleaseHouse, type ReleaseHouse, type ReleaseHouseOptions, shows } from './release-house.ts'
import { cardOn, TICKED } from './release-steps.ts'
import { cardSays, offers, stands } from './released-to.ts'

const { corentin, yan } = SLACK

describe('a restart in every step', () => {
  let redis: RedisServer
  let house: ReleaseHouse
  const open = async (options: ReleaseHouseOptions) => {
    house = await openReleaseHouse({ redisUrl: redis.url, ...options })
  }
  const restart = async (passed = 0) => {
    house = await house.reopen(passed)
  }
  const deployments = () => house.github.ci.runs.filter(({ file }) => file === 'deploy-prod.yml')
  const click = async (who: string, label: string, run?: string) =>
    house.people.click(who, await offers(house, label, run), label)

  beforeEach(async () => {
    redis = await startRedis()
  })
  afterEach(async () => {
    await house.close()
    await redis.stop()
  })

  it('leaves one of everything, and the watch goes on', async () => {
    await open({})
    await house.people.command(corentin, '/release', 'minor')
    await restart()
    await stands(house, 'staging')
    await restart()
    await answerForm(house, corentin, { shown: await stands(house, 'staging'), button: 'OK' }, TICKED)
    await restart()
    await stands(house, 'tag')
    await click(corentin, 'Release')
    await restart()
    await stands(house, 'approve')
    await click(yan, 'APPROVE')
    await restart()
    const [run] = await soon(() => {
      expect(deployments()).toHaveLength(1)
      return deployments()
    })
    await shows(house, 'Deployment: queued')
    await restart()
    await house.github.ci.begin(run?.id ?? 0)
    await shows(house, 'Deployment: running')
    // It ends while nobody listens: the webhook is lost.
    house.github.deliver(undefined)
    await house.github.ci.end(run?.id ?? 0, 'success')
    await restart(MINUTE)
    await stands(house, 'watch')
    await shows(house, /Watch: until \d\d:\d\d/)
    await restart(36 * MINUTE)
    const verdict = await said(house, 'All OK or rollback?', 'releases')
    expect(verdict.text).toMatch(/late by \d+ min \(restart\)/)
    await click(corentin, 'All OK')
    await restart()
    await stands(house, 'complete')
    expect(deployments()).toHaveLength(1)
    expect((await house.github.git.releases()).map(({ tag_name }) => tag_name)).toEqual(['v1.4.0'])
    expect(await countOf(house, 'Released v1.4.0.', 'releases')).toBe(1)
    expect(await countOf(house, 'v1.4.0 is tagged', 'releases')).toBe(1)
    await soon(async () => expect(await house.slack.pins('releases')).toEqual([]))
  })

  it('leaves one rollback, with one incident', async () => {
    await open({ deploys: 'failure' })
    await house.people.command(corentin, '/release', 'minor')
    await answerForm(house, corentin, { shown: await stands(house, 'staging'), button: 'OK' }, TICKED)
    await click(corentin, 'Release')
    await click(yan, 'APPROVE')
    await stands(house, 'failure')
    await restart()
    house.github.ci.workflow('deploy-prod.yml', { on: ['workflow_dispatch'], environment: 'production' })
    const shown = await offers(house, 'Rollback')
    await answerForm(house, corentin, { shown, button: 'Rollback' }, { scenario: 'bug', reason: 'no login' })
    await restart()
    await cardSays(house, 'v1.3.2', 'RBK-1')
    const [, back] = await soon(() => {
      expect(deployments()).toHaveLength(2)
      return deployments()
    })
    await restart()
    await house.github.ci.begin(back?.id ?? 0)
    await house.github.ci.end(back?.id ?? 0, 'success')
    await restart()
    await soon(async () => {
      await passTime(redis.url, house.clock.now())
      expect((await cardOn(house, 'RBK-1')).text?.split('\n')[0]).toContain('rolled back')
    })
    expect(deployments()).toHaveLength(2)
    expect(await house.github.git.tag('v1.4.0-rollback')).toBeDefined()
    expect(await countOf(house, '[SEV', 'ops')).toBe(1)
  })
})
