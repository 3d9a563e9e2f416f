import { afterEach, describe, expect, it } from 'vitest'
import { type ForgejoFake, startForgejo } from '../fakes/forgejo.ts'
import { startSlack } from '../fakes/slack.ts'
import { aheadAt, MINUTE, said, soon } from './beside.ts'
import { openHouse, SLACK } from './house.ts'
import { wordsOf } from './ops-channel.ts'
import { type CardHouse, CHANGELOG, cardOf, shows } from './release-house.ts'
import { decided, press } from './release-steps.ts'

const AT = '2027-03-03 14:00'

let house: CardHouse
let forgejo: ForgejoFake
afterEach(async () => {
  await house.close()
  expect([...forgejo.refused, ...house.slack.refused]).toEqual([])
  await house.slack.close()
  await forgejo.close()
})

/** The last release, and what came since, on a Forgejo whose Actions test and deploy. */
async function startRepository(): Promise<ForgejoFake> {
  const ahead = aheadAt(AT)
  const hub = await startForgejo({ now: () => Date.now() + ahead })
  hub.ci.workflow('e2e.yml', { on: ['push_branch'], ends: 'success' })
  hub.ci.workflow('deploy-prod.yml', { on: ['workflow_dispatch'], ends: 'success' })
  const files = { 'CHANGELOG.md': CHANGELOG, '.forgejo/workflows/deploy-prod.yml': 'on: workflow_dispatch\n' }
  const first = await hub.push('main', { message: 'docs: changelog', files })
  await hub.pushTag('v1.3.2', first, 'Release v1.3.2')
  await hub.push('main', { message: 'feat(hours): overview of a week', files: { 'hours.ts': '1' } })
  const head = await hub.push('main', { message: 'fix(login): no old session', files: { 'login.ts': '1' } })
  hub.ci.status(head)
  await hub.ci.settled()
  return hub
}

/** Nothing is configured but the three variables that GitHub has too. */
async function open(): Promise<void> {
  forgejo = await startRepository()
  const slack = await startSlack({
    people: Object.values(SLACK),
    channels: ['ops', 'sandbox', 'releases', 'capacity'],
  })
  const opened = await openHouse({
    transport: 'http',
    slack,
    ahead: aheadAt(AT),
    team: (yaml) =>
      yaml.replace('repository: formation-hub-example/formation-hub', `repository: ${forgejo.repository}`),
    env: {
      GITHUB_TOKEN: forgejo.token,
      GITHUB_API_URL: forgejo.url,
      GITHUB_WEBHOOK_SECRET: forgejo.webhookSecret,
    },
  })
  house = { ...opened, card: (run) => cardOf(opened, run) }
  forgejo.deliver(`${house.origin}/api/webhooks/github`)
  await backUp()
}

async function backUp(): Promise<void> {
  const at = new Date(house.clock.now() - 3 * 60 * MINUTE).toISOString()
  const headers = { 'content-type': 'application/json', authorization: 'Bearer a secret of the monitors' }
  const body = JSON.stringify({ at, name: 'hub.dump', ok: true })
  const answer = await fetch(`${house.origin}/api/webhooks/backup`, { method: 'POST', headers, body })
  expect(answer.status).toBe(202)
}

describe('a release on Forgejo', () => {
  it('goes all the way, and its links lead there', async () => {
    await open()
    const { origin } = new URL(forgejo.url)
    const doctor = wordsOf((await house.people.command(SLACK.corentin, '/ops', 'doctor')).body)
    expect(doctor).toContain("Production is guarded by Vigie's gate alone: Forgejo has no reviewers")
    await decided(house)
    expect(await house.card()).toContain(`${origin}/formation/hub/compare/v1.3.2...`)
    await press(house, SLACK.yan, 'APPROVE')
    await shows(house, 'is watched until')

    expect(forgejo.ci.runs.filter(({ file }) => file === 'deploy-prod.yml')).toMatchObject([
      { ref: 'refs/tags/v1.4.0', event: 'workflow_dispatch', status: 'success' },
    ])
    const tag = forgejo.git.tags.get('v1.4.0')
    expect(tag?.message).toMatch(/^Release v1\.4\.0 - /)
    expect(tag?.commit).toBe(forgejo.git.branches.get('main'))
    const changelog = forgejo.git.commits.get(tag?.commit ?? '')?.files.get('CHANGELOG.md')
    expect(changelog).toContain('## [v1.4.0] - 2027-03-03')
    expect(forgejo.deliveries).toContainEqual({ event: 'action_run_success', status: 202 })
    expect(forgejo.deliveries.filter(({ status }) => status !== 202)).toEqual([])

    house.clock.jump(31 * MINUTE)
    await shows(house, 'all OK or rollback?')
    await press(house, SLACK.corentin, 'All OK')
    const card = await shows(house, '[RELEASE v1.4.0] formation-hub - complete')
    expect(card).toContain(`${origin}/formation/hub/src/tag/v1.4.0`)
    expect(card).not.toContain('github.com')
    expect(forgejo.releases).toMatchObject([
      { tag: 'v1.4.0', body: expect.stringContaining('Overview of the hours of a week') },
    ])
    const announced = await said(house, 'Released v1.4.0. Highlights:', 'releases')
    expect(announced.text).toContain(`${origin}/formation/hub/releases/tag/v1.4.0`)
  })

  it('of a protected branch takes a pull request, that nobody tells of', async () => {
    await open()
    forgejo.protect('main')
    await decided(house)
    await press(house, SLACK.yan, 'APPROVE')
    const waits = await shows(house, 'waits for the CHANGELOG to be merged')
    expect(waits).toContain(`${new URL(forgejo.url).origin}/formation/hub/pulls/1`)
    forgejo.mergePull(1, 'yan', true)
    await soon(async () => {
      house.clock.jump(MINUTE)
      expect(forgejo.git.tags.get('v1.4.0')?.commit).toBe(forgejo.git.branches.get('main'))
    })
  })
})

describe('a card', () => {
  it('links runbooks to where the repository is', async () => {
    await open()
    await house.people.command(SLACK.nadia, '/incident', 'sev2 Docmost is slow')
    const card = await said(house, '[SEV2]')
    const { origin } = new URL(forgejo.url)
    expect(card.text).toContain(
      `${origin}/formation/hub/src/branch/HEAD/docs/runbooks/runbook-docmost-down.md`,
    )
  })
})
