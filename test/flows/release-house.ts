import { expect } from 'vitest'
import { type GitHubFake, startGitHub } from '../fakes/github.ts'
import type { Trigger } from '../fakes/github-actions-progress.ts'
import { RELEASE_EVENTS } from '../fakes/github-hooks.ts'
import { type ServiceFake, startService } from '../fakes/service.ts'
import { type SlackFake, startSlack } from '../fakes/slack.ts'
import { aheadAt, everythingIn, passTime, REPOSITORY, soon } from './beside.ts'
import { type House, openHouse, SLACK } from './house.ts'

/** A house whose team releases: a repository with CI, production to be tested and watched, a fresh backup. */
export type ReleaseHouse = House & {
  readonly github: GitHubFake
  readonly production: Production
  /** The backup script tells of a backup. Answers the status. */
  backup(body: Readonly<Record<string, unknown>>): Promise<number>
  /** What #releases shows of a run: its card as it stands. */
  card(run?: string): Promise<string>
  /** Vigie stops, so many milliseconds pass, and it starts again in the same world. It needs Redis to remember anything. */
  reopen(passed?: number): Promise<ReleaseHouse>
}

/** As much of it as people at their Slack need. */
export type CardHouse = House & Pick<ReleaseHouse, 'card'>

export type Production = Readonly<Record<'Docmost' | 'Baserow' | 'Bridge' | 'Postgres', ServiceFake>>

export type ReleaseHouseOptions = {
  readonly redisUrl?: string
  /** Where the clocks of Paris stand; a Wednesday afternoon when absent. */
  readonly at?: string
  /** Changes to the text of vigie.example.yaml. */
  readonly team?: (yaml: string) => string
  /** With GitHub's own reviewers for production. */
  readonly reviewers?: readonly string[]
  /** What starts the deployment on GitHub; a tag with reviewers, a dispatch without, when absent. */
  readonly startsOn?: readonly Trigger[]
  /** With `when_told` GitHub lists a deployment only after `ci.appear`. */
  readonly appears?: 'when_told'
  /** Without it a deployment stays where a test leaves it. */
  readonly deploys?: 'success' | 'failure'
  /** What the answer to every smoke test has to contain. */
  readonly contains?: string
  readonly env?: Readonly<Record<string, string>>
}

export const CHANGELOG = `# Changelog

## [Unreleased]

### Added

- Overview of the hours of a week

### Fixed

- The login kept an old session

## [v1.3.2] - 2026-10-02

### Fixed

- The share link of a page
`

/** The last release, and what came since: a feature and a fix, tested on staging. */
async function startRepository(options: ReleaseHouseOptions, ahead: number): Promise<GitHubFake> {
  const github = await startGitHub({
    repository: REPOSITORY,
    people: ['corentin-example', 'yan-example'],
    now: () => Date.now() + ahead,
  })
  const { ci, git } = github
  const { reviewers, deploys, appears } = options
  const { startsOn = reviewers === undefined ? ['workflow_dispatch'] : ['push_tag'] } = options
  ci.environment('production', { reviewers: [...(reviewers ?? [])] })
  ci.workflow('e2e.yml', { on: ['push_branch'], ends: 'success' })
  ci.workflow('deploy-prod.yml', {
    on: startsOn,
    environment: 'production',
    ...(deploys === undefined ? {} : { ends: deploys }),
    ...(appears === undefined ? {} : { appears }),
  })
  const [, first = ''] = await git.push('main', [
    { message: 'docs: changelog', path: 'CHANGELOG.md', text: CHANGELOG },
    { message: 'ci: deploy', path: '.github/workflows/deploy-prod.yml', text: workflowText(startsOn) },
  ])
  await git.pushTag('v1.3.2', first, 'Release v1.3.2', 'corentin-example')
  await push(github, 'feat(hours): overview of a week', 'fix(login): no old session is kept')
  return github
}

/** What starts it, as its file says. */
function workflowText(startsOn: readonly Trigger[]): string {
  const on = {
    push_tag: "  push:\n    tags: ['v*']",
    push_branch: '  push:\n    branches: [main]',
    workflow_dispatch: '  workflow_dispatch:',
  } as const
  return `on:\n${startsOn.map((trigger) => on[trigger]).join('\n')}\n`
}

