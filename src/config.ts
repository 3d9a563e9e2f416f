import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseYaml } from './config/document.ts'
import { type Environment, given, parseEnvironment } from './config/environment.ts'
import { faultLines, sentenceOf } from './config/faults.ts'
import { judgeReferences } from './config/references.ts'
import { switchedOff } from './config/switched-off.ts'
import { type Team, teamSchema } from './config/team.ts'
import { judgeTogether } from './config/together.ts'
import { PLAYBOOKS } from './playbooks/index.ts'

export type { Patterns, PostMortems, Runbook } from './config/team/afterwards.ts'
export type { Alerts, DeclareRule, HealthCheck, HealthChecks } from './config/team/alerting.ts'
export type { OnCall } from './config/team/on-call.ts'
export type { Targets } from './config/team/severities.ts'
export type { WorkingHours } from './config/team/working-hours.ts'
export type { Team } from './config/team.ts'

export type Config = {
  /** Port 0 takes a free one: `publicUrl` can't know it then. */
  readonly http: { readonly host: string; readonly port: number; readonly publicUrl: string }
  readonly logLevel: Environment['LOG_LEVEL']
  readonly production: boolean
  /** One chooses whom to act as. On a loopback host only. */
  readonly demo: boolean
  readonly role: 'all' | 'web' | 'worker'
  /** Signs links and sessions. */
  readonly secret: string
  readonly redisUrl?: string
  readonly slack?: SlackConfig
  readonly github?: GitHubConfig
  readonly mail?: MailConfig
  /** What monitors show; two with a comma between during rotation. */
  readonly alertsSecret?: string
  readonly metricsToken?: string
  readonly team: Team
}

export type SlackConfig = {
  readonly botToken: string
  /** Two with a comma between during rotation. */
  readonly signingSecret?: string
  /** Socket Mode when present. */
  readonly appToken?: string
  readonly apiUrl?: string
}

export type GitHubConfig = {
  readonly account: GitHubAccount
  readonly apiUrl?: string
  /** Two with a comma between during rotation. */
  readonly webhookSecret?: string
}

export type GitHubAccount =
  | { readonly token: string }
  /** `privateKey` is PEM. */
  | { readonly appId: string; readonly privateKey: string; readonly installationId: number }

export type MailConfig = {
  /** `smtp://` or `smtps://`. */
  readonly url: string
  /** An address, or `Name <address>`. */
  readonly from: string
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

/** Reads and judges environment and file together, so that an operator mends everything in one go. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, files: Files): Reading {
  const set = given(env)
  const variables = parseEnvironment(set)
  const path = set['VIGIE_CONFIG'] ?? 'vigie.yaml'
  const team = readTeam(path, files.read(path), set['SLACK_BOT_TOKEN'] !== undefined)
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

function readTeam(path: string, text: string | undefined, slackOn: boolean): TeamReading {
  const say = (faults: readonly string[]) =>
    ({ ok: false, faults: faults.map((fault) => `${path}: ${fault}`) }) as const
  if (text === undefined) return say(['cannot be read; copy vigie.example.yaml there or set VIGIE_CONFIG'])
  const document = parseYaml(text)
  if (!document.ok) return say(document.faults)
  const parsed = teamSchema.safeParse(document.value, { error: sentenceOf })
  const references = judgeReferences(document.value, Object.values(PLAYBOOKS), slackOn)
  if (parsed.success && references.length === 0) return { ok: true, team: parsed.data }
  return say([...(parsed.success ? [] : faultLines(parsed.error)), ...references])
}

function assemble(env: Environment, team: Team, files: Files): Config {
  return {
    http: { host: env.HOST, port: env.PORT, publicUrl: publicUrl(env) },
    logLevel: env.LOG_LEVEL,
    production: env.NODE_ENV === 'production',
    demo: env.VIGIE_DEMO,
    role: env.VIGIE_ROLE,
    secret: env.VIGIE_SECRET ?? files.random(),
    ...(env.REDIS_URL === undefined ? {} : { redisUrl: env.REDIS_URL }),
    ...(env.SLACK_BOT_TOKEN === undefined ? {} : { slack: slackOf(env, env.SLACK_BOT_TOKEN) }),
    ...(env.METRICS_TOKEN === undefined ? {} : { metricsToken: env.METRICS_TOKEN }),
    team,
  }
}

function slackOf(env: Environment, botToken: string): SlackConfig {
  return {
    botToken,
    ...(env.SLACK_SIGNING_SECRET === undefined ? {} : { signingSecret: env.SLACK_SIGNING_SECRET }),
    ...(env.SLACK_APP_TOKEN === undefined ? {} : { appToken: env.SLACK_APP_TOKEN }),
    ...(env.SLACK_API_URL === undefined ? {} : { apiUrl: env.SLACK_API_URL }),
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
