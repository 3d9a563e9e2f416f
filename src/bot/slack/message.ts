import { ErrorCode } from '@slack/web-api'
import { z } from 'zod'
import type { MarkedMessage } from '../../commands/marked-message.ts'
import { toPlainWords } from '../../notify/slack/render.ts'
import type { Directory } from '../../runs/people.ts'
import type { Inward } from './inward.ts'

const messageSchema = z.object({
  ts: z.string(),
  thread_ts: z.string().optional(),
  text: z.string().default(''),
  edited: z.object({ ts: z.string() }).optional(),
  user: z.string().optional(),
  username: z.string().optional(),
  bot_profile: z.object({ name: z.string() }).optional(),
  files: z.array(z.object({ name: z.string().nullish() })).default([]),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()).default([]) })).default([]),
})

type Read = z.infer<typeof messageSchema>

/** The message as it stands in Slack now, with who marks it; undefined when there is none that Vigie may read. */
export async function readMessage(
  inward: Inward,
  channel: string,
  ts: string,
): Promise<MarkedMessage | undefined> {
  const found = await unlessHidden(inward, channel, async () => {
    return (await inHistory(inward, channel, ts)) ?? (await inThread(inward, channel, ts))
  })
  if (found === undefined) return undefined
  const link = await permalink(inward, channel, ts)
  return { ...describeMessage(inward, channel, found), ...(link === undefined ? {} : { link }) }
}

/** A message of Slack's in our words. */
export function describeMessage(
  { directory, reaction }: Pick<Inward, 'directory' | 'reaction'>,
  channel: string,
  raw: unknown,
): MarkedMessage {
  const found = messageSchema.parse(raw)
  return {
    surface: 'slack',
    channel,
    message: found.ts,
    ...(found.thread_ts === undefined ? {} : { thread: found.thread_ts }),
    author: authorOf(directory, found),
    text: textOf(directory, found),
    at: millisecondsOf(found.ts),
    ...(found.edited === undefined ? {} : { edited: millisecondsOf(found.edited.ts) }),
    marks: (found.reactions.find((one) => one.name === reaction)?.users ?? []).flatMap(
      (user) => directory.bySlack(user)?.id ?? [],
    ),
  }
}

/** Slack's `1355517523.000005` in milliseconds since 1970. */
export function millisecondsOf(ts: string): number {
  return Math.floor(Number(ts) * 1000)
}

async function inHistory({ client }: Inward, channel: string, ts: string): Promise<Read | undefined> {
  const page = await client.conversations.history({ channel, latest: ts, inclusive: true, limit: 1 })
  return oneOf(page.messages, ts)
}

/** A channel's history has no replies. Slack may answer the root of the thread as well. */
async function inThread({ client }: Inward, channel: string, ts: string): Promise<Read | undefined> {
  const window = { oldest: ts, latest: ts, inclusive: true, limit: 10 }
  const page = await client.conversations.replies({ channel, ts, ...window })
  return oneOf(page.messages, ts)
}

function oneOf(messages: unknown, ts: string): Read | undefined {
  const found = z.array(z.unknown()).safeParse(messages).data ?? []
  return found.map((one) => messageSchema.safeParse(one).data).find((one) => one?.ts === ts)
}

const refusedSchema = z.object({
  code: z.literal(ErrorCode.PlatformError),
  data: z.object({ error: z.string() }),
})

/** Asking again helps with these; whatever else Slack refuses stays refused. */
const PASSING = /^(ratelimited|rate_limited|internal_error|fatal_error|service_unavailable|request_timeout)$/

async function unlessHidden<T>(
  { log }: Inward,
  channel: string,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await look()
  } catch (error) {
    const word = refusedSchema.safeParse(error).data?.data.error
    if (word === undefined || PASSING.test(word)) throw error
    log.warn({ channel, word }, 'a marked message can not be read')
    return undefined
  }
}

/** Welcome, and no reason to lose the message. */
async function permalink({ client, log }: Inward, channel: string, ts: string): Promise<string | undefined> {
  try {
    return (await client.chat.getPermalink({ channel, message_ts: ts })).permalink
  } catch (error) {
    log.warn({ channel, err: error }, 'a marked message has no link')
    return undefined
  }
}

function authorOf(directory: Directory, { user, username, bot_profile }: Read): string {
  const person = user === undefined ? undefined : directory.bySlack(user)
  return person?.name ?? username ?? bot_profile?.name ?? user ?? 'somebody'
}

function textOf(directory: Directory, { text, files }: Read): string {
  const words = toPlainWords(text, (user) => directory.bySlack(user)?.name)
  const attached = files.map(({ name }) => `[file: ${name ?? 'without a name'}]`)
  return [words, ...attached].filter((part) => part !== '').join('\n')
}
