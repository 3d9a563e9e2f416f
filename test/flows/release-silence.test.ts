import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RedisServer, startRedis } from '../fakes/redis.ts'
import { answerForm, countOf, MINUTE, passTime, said, soon } from './beside.ts'
import { type House, openHouse, SLACK } from './house.ts'
import { openReleaseHouse, push, type ReleaseHouse, type ReleaseHouseOptions } from './release-house.ts'
import { buttonsOn, cardOn, TICKED } from './release-steps.ts'
import { cardSays, offers, releasedTo, stands } from './released-to.ts'

const { corentin, yan } = SLACK
/** Run again it is in the same suite. */
const LINT = { name: 'lint', suite: 99 } as const

describe('what nobody tells of a release', () => {
  let house: ReleaseHouse
  const open = async (options: ReleaseHouseOptions) => {
    house = await openReleaseHouse(options)
  }
  afterEach(() => house.close())

  const deployments = () => house.github.ci.runs.filter(({ file }) => file === 'deploy-prod.yml')
  const deaf = () => house.github.deliver(undefined)
  /** The release duty looks every half a minute. */
  const lookUntil = <T>(check: () => Promise<T>) =>
    soon(async () => {
      house.clock.jump(30_000)
      return check()
    })
  const nowSays = async (words: string) => {
    const card = await cardOn(house)
    expect(card.text).toContain(words)
    return card
  }

  it('is found by reading: a branch that moved, red and green CI, the deployment and its end', async () => {
    await open({})
    await releasedTo(house, 'staging')
    deaf()
    await push(house.github, 'fix(hours): round them')
    await lookUntil(() => nowSays('3 commits since v1.3.2'))
    expect(await countOf(house, 'Main moved - REL-1', 'releases')).toBe(1)
    await answerForm(house, corentin, { shown: await offers(house, 'OK'), button: 'OK' }, TICKED)
    await house.people.click(corentin, await stands(house, 'tag'), 'Release')
    const head = await house.github.git.headOf('main')
    await house.github.ci.checkRun(head, { ...LINT, conclusion: 'failure' })
    await lookUntil(() => nowSays('APPROVE is held: CI'))
    await house.github.ci.checkRun(head, { ...LINT, conclusion: 'success' })
    await lookUntil(async () => expect(buttonsOn(await cardOn(house))).toContain('APPROVE'))
    await house.people.click(yan, await stands(house, 'approve'), 'APPROVE')
    await stands(house, 'deploy')
    const [run] = await soon(() => {
      expect(deployments()).toHaveLength(1)
      return deployments()
    })
    await house.github.ci.settled()
    await house.github.ci.begin(run?.id ?? 0)
    await lookUntil(() => nowSays('Deployment: running'))
    await house.github.ci.end(run?.id ?? 0, 'success')
    await lookUntil(() => nowSays('is watched until'))
    expect(house.github.deliveries.filter(({ event }) => event === 'workflow_run')).toEqual([])
  })

  it('a deploy workflow that was deleted: said by name, and deployed once it is restored', async () => {
    await open({ deploys: 'success' })
    const approve = await releasedTo(house, 'approve')
    house.github.ci.deleteWorkflow('deploy-prod.yml')
    await house.people.click(yan, approve, 'APPROVE')
    const failed = await stands(house, 'failure')
    expect(failed.text).toContain('GitHub finds no deploy-prod.yml any more: restore it')
    house.github.ci.workflow('deploy-prod.yml', {
      on: ['workflow_dispatch'],
      environment: 'production',
      ends: 'success',
    })
    await house.people.click(corentin, failed, 'Deploy again')
    await stands(house, 'watch')
    expect(deployments().map(({ ref, conclusion }) => [ref, conclusion])).toEqual([['v1.4.0', 'success']])
  })

  it('a deployment that reports nothing: told after 20 minutes, again later, and said to be done by hand', async () => {
    await open({})
    await releasedTo(house, 'deploy')
    // What is heard of it puts the moment off.
    await cardSays(house, '- Deployment: queued')
    house.clock.jump(19 * MINUTE)
    await house.people.command(corentin, '/release', 'status')
    expect(await countOf(house, 'The deployment reports nothing', 'releases')).toBe(0)
    house.clock.jump(2 * MINUTE)
    const told = await said(house, 'The deployment reports nothing - REL-1', 'releases')
    expect(buttonsOn(told)).toEqual(['Deployed by hand', 'Rollback'])
    const card = await cardSays(house, 'deployment reports nothing')
    house.clock.jump(21 * MINUTE)
    await soon(async () => expect(await countOf(house, 'The deployment reports nothing', 'releases')).toBe(2))
    await answerForm(house, corentin, { shown: card, button: 'Deployed by hand' }, { byHand: 'on the host' })
    const watched = await stands(house, 'watch')
    expect(watched.text).toContain('- Deployed by hand: on the host')
  })

  it('a dispatch whose answer is lost: one run, found by looking', async () => {
    await open({ deploys: 'success' })
    const approve = await releasedTo(house, 'approve')
    house.github.fail('POST /actions/workflows/{file}/dispatches', { when: 'after' })
    await house.people.click(yan, approve, 'APPROVE')
    await said(house, 'Waits for GitHub - REL-1', 'releases')
    await lookUntil(() => nowSays('is watched until'))
    house.clock.jump(3 * MINUTE)
    await cardSays(house, /\d looks? - worst/)
    await house.github.ci.settled()
    expect(deployments().map(({ ref }) => ref)).toEqual(['v1.4.0'])
  })
})

