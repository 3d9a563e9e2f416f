import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countOf, everythingIn, MINUTE, said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { lastView, wordsOf } from './ops-channel.ts'
import { openReleaseHouse, type ReleaseHouse, shows } from './release-house.ts'
import { buttonsOn, cardOn, decided, fillIn, heard, planned, press, TICKED } from './release-steps.ts'

const RELEASED = `# Changelog

## [Unreleased]

## [v1.4.0] - 2027-03-03

### Added

- Overview of the hours of a week

### Fixed

- The login kept an old session

## [v1.3.2] - 2026-10-02
`

/** Ludo is a third owner: so there are two who may approve what Corentin asked for. */
const ludoOwns = (yaml: string) => yaml.replace('groups: [direction]', 'groups: [direction, owners]')

describe('a release', () => {
  let house: ReleaseHouse
  beforeEach(async () => {
    house = await openReleaseHouse({ team: ludoOwns })
  })
  afterEach(() => house.close())

  const deployments = () => house.github.ci.runs.filter(({ file }) => file === 'deploy-prod.yml')

  /** Approved by Yan, deployed, tested: production is watched. */
  async function inProduction(): Promise<void> {
    await decided(house)
    await press(house, SLACK.yan, 'APPROVE')
    await deploy()
    await shows(house, 'is watched until')
  }

  async function deploy(): Promise<void> {
    const [run] = await soon(() => {
      expect(deployments()).toHaveLength(1)
      return deployments()
    })
    await shows(house, '- Deployment: queued - deploy-prod.yml')
    await house.github.ci.begin(run?.id ?? 0)
    await shows(house, '- Deployment: running - deploy-prod.yml, since 14:00')
    await house.github.ci.end(run?.id ?? 0, 'success')
  }

  it('is planned from the commits, and its prerequisites examined, before anybody decides', async () => {
    const asked = await house.people.command(SLACK.corentin, '/release', 'minor')
    expect(wordsOf(asked.body)).toContain('REL-1 - the next minor version is being planned')
    await shows(house, '[RELEASE v1.4.0] formation-hub - staging is to be validated')
    const card = await shows(house, 'Prerequisites - 7 of 7 ok')
    expect(card).toContain('- Version: v1.4.0 - after v1.3.2 - asked: minor')
    expect(card).toMatch(/- Implied: minor: 1 feature: "overview of a week"/)
    expect(card).toMatch(/Features\n {2}- hours: overview of a week \([0-9a-f]{7}, yan-example\)/)
    expect(card).toMatch(/CI: ok - 1 check green on [0-9a-f]{7} \(14:00\)/)
    expect(card).toContain('Backup: ok - 3 h old (webhook: hub.dump)')
    const { ts } = await cardOn(house)
    await soon(async () => expect(await house.slack.pins('releases')).toEqual([ts]))
  })

  it('has its staging signed off flow by flow: a form with one that was not tried stays open and says so', async () => {
    await planned(house)
    const refused = await fillIn(house, SLACK.corentin, 'OK', { flows: '1\n2\n4' })
    const errors = { flows: 'Tick every flow that you tried, or choose RETOUR FIX' }
    expect(refused.body).toEqual({ response_action: 'errors', errors })
    expect(await house.card()).toContain('staging is to be validated')
    await house.people.submit(SLACK.corentin, lastView(house), TICKED)
    const card = await shows(house, 'release or abort?')
    expect(card).toContain('- Signed: Staging OK - Corentin at 14:00 (4 flows)')
  })

  it('is approved by another owner than who asked, once, whoever presses at the same moment', async () => {
    await decided(house)
    const own = await press(house, SLACK.corentin, 'APPROVE')
    expect(own).toContain('Refused - you asked for this yourself')
    expect(own).toContain('Somebody else has to decide it: Yan or Ludo.')
    expect(own).toContain('"response_type":"ephemeral"')
    expect(await countOf(house, 'Refused', 'releases')).toBe(0)
    expect(await house.card()).toContain('APPROVE or DENY?')

    const approve = await (await house.atConsole('yan')).aim('REL-1', 'APPROVE')
    const shown = await cardOn(house)
    const [page, clicked] = await Promise.all([approve(), house.people.click(SLACK.ludo, shown, 'APPROVE')])
    const answers = [page.answer, await heard(clicked)]
    expect(answers.filter((answer) => answer.includes('REL-1 - approved'))).toHaveLength(1)
    const told = /REL-1 - already approved by (Yan at 14:\d\d \(console\)|Ludo at 14:\d\d \(slack\))/
    expect(answers.filter((answer) => told.test(answer))).toHaveLength(1)
    await deploy()
    await shows(house, 'is watched until')
    expect(await countOf(house, 'v1.4.0 is tagged', 'releases')).toBe(1)
    expect(deployments()).toHaveLength(1)
  })

  it('writes one commit upon the approved one and one annotated tag on it, deploys once, and tests production', async () => {
    const approved = await house.github.git.headOf('main')
    expect(house.production.Docmost.paths).not.toContain('/smoke')
    await inProduction()

    const head = await house.github.git.headOf('main')
    const commit = await house.github.git.commit(head)
    expect(commit.message.split('\n')[0]).toBe('docs(changelog): release v1.4.0')
    expect(commit.parents.map(({ sha }) => sha)).toEqual([approved])
    expect(await house.github.file('CHANGELOG.md', head)).toContain(RELEASED)
    expect(await house.github.git.tag('v1.4.0')).toMatchObject({ type: 'tag', commit: head })
    expect(deployments().map(({ ref, commit: of, event }) => [ref, of, event])).toEqual([
      ['v1.4.0', head, 'workflow_dispatch'],
    ])
    const written = house.github.routes.filter((route) => !route.startsWith('GET '))
    expect(written.filter((route) => route === 'POST /git/tags')).toHaveLength(1)
    expect(written.filter((route) => route.endsWith('/dispatches'))).toHaveLength(1)

    const card = await house.card()
    expect(card).toMatch(/- Smoke: Docmost - ok - 200 in \d+ ms\n {2}Baserow - ok/)
    expect(card).toContain(`) on ${head.slice(0, 7)}`)
    for (const one of ['Docmost', 'Baserow', 'Bridge'] as const)
      expect(house.production[one].paths).toContain('/smoke')
    await said(house, 'Smoke OK - REL-1', 'releases')
  })

  it('is watched for half an hour with a look every 30 s, and announced when somebody finds all OK', async () => {
    await inProduction()
    const before = await seen()
    for (const n of [1, 2, 3, 4, 5, 6]) {
      house.clock.jump(30_000)
      await soon(async () => expect(await seen()).toBe(before + n))
    }
    expect(buttonsOn(await cardOn(house))).toEqual(['Rollback'])
    house.clock.jump(28 * MINUTE)
    await shows(house, '- all OK or rollback?')
    const verdict = await said(house, 'All OK or rollback? - v1.4.0', 'releases')
    expect(verdict.text).toContain('Corentin, Yan and Ludo - the watch is over, your verdict please.')
    await chartStands()

    expect(await press(house, SLACK.corentin, 'All OK')).toContain('REL-1 - found all OK')
    await shows(house, '[RELEASE v1.4.0] formation-hub - complete')
    const sentence =
      'Released v1.4.0. Highlights: Overview of the hours of a week; The login kept an old session'
    await said(house, sentence, 'releases')
    const live = await said(house, 'New version live: formation-hub v1.4.0')
    expect(live.text).toContain('- Before: v1.3.2')
    expect(await countOf(house, 'Released v1.4.0', 'releases')).toBe(1)
    const body =
      '### Added\n\n- Overview of the hours of a week\n\n### Fixed\n\n- The login kept an old session'
    expect(await house.github.git.releases()).toEqual([
      expect.objectContaining({ tag_name: 'v1.4.0', name: 'v1.4.0', body }),
    ])
    await soon(async () => expect(await house.slack.pins('releases')).toEqual([]))
    expect(buttonsOn(await cardOn(house))).toEqual([])
    await surfacesAgree()
  })

  /** How many looks at production the card counts. */
  async function seen(): Promise<number> {
    return Number(/(\d+) looks?/.exec(await house.card())?.[1] ?? 0)
  }

  async function chartStands(): Promise<void> {
    await soon(async () => {
      const last = house.slack.files.at(-1)
      expect(Buffer.from(last?.bytes.subarray(1, 4) ?? []).toString()).toBe('PNG')
      const images = (await cardOn(house)).blocks.filter((block) => JSON.stringify(block).includes('"image"'))
      expect(JSON.stringify(images)).toContain(`"slack_file":{"id":"${last?.id}"`)
      expect(last?.alt).toMatch(/^Latency of the watch of v1\.4\.0 - \d+ looks - worst \d+ ms/)
    })
  }

  async function surfacesAgree(): Promise<void> {
    const yan = await house.atConsole('yan')
    await soon(async () => {
      for (const path of ['/console', '/console/runs/REL-1'])
        expect((await yan.open(path)).text).toContain('[RELEASE v1.4.0] formation-hub - complete')
    })
    const page = await yan.open('/console/runs/REL-1')
    expect(page.text).toContain('approved by Yan')
    const everything = (await everythingIn(house, 'releases')).map(({ text = '' }) => text)
    expect(everything.filter((text) => text.startsWith('[RELEASE'))).toHaveLength(1)
  }
})
