import type { Environment } from './environment.ts'
import { type BaserowConfig, baserowOf, type DocmostConfig, docmostOf } from './systems/sync.ts'

export type { BaserowConfig, DocmostConfig }

/** What Vigie speaks with; a system whose variables are absent is off. */
export type Systems = {
  readonly slack?: SlackConfig
  /** With it, `team.repository` is there too. */
  readonly github?: GitHubConfig
  readonly mail?: MailConfig
  /** What monitors show; two with a comma between during rotation. */
  readonly alertsSecret?: string
  /** There only together with `docmost` and `team.sync`. */
  readonly baserow?: BaserowConfig
  readonly docmost?: DocmostConfig
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

/** Reads variables that were judged together before. */
export function systemsOf(env: Environment): Systems {
  const account = accountOf(env)
  const [baserow, docmost] = [baserowOf(env), docmostOf(env)]
  const { SLACK_BOT_TOKEN: bot, SMTP_URL: url, MAIL_FROM: from, ALERTS_SECRET: alertsSecret } = env
  return {
    ...(bot === undefined ? {} : { slack: slackOf(env, bot) }),
    ...(account === undefined ? {} : { github: githubOf(env, account) }),
    ...(url === undefined || from === undefined ? {} : { mail: { url, from } }),
    ...(alertsSecret === undefined ? {} : { alertsSecret }),
    ...(baserow === undefined ? {} : { baserow }),
    ...(docmost === undefined ? {} : { docmost }),
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

function accountOf(env: Environment): GitHubAccount | undefined {
  if (env.GITHUB_TOKEN !== undefined) return { token: env.GITHUB_TOKEN }
  const { GITHUB_APP_ID: appId, GITHUB_APP_PRIVATE_KEY: privateKey, GITHUB_APP_INSTALLATION_ID: id } = env
  if (appId === undefined || privateKey === undefined || id === undefined) return undefined
  return { appId, privateKey, installationId: id }
}

function githubOf(env: Environment, account: GitHubAccount): GitHubConfig {
  return {
    account,
    ...(env.GITHUB_API_URL === undefined ? {} : { apiUrl: env.GITHUB_API_URL.replace(/\/+$/, '') }),
    ...(env.GITHUB_WEBHOOK_SECRET === undefined ? {} : { webhookSecret: env.GITHUB_WEBHOOK_SECRET }),
  }
}
