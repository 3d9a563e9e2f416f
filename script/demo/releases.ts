import type { GitHubFake } from '../../test/fakes/github.ts'
import { RELEASE_EVENTS } from '../../test/fakes/github-hooks.ts'
import { listening } from './hooks.ts'
import { type Lever, startLevers } from './levers.ts'
import { type Production, startProduction } from './production.ts'
import { type Pace, readReleaseFile, withDemoProduction } from './release-file.ts'
import { type Delays, type DemoRepository, RELEASED, startRepository } from './repository.ts'

/** A GitHub and a production to release to. */
export type ReleaseWorld = {
  readonly github: GitHubFake
  readonly production: Production
  /** What Vigie is started with. */
  readonly variables: Readonly<Record<string, string>>
  /** The `vigie.yaml` that it is started with. */
  readonly text: string
  /** Once Vigie listens at this port: GitHub tells it what happens, and of the backup of last night. */
  connect(port: number): Promise<void>
  close(): Promise<void>
}

export type ReleaseWorldOptions = {
  readonly pace?: Pace
  readonly delays?: Delays
  readonly alertsSecret?: string
}

/** Long enough to break something meanwhile, short enough to see the end; the chart comes with the tenth look. */
const PACE: Pace = { for: '3m', every: '5s' }
const DELAYS: Delays = { ci: 6_000, e2e: 9_000, deploy: 12_000 }
const ALERTS_SECRET = 'demo-alerts-secret'
const LAST_NIGHT_MS = 7 * 3_600_000

/** Undefined where the file has no releases. */
export async function startReleaseWorld(
  text: string,
  { pace = PACE, delays = DELAYS, alertsSecret = ALERTS_SECRET }: ReleaseWorldOptions = {},
): Promise<ReleaseWorld | undefined> {
  const file = readReleaseFile(text)
  if (file === undefined) return undefined
  const production = await startProduction(file.parts, RELEASED)
  const { deploy: deployed } = production
  const repository = await startRepository({ file, delays, now: Date.now, deployed })
  const { github } = repository
  const backups = createBackups(alertsSecret)
  const levers = await startLevers({
    facts: async () => [
      { name: 'Production', value: describe(production) },
      { name: 'CI on main', value: repository.isRed ? 'red' : 'green' },
      { name: 'Newest commit', value: await repository.newest() },
    ],
    levers: () => leversOf(file.parts[0]?.name, { production, repository, backups }),
  })
  return {
    github,
    production,
    text: withDemoProduction(text, production.addressOf, pace),
    variables: {
      GITHUB_API_URL: github.url,
      GITHUB_TOKEN: github.token,
      GITHUB_WEBHOOK_SECRET: github.webhookSecret,
      ALERTS_SECRET: alertsSecret,
      VIGIE_DEMO_LEVERS: levers.url,
    },
    async connect(port) {
      const vigie = `http://127.0.0.1:${port}`
      await listening(vigie)
      github.deliver(`${vigie}/api/webhooks/github`, RELEASE_EVENTS)
      backups.to(vigie)
      await backups.report(Date.now() - LAST_NIGHT_MS)
    },
    async close() {
      await Promise.all([levers.close(), repository.close(), production.close()])
    },
  }
}

type Surroundings = {
  readonly production: Production
  readonly repository: DemoRepository
  readonly backups: Backups
}

function leversOf(
  part: string | undefined,
  { production, repository, backups }: Surroundings,
): readonly Lever[] {
  return [
    ...(part === undefined ? [] : [partLever(part, production)]),
    { id: 'push', label: 'Push a commit to main', pull: repository.push },
    repository.isRed
      ? { id: 'green', label: 'Turn CI green', pull: () => repository.turn('green') }
      : { id: 'red', label: 'Turn CI red', pull: () => repository.turn('red') },
    { id: 'backup', label: 'Report a backup', pull: () => backups.report(Date.now()) },
  ]
}

function partLever(part: string, { broken, ...production }: Production): Lever {
  return broken.includes(part)
    ? { id: 'mend', label: `Mend ${part}`, pull: () => production.mend(part) }
    : { id: 'break', label: `Break ${part}`, tone: 'danger', pull: () => production.break(part) }
}

function describe({ version, broken }: Production): string {
  return broken.length === 0 ? `${version} - well` : `${version} - ${broken.join(', ')} answers 503`
}

type Backups = {
  to(vigie: string): void
  report(at: number): Promise<void>
}

/** The backup script of the demo. */
function createBackups(secret: string): Backups {
  let vigie: string | undefined
  return {
    to: (url) => {
      vigie = url
    },
    async report(at) {
      const made = new Date(at).toISOString()
      const body = JSON.stringify({ at: made, name: `formation-hub-${made.slice(0, 10)}.dump`, ok: true })
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret.split(',')[0]}` }
      const answer = await fetch(`${vigie}/api/webhooks/backup`, { method: 'POST', headers, body })
      await answer.body?.cancel()
      if (!answer.ok) throw new Error(`Vigie answered ${answer.status} to the backup`)
    },
  }
}
