import type { Environment } from '../environment.ts'

export type BaserowConfig = {
  /** Without a trailing slash. */
  readonly url: string
  /** A database token: it reads and writes rows, and nothing else. */
  readonly token: string
  /** One, or two during rotation. */
  readonly webhookSecrets: readonly string[]
  /** Creates and re-enables webhooks, which a database token may not. */
  readonly account?: { readonly email: string; readonly password: string }
}

export type DocmostConfig = {
  /** Without a trailing slash. */
  readonly url: string
  readonly account: { readonly token: string } | { readonly email: string; readonly password: string }
  /** One, or two during rotation; only a Docmost that sends webhooks has them. */
  readonly webhookSecrets?: readonly string[]
}

export function baserowOf(env: Environment): BaserowConfig | undefined {
  const { BASEROW_URL: url, BASEROW_TOKEN: token, BASEROW_WEBHOOK_SECRET: secrets } = env
  if (url === undefined || token === undefined || secrets === undefined) return undefined
  const account = pair(env.BASEROW_EMAIL, env.BASEROW_PASSWORD)
  return {
    url: bare(url),
    token,
    webhookSecrets: partsOf(secrets),
    ...(account === undefined ? {} : { account }),
  }
}

export function docmostOf(env: Environment): DocmostConfig | undefined {
  const { DOCMOST_URL: url, DOCMOST_TOKEN: token, DOCMOST_WEBHOOK_SECRET: secrets } = env
  const account = token === undefined ? pair(env.DOCMOST_EMAIL, env.DOCMOST_PASSWORD) : { token }
  if (url === undefined || account === undefined) return undefined
  return {
    url: bare(url),
    account,
    ...(secrets === undefined ? {} : { webhookSecrets: partsOf(secrets) }),
  }
}

function pair(email: string | undefined, password: string | undefined) {
  return email === undefined || password === undefined ? undefined : { email, password }
}

function bare(url: string): string {
  return url.replace(/\/+$/, '')
}

function partsOf(secrets: string): readonly string[] {
  return secrets.split(',').map((one) => one.trim())
}
