import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseYaml } from './config/document.ts'
import { type Environment, given, parseEnvironment } from './config/environment.ts'
import { faultLines, sentenceOf } from './config/faults.ts'
import { judgeReferences, type On } from './config/references.ts'
import { switchedOff } from './config/switched-off.ts'
import { type Systems, systemsOf } from './config/systems.ts'
import { type Team, teamSchema } from './config/team.ts'
import { judgeTogether } from './config/together.ts'
import { PLAYBOOKS } from './playbooks/index.ts'

export type {
  BaserowConfig,
  DocmostConfig,
  GitHubAccount,
  GitHubConfig,
  MailConfig,
  SlackConfig,
} from './config/systems.ts'
export type { Patterns, PostMortems, Runbook } from './config/team/afterwards.ts'
export type { Alerts, DeclareRule, HealthCheck, HealthChecks } from './config/team/alerting.ts'
export type { OnCall } from './config/team/on-call.ts'
export type { Releases, SmokeTest } from './config/team/releases.ts'
export type { Targets } from './config/team/severities.ts'
export type { WorkingHours } from './config/team/working-hours.ts'
export type { Team } from './config/team.ts'

export type Config = Systems & {
  /** Port 0 takes a free one: `publicUrl` can't know it then. */
  readonly http: { readonly host: string; readonly port: number; readonly publicUrl: string }
  readonly logLevel: Environment['LOG_LEVEL']
  readonly production: boolean
  /** One chooses whom to act as. On a loopback host only. */
  readonly demo: boolean
  /** What one may do to the systems that a demo runs on. */
  readonly demoLevers?: string
  readonly role: 'all' | 'web' | 'worker'
  /** Signs links and sessions. */
  readonly secret: string
  readonly redisUrl?: string
  readonly metricsToken?: string
  readonly team: Team
}

export type Reading =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  /** One line each, all of them at once; none repeats a value of the environment. */
  | { readonly ok: false; readonly faults: readonly string[] }

/** What reading needs from outside: a file's text (undefined when there is none) and a random secret. */
export type Files = { read(path: string): string | undefined; random(): string }

/** The configuration of this process. */
export function loadConfig(): Reading {
  return readConfig(process.env, { read: readText, random: () => randomBytes(32).toString('hex') })
}

/** Names of the variables that are set in this process. */
export function namesSet(): readonly string[] {
  return Object.keys(given(process.env))
}

/** Reads and judges environment and file together, so that an operator mends everything in one go. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, files: Files): Reading {
  const set = given(env)
  const variables = parseEnvironment(set)
  const path = set['VIGIE_CONFIG'] ?? 'vigie.yaml'
  const team = readTeam(path, files.read(path), {
    slack: set['SLACK_BOT_TOKEN'] !== undefined,
    github: (set['GITHUB_TOKEN'] ?? set['GITHUB_APP_ID']) !== undefined,
    sync: set['BASEROW_URL'] !== undefined && set['DOCMOST_URL'] !== undefined,
  })
  const wrong = [...(variables.success ? [] : faultLines(variables.error)), ...judgeTogether(set)]
  if (!variables.success || !team.ok || wrong.length > 0) {
    const lines = wrong.map((line) => `environment: ${line}`)
    return { ok: false, faults: team.ok ? lines : [...lines, ...team.faults] }
  }
  return {
    ok: true,
    config: assemble(variables.data, team.team, files),
    warnings: switchedOff(variables.data, team.team, Object.keys(set)),
  }
}

type TeamReading =
  | { readonly ok: true; readonly team: Team }
  | { readonly ok: false; readonly faults: readonly string[] }

function readTeam(path: string, text: string | undefined, on: On): TeamReading {
  const say = (faults: readonly string[]) =>
    ({ ok: false, faults: faults.map((fault) => `${path}: ${fault}`) }) as const
  if (text === undefined) return say(['cannot be read; copy vigie.example.yaml there or set VIGIE_CONFIG'])
  const document = parseYaml(text)
  if (!document.ok) return say(document.faults)
  const parsed = teamSchema.safeParse(document.value, { error: sentenceOf })
  const references = judgeReferences(document.value, Object.values(PLAYBOOKS), on)
  if (parsed.success && references.length === 0) return { ok: true, team: parsed.data }
  return say([...(parsed.success ? [] : faultLines(parsed.error)), ...references])
}

function assemble(env: Environment, team: Team, files: Files): Config {
  return {
    http: { host: env.HOST, port: env.PORT, publicUrl: publicUrl(env) },
    logLevel: env.LOG_LEVEL,
    production: env.NODE_ENV === 'production',
    demo: env.VIGIE_DEMO,
    ...(env.VIGIE_DEMO_LEVERS === undefined ? {} : { demoLevers: env.VIGIE_DEMO_LEVERS }),
    role: env.VIGIE_ROLE,
    secret: env.VIGIE_SECRET ?? files.random(),
    ...(env.REDIS_URL === undefined ? {} : { redisUrl: env.REDIS_URL }),
    ...systemsOf(env),
    ...(env.METRICS_TOKEN === undefined ? {} : { metricsToken: env.METRICS_TOKEN }),
    team,
  }
}

/** Without a trailing slash. */
function publicUrl(env: Environment): string {
  if (env.PUBLIC_URL !== undefined) return env.PUBLIC_URL.replace(/\/+$/, '')
  const host = env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST
  return `http://${host}:${env.PORT}`
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
