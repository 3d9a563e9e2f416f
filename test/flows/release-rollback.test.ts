import { afterEach, describe, expect, it } from 'vitest'
import { answerForm, countOf, said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { cardShows } from './ops-channel.ts'
import { openReleaseHouse, type ReleaseHouse, type ReleaseHouseOptions, shows } from './release-house.ts'
import { buttonsOn, cardOn } from './release-steps.ts'
import { cardSays, offers, releasedTo, stands } from './released-to.ts'

const { corentin, yan } = SLACK

describe('production that goes wrong is taken back with one button and one form', () => {
  let house: ReleaseHouse
  const open = async (options: ReleaseHouseOptions) => {
    house = await openReleaseHouse(options)
  }
  afterEach(() => house.close())

  /** The runs of the deployment, as `tag conclusion`, oldest first. */
  const deployments = () =>
    house.github.ci.runs
      .filter(({ file }) => file === 'deploy-prod.yml')
      .map(({ ref, conclusion, attempt }) => [ref, conclusion, attempt])

  const press = async (button: string, values: Readonly<Record<string, string>>) =>
    answerForm(house, corentin, { shown: await offers(house, button), button }, values)

  /** The stable version is back: deployed once under a tag of its own, tested, and told to everybody. */
  async function isBack(severity: string): Promise<void> {
    const rollback = await cardSays(house, '[ROLLBACK v1.4.0 to v1.3.2] formation-hub - rolled back', 'RBK-1')
    expect(rollback.text).toContain('- Release: REL-1')
    expect(rollback.text).toContain('- Incident: INC-1')
    expect(rollback.text).toMatch(/- Smoke: Docmost - ok - 200/)
    const stable = await house.github.git.tag('v1.3.2')
    const tag = await house.github.git.tag('v1.4.0-rollback')
    expect(tag).toMatchObject({ type: 'tag', commit: stable?.commit })
    expect(tag?.message).toContain('Rollback of v1.4.0 to v1.3.2')
    expect(deployments().filter(([ref]) => ref === 'v1.4.0-rollback')).toEqual([
      ['v1.4.0-rollback', 'success', 1],
    ])
    const release = await cardSays(house, '[RELEASE v1.4.0] formation-hub - rolled back')
    expect(release.text).toContain('- Rollback: RBK-1')
    expect(release.text).toContain('- Incident: INC-1')
    expect(buttonsOn(release)).toEqual([])
    const incident = await cardShows(house, 'RBK-1')
    expect(incident.text).toContain(`[${severity}]`)
    expect(incident.text).toContain('REL-1')
    expect((await said(house, 'Changes of the last 24 h - INC-1')).text).toContain('release v1.4.0')
    await said(house, 'formation-hub is back on v1.3.2 - RBK-1', 'releases')
    await said(house, 'Rolled back: formation-hub v1.3.2 is live')
    expect(await countOf(house, 'Rolled back: ')).toBe(1)
    expect(await countOf(house, 'Released v1.4.0', 'releases')).toBe(0)
    expect(await house.github.git.releases()).toEqual([])
  }

  it('a deployment that fails: deployed again it is red again, and Rollback brings the stable version back', async () => {
    await open({ deploys: 'failure' })
    const failed = await releasedTo(house, 'failure')
    expect(failed.text).toContain('deployment failed, rollback?')
    expect(buttonsOn(failed)).toEqual(['Rollback', 'Deploy again', 'Go on'])
    const told = await said(house, 'The deployment failed - REL-1', 'releases')
    expect(told.text).toMatch(/deploy-prod\.yml ended as failure|reported as failure/)
    expect(told.text).toContain('rollback to v1.3.2, or go on?')
    await house.people.click(yan, failed, 'Deploy again')
    await soon(() => expect(deployments()).toEqual([['v1.4.0', 'failure', 2]]))
    await soon(async () => expect(await countOf(house, 'The deployment failed', 'releases')).toBe(2))
    house.github.ci.workflow('deploy-prod.yml', {
      on: ['workflow_dispatch'],
      environment: 'production',
      ends: 'success',
    })
    await press('Rollback', { scenario: 'healthcheck', reason: 'the containers do not start' })
    await isBack('SEV1')
  })

  it('a deployment that is reported as failed while its workflow goes on is told at once', async () => {
    await open({})
    await releasedTo(house, 'deploy')
    const run = await startedRun()
    await house.github.ci.begin(run)
    await house.github.ci.report(run, 'failure')
    const failed = await stands(house, 'failure')
    expect(failed.text).toContain('the deployment was reported as failure')
    // What is still going on can not be started again: it waits for its end.
    await house.people.click(corentin, failed, 'Deploy again')
    await stands(house, 'deploy')
    await house.github.ci.end(run, 'failure')
    house.clock.jump(31_000)
    await soon(() => expect(deployments()).toEqual([['v1.4.0', null, 2]]))
    await house.github.ci.begin(run)
    await house.github.ci.end(run, 'success')
    await stands(house, 'watch')
  })
  it('a red smoke test, three tries: tested again it is green, and a bug of the watch is rolled back', async () => {
    await open({ deploys: 'success', contains: 'ready' })
    house.production.Docmost.answer(200, 'it is ready')
    house.production.Baserow.answer(200, 'an error page')
    house.production.Bridge.answer(503)
    await releasedTo(house, 'smoke')
    const failed = await threeTries()
    expect(failed.text).toContain('smoke tests failed, rollback?')
    expect(failed.text).toMatch(/Docmost - ok - 200 in \d+ ms\n/)
    expect(failed.text).toContain('Baserow - not ok - 200, without "ready" - 3 tries')
    expect(failed.text).toContain('Bridge - not ok - 503, expected 200 - 3 tries')
    expect(failed.text).toContain(
      'Corentin and Yan - Baserow - not ok - 200, without "ready" - 3 tries; Bridge - not ok - 503, expected 200 - 3 tries. Rollback brings v1.3.2 back.',
    )
    await said(house, 'Smoke KO - REL-1', 'releases')
    expect(buttonsOn(failed)).toEqual(['Rollback', 'Test again', 'Go on'])
    for (const one of Object.values(house.production)) one.answer(200, 'ready')
    await house.people.click(corentin, failed, 'Test again')
    await stands(house, 'watch')
    await press('Rollback', { scenario: 'bug', reason: 'the hours of a week are wrong' })
    await isBack('SEV2')
  })

  it('production that is unwell in the watch is told at once, with the rollback proposed', async () => {
    await open({ deploys: 'success' })
    await releasedTo(house, 'watch')
    house.production.Bridge.answer(503)
    for (let n = 0; n < 3; n += 1) {
      const looks = await seen()
      house.clock.jump(30_000)
      await soon(async () => expect(await seen()).toBe(looks + 1))
    }
    const told = await said(house, 'Production is unwell - v1.4.0', 'releases')
    expect(told.text).toContain('- Because: Bridge: 503, expected 200 - 3 looks in a row')
    expect(told.text).toContain('rollback to v1.3.2 is proposed.')
    await shows(house, 'production is unwell, rollback?')
    const values = { scenario: 'healthcheck', reason: 'the bridge is down' }
    house.production.Bridge.answer(200)
    await answerForm(house, corentin, { shown: told, button: 'Rollback' }, values)
    await isBack('SEV1')
    // It wasn't watched until 14:30.
    expect(await house.card()).toContain('- Watch: from 14:00 to 14:01')
  })

  function startedRun(): Promise<number> {
    return soon(() => {
      const run = house.github.ci.runs.find(({ file }) => file === 'deploy-prod.yml')
      if (run === undefined) throw new Error('nothing was started')
      return run.id
    })
  }

  /** Time passes between them. */
  function threeTries() {
    return soon(async () => {
      house.clock.jump(5_000)
      const card = await cardOn(house)
      expect(card.text).toContain('smoke tests failed, rollback?')
      return card
    })
  }

  /** How many looks at production the card counts. */
  async function seen(): Promise<number> {
    return Number(/(\d+) looks?/.exec((await cardOn(house)).text ?? '')?.[1] ?? 0)
  }
})