/** Somebody pushes to main, and CI is green on it. Answers the newest commit. */
export async function push(github: GitHubFake, ...messages: readonly string[]): Promise<string> {
  const commits = messages.map((message) => ({
    message,
    path: `${message.replace(/\W+/g, '-')}.md`,
    text: message,
  }))
  const pushed = await github.git.push('main', commits, 'yan-example')
  const head = pushed.at(-1) ?? ''
  await github.ci.checkRun(head, { name: 'test', conclusion: 'success' })
  await github.ci.settled()
  return head
}

type World = {
  readonly options: ReleaseHouseOptions
  readonly github: GitHubFake
  readonly production: Production
  readonly slack: SlackFake
}

export async function openReleaseHouse(options: ReleaseHouseOptions = {}): Promise<ReleaseHouse> {
  const ahead = aheadAt(options.at ?? '2027-03-03 14:00')
  const world = {
    options,
    github: await startRepository(options, ahead),
    production: {
      Docmost: await startService(),
      Baserow: await startService(),
      Bridge: await startService(),
      Postgres: await startService(),
    },
    slack: await startSlack({
      people: Object.values(SLACK),
      channels: ['ops', 'sandbox', 'releases', 'capacity'],
    }),
  }
  const house = await enter(world, ahead)
  const made = new Date(house.clock.now() - 3 * 3_600_000).toISOString()
  await house.backup({ at: made, name: 'hub.dump', ok: true })
  return house
}

/** Vigie starts in a world that is there. */
async function enter(world: World, ahead: number): Promise<ReleaseHouse> {
  const { github, production, slack, options } = world
  const { contains, redisUrl, env } = options
  const team = (yaml: string) => (options.team ?? ((text) => text))(smokeTested(yaml, production, contains))
  const house = await openHouse({
    transport: 'http',
    slack,
    github,
    services: production,
    ahead,
    team,
    ...(redisUrl === undefined ? {} : { redisUrl }),
    ...(env === undefined ? {} : { env }),
  })
  github.deliver(`${house.origin}/api/webhooks/github`, RELEASE_EVENTS)
  return {
    ...house,
    github,
    production,
    backup: (body) => tellBackup(house.origin, body),
    card: (run = 'REL-1') => cardOf(house, run),
    async reopen(passed = 0) {
      const then = house.clock.now() + passed
      await house.close()
      if (redisUrl !== undefined) await passTime(redisUrl, then)
      return enter(world, then - Date.now())
    },
    async close() {
      await house.close()
      expect([...github.refused, ...slack.refused]).toEqual([])
      await slack.close()
      await Promise.all([github, ...Object.values(production)].map((one) => one.close()))
    },
  }
}

export async function cardOf(house: House, run = 'REL-1'): Promise<string> {
  const all = await everythingIn(house, 'releases')
  const card = all.find(({ metadata }) => JSON.stringify(metadata ?? {}).includes(`"run":"${run}"`))
  if (card === undefined) throw new Error(`no card of ${run} in #releases`)
  return card.text ?? ''
}

/** Waits until the card of a run says so. */
export function shows(house: CardHouse, words: string | RegExp, run?: string): Promise<string> {
  return soon(async () => {
    const card = await house.card(run)
    if (typeof words === 'string') expect(card).toContain(words)
    else expect(card).toMatch(words)
    return card
  })
}

async function tellBackup(origin: string, body: Readonly<Record<string, unknown>>): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer a secret of the monitors' }
  const sent = { method: 'POST', headers, body: JSON.stringify(body) }
  const answer = await fetch(`${origin}/api/webhooks/backup`, sent)
  await answer.arrayBuffer()
  return answer.status
}

/** The smoke tests ask the production of the story. */
function smokeTested(yaml: string, production: Production, contains: string | undefined): string {
  const body = contains === undefined ? '' : `, contains: '${contains}'`
  const smoke = Object.entries(production)
    .slice(0, 3)
    .map(([name, { url }]) => `    - { name: ${name}, url: '${url}/smoke'${body} }`)
  return yaml.replace(/ {2}smoke:\n( {4}- .*\n)+/, `  smoke:\n${smoke.join('\n')}\n`)
}