describe('the watch', () => {
  let house: ReleaseHouse
  beforeEach(async () => {
    house = await openReleaseHouse({ deploys: 'success' })
    await releasedTo(house, 'watch')
  })
  afterEach(() => house.close())

  it('shows the alerts that come during it, each once', async () => {
    const slow = { id: 'a', title: 'Docmost answers slowly', service: 'docmost', severity: 'warning' }
    expect(await house.alert(JSON.stringify(slow), 'generic')).toBe(202)
    const told = await heard(1)
    expect(told.text).toMatch(/INC-1 opened 14:0\d - Docmost answers slowly/)
    const full = { ...slow, id: 'b', title: 'The queue of Docmost is full' }
    expect(await house.alert(JSON.stringify(full), 'generic')).toBe(202)
    await heard(2)
    house.clock.jump(30_000)
    const card = await cardSays(house, '- Alerts (2): INC-1 opened')
    expect(card.text).toMatch(/\n {2}INC-1 alert 14:0\d - The queue of Docmost is full/)
    expect(await countOf(house, 'Alert during the watch', 'releases')).toBe(2)
  })

  /** So many alerts are told under the card. Answers the last one. */
  async function heard(n: number) {
    await soon(async () => {
      house.clock.jump(10_000)
      expect(await countOf(house, 'Alert during the watch - REL-1', 'releases')).toBe(n)
    })
    return said(house, 'Alert during the watch - REL-1', 'releases')
  }

  it('takes one look when the clock is set forward or back, and asks for the verdict once', async () => {
    await looks(1)
    house.clock.jump(10 * MINUTE)
    await looks(2)
    house.clock.jump(-5 * MINUTE)
    // Whatever GitHub tells is a reason to look.
    await push(house.github, 'docs: nothing')
    await looks(3)
    await push(house.github, 'docs: nothing either')
    house.clock.jump(30_000)
    await push(house.github, 'docs: and nothing more')
    await looks(4)
    house.clock.jump(40 * MINUTE)
    const verdict = await said(house, 'All OK or rollback? - v1.4.0', 'releases')
    expect(verdict.text).toMatch(/late by/)
    await looks(5)
    house.clock.jump(-20 * MINUTE)
    house.clock.jump(20 * MINUTE)
    await offers(house, 'All OK')
    expect(await countOf(house, 'All OK or rollback?', 'releases')).toBe(1)
  })

  /** So many and no more, as the card counts them. */
  async function looks(n: number): Promise<void> {
    if (n === 1) house.clock.jump(30_000)
    await cardSays(house, new RegExp(`\\b${n} looks? - worst`))
  }
})

describe('the watch, when Vigie is stopped during it', () => {
  let redis: RedisServer
  let house: ReleaseHouse
  let now: House
  beforeEach(async () => {
    redis = await startRedis()
    house = await openReleaseHouse({ deploys: 'success', redisUrl: redis.url })
    now = house
  })
  afterEach(async () => {
    await now.close()
    await house.close()
    await redis.stop()
  })

  /** The queue in Redis goes by the clock of the machine: what is due by ours is handed out. */
  async function pass(ms: number): Promise<void> {
    now.clock.jump(ms)
    await passTime(redis.url, now.clock.now())
  }

  /** Vigie stops, so much time passes, and it starts again beside the same systems. */
  async function sleepThrough(ms: number): Promise<void> {
    const then = now.clock.now() + ms
    await now.app.stop()
    await passTime(redis.url, then)
    const { slack, github, production: services } = house
    const ahead = then - Date.now()
    now = await openHouse({ transport: 'http', redisUrl: redis.url, slack, github, services, ahead })
  }

  it('goes on with its looks, and a verdict that was due meanwhile says how late it is', async () => {
    await releasedTo(house, 'watch')
    await pass(30_000)
    await cardSays(house, '1 look - worst')
    await sleepThrough(10 * MINUTE)
    await cardSays(house, '2 looks - worst')
    await pass(30_000)
    const card = await cardSays(house, '3 looks - worst')
    expect(card.text).toContain('is watched until 14:30')
    await sleepThrough(25 * MINUTE)
    const verdict = await said(house, 'All OK or rollback? - v1.4.0', 'releases')
    expect(verdict.text).toMatch(/This is late by \d min \(restart\)\./)
    await now.people.click(corentin, await offers(house, 'All OK'), 'All OK')
    await stands(house, 'complete')
    expect(await countOf(house, 'All OK or rollback?', 'releases')).toBe(1)
    expect(await countOf(house, 'Released v1.4.0', 'releases')).toBe(1)
  })
})
