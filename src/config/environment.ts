import { z } from 'zod'
import { sentenceOf } from './faults.ts'

const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: 'must be a port number' })
  .transform(Number)
  .refine((value) => value <= 65_535, { error: 'must be a port number of at most 65535' })

const address = (what: string, protocol: RegExp) =>
  z.url({ protocol, error: `is not an address; write ${what}` })

const flag = z.enum(['0', '1'], { error: 'must be 1 or 0' }).transform((value) => value === '1')

const rotating = z.string().refine((value) => value.split(',').every((one) => one.trim() !== ''), {
  error: 'has an empty part; write one secret, or two with a comma between during rotation',
})

const longRotating = rotating.refine((value) => value.split(',').every((one) => one.trim().length >= 16), {
  error: 'is shorter than 16 characters; make one with: openssl rand -hex 32',
})

const PEM = /^-----BEGIN [A-Z ]*PRIVATE KEY-----\n[\s\S]+\n-----END [A-Z ]*PRIVATE KEY-----$/

/** Where a variable can't have several lines, they are written with \\n between. */
const privateKey = z
  .string()
  .transform((text) => text.replaceAll('\\n', '\n').replaceAll('\r', '').trim())
  .refine((text) => PEM.test(text), {
    error: 'is not a private key; paste the whole .pem file, with \\n between its lines if need be',
  })

const email = z.email({ error: 'is not an e-mail address' })

const sender = z
  .string()
  .refine((text) => z.email().safeParse(/^[^<>\r\n]*<([^<>]+)>$/.exec(text)?.[1] ?? text).success, {
    error: 'is not a sender; write an address, or Name <address>',
  })

/** Every variable that Vigie reads. An empty one counts as absent. */
const variables = z.object({
  NODE_ENV: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: address('the https:// address that people open', /^https?$/).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  VIGIE_CONFIG: z.string().default('vigie.yaml'),
  VIGIE_DEMO: flag.default(false),
  VIGIE_DEMO_LEVERS: address('http://127.0.0.1:...', /^http$/).optional(),
  VIGIE_ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  VIGIE_SECRET: z
    .string()
    .min(32, { error: 'is shorter than 32 characters; make one with: openssl rand -hex 32' })
    .optional(),
  REDIS_URL: address('redis://host:6379 or rediss://...', /^rediss?$/).optional(),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^(xoxe\.)?xoxb-/, { error: 'is not a bot token; it begins with xoxb-' })
    .optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, { error: 'is not an app-level token; it begins with xapp-' })
    .optional(),
  SLACK_SIGNING_SECRET: rotating.optional(),
  SLACK_API_URL: address('https://.../api/', /^https?$/).optional(),
  GITHUB_TOKEN: z.string().optional(),
  GITHUB_APP_ID: z
    .string()
    .regex(/^[A-Za-z0-9.]+$/, { error: 'is not the id of an App; copy it from the page of the App' })
    .optional(),
  GITHUB_APP_PRIVATE_KEY: privateKey.optional(),
  GITHUB_APP_INSTALLATION_ID: z
    .string()
    .regex(/^[1-9]\d{0,15}$/, {
      error: 'is not a number; it stands at the end of the address of the installation',
    })
    .transform(Number)
    .optional(),
  GITHUB_API_URL: address(
    'https://api.github.com, https://.../api/v3 or, for Forgejo, https://.../api/v1',
    /^https?$/,
  ).optional(),
  GITHUB_WEBHOOK_SECRET: rotating.optional(),
  SMTP_URL: address('smtp://host:587 or smtps://...', /^smtps?$/).optional(),
  MAIL_FROM: sender.optional(),
  ALERTS_SECRET: longRotating.optional(),
  BASEROW_URL: address('https://...', /^https?$/).optional(),
  BASEROW_TOKEN: z.string().optional(),
  BASEROW_WEBHOOK_SECRET: longRotating.optional(),
  BASEROW_EMAIL: email.optional(),
  BASEROW_PASSWORD: z.string().optional(),
  DOCMOST_URL: address('https://...', /^https?$/).optional(),
  DOCMOST_TOKEN: z.string().optional(),
  DOCMOST_EMAIL: email.optional(),
  DOCMOST_PASSWORD: z.string().optional(),
  DOCMOST_WEBHOOK_SECRET: longRotating.optional(),
  METRICS_TOKEN: z.string().optional(),
})

export type Environment = z.infer<typeof variables>

export const VARIABLES: readonly string[] = Object.keys(variables.shape)

/** What is set, by name: trimmed, and an empty one counts as absent. */
export type Given = Readonly<Record<string, string | undefined>>

export function given(env: Given): Given {
  const set = Object.entries(env).map(([name, value]) => [name, value?.trim()] as const)
  return Object.fromEntries(set.filter(([, value]) => value !== undefined && value !== ''))
}

/** The variables one by one; what they mean together is judged apart. */
export function parseEnvironment(env: Given) {
  return variables.safeParse(env, { error: sentenceOf })
}
