import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type GitHubFake, startGitHub } from '../fakes/github.ts'
import { RELEASE_EVENTS } from '../fakes/github-hooks.ts'
import { freePort, type RedisServer, startRedis } from '../fakes/redis.ts'
import { type ServiceFake, startService } from '../fakes/service.ts'
import { type SlackFake, startSlack } from '../fakes/slack.ts'
import { type SlackDriver, signedSlack } from '../fakes/slack-driver.ts'
import { REPOSITORY } from '../flows/beside.ts'
import { SLACK } from '../flows/house.ts'
import { type Aim, createAim } from './aim.ts'
import { createVigieProcess, insistent, type VigieProcess } from './process.ts'

/** A repository that is released to a production that is well, by people in Slack, and a Vigie that dies. */
export type ReleaseWorld = {
  readonly redis: RedisServer
  readonly slack: SlackFake
  readonly github: GitHubFake
  readonly production: readonly ServiceFake[]
  readonly vigie: VigieProcess
  readonly people: SlackDriver
  /** Resolves when something was written outside and Vigie doesn't know it yet. */
  readonly aim: Aim
  /** The folder of its configuration. */
  readonly folder: string
}

/** Nothing is asked of Slack or GitHub twice by people; what dies before it answered is sent again. */
const ANSWERED_WITHIN_MS = 120_000
const ALERTS_SECRET = 'a secret of the monitors'
const CHANGELOG =
  '# Changelog\n\n## [Unreleased]\n\n## [v1.3.2] - 2026-10-02\n\n### Fixed\n\n- The share link\n'

export async function createReleaseWorld(): Promise<ReleaseWorld> {
  const aim = createAim()
  const [redis, slack, github, production, port, folder] = await Promise.all([
    startRedis(),
    startSlack({
      people: Object.values(SLACK),
      channels: ['ops', 'sandbox', 'releases', 'capacity'],
      answered: aim.answered,
    }),
    startRepository(aim),
    Promise.all(['Docmost', 'Baserow', 'Bridge', 'Postgres'].map(() => startService())),
    freePort(),
    mkdtemp(join(tmpdir(), 'vigie-releases-')),
  ])
  const config = join(folder, 'vigie.yaml')
  await writeFile(config, configured(await readFile('vigie.example.yaml', 'utf8'), production))
  const vigie = createVigieProcess(port, {
    VIGIE_DEMO: '1',
    VIGIE_CONFIG: config,
    VIGIE_SECRET: 'a secret of the tests, long enough',
    LOG_LEVEL: 'fatal',
    REDIS_URL: redis.url,
    ALERTS_SECRET,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.secret,
    SLACK_API_URL: slack.url,
    GITHUB_TOKEN: github.token,
    GITHUB_API_URL: github.url,
    GITHUB_WEBHOOK_SECRET: github.webhookSecret,
  })
  const send = insistent(ANSWERED_WITHIN_MS)
  const people = signedSlack({ url: `${vigie.origin}/slack/events`, secret: slack.secret, slack, send })
  const world = { redis, slack, github, production, vigie, people, aim, folder }
  try {
    await vigie.start()
    github.deliver(`${vigie.origin}/api/webhooks/github`, RELEASE_EVENTS)
    await tellBackup(vigie.origin)
    return world
  } catch (error) {
    await endReleaseWorld(world)
    throw error
  }
}

/** Leaves nothing behind. */
export async function endReleaseWorld(world: ReleaseWorld): Promise<void> {
  const { vigie, slack, github, production, redis, folder } = world
  github.deliver(undefined)
  await vigie.stop()
  await Promise.all([slack, github, ...production].map((one) => one.close()))
  await redis.stop()
  await rm(folder, { recursive: true })
}

/** The last release, and a workflow that deploys whatever it is asked to. */
async function startRepository({ answered }: Aim): Promise<GitHubFake> {
  const github = await startGitHub({
    repository: REPOSITORY,
    people: ['corentin-example', 'yan-example'],
    answered,
  })
  github.ci.environment('production')
  github.ci.workflow('e2e.yml', { on: ['push_branch'], ends: 'success' })
  github.ci.workflow('deploy-prod.yml', {
    on: ['workflow_dispatch'],
    environment: 'production',
    ends: 'success',
  })
  const [first = ''] = await github.git.push('main', [
    { message: 'docs: changelog', path: 'CHANGELOG.md', text: CHANGELOG },
  ])
  await github.git.pushTag('v1.3.2', first, 'Release v1.3.2', 'corentin-example')
  return github
}

/** The example, with the production of this world, a short watch, and no hour at which nothing is released. */
function configured(yaml: string, production: readonly ServiceFake[]): string {
  const [docmost, baserow, bridge, postgres] = production.map(({ url }) => url)
  const changes: readonly (readonly [RegExp, string])[] = [
    [/(name: Docmost, url: )'[^']+'/g, `$1'${docmost}'`],
    [/(name: Baserow, url: )'[^']+'/g, `$1'${baserow}'`],
    [/(name: Bridge, url: )'[^']+'/g, `$1'${bridge}'`],
    [/(name: Postgres, url: )'[^']+'/g, `$1'${postgres}'`],
    [/, contains: ok \}/, ' }'],
    [/for: 30m\n {4}every: 30s/, 'for: 3s\n    every: 1s'],
    [/ {2}freezes:\n( {4}- .*\n)+/, '  freezes: []\n'],
  ]
  return changes.reduce((text, [what, by]) => {
    if (text.search(what) < 0) throw new Error(`the example has no ${what.source}`)
    return text.replace(what, by)
  }, yaml)
}

async function tellBackup(origin: string): Promise<void> {
  const answer = await fetch(`${origin}/api/webhooks/backup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ALERTS_SECRET}` },
    body: JSON.stringify({
      at: new Date(Date.now() - 3 * 3_600_000).toISOString(),
      name: 'hub.dump',
      ok: true,
    }),
  })
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`the backup was answered with ${answer.status}`)
}
