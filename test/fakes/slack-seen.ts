import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { sendJson } from './slack-http.ts'
import type { Upstream } from './slack-upstream.ts'

const shownSchema = z.looseObject({
  ts: z.string().optional(),
  text: z.string().optional(),
  thread_ts: z.string().optional(),
  blocks: z.array(z.unknown()).default([]),
  metadata: z.unknown().optional(),
})

/** Something that a person sees: a message, an ephemeral one, or what a response_url showed. */
export type Shown = z.infer<typeof shownSchema> & { readonly channel?: string }

export type Ephemeral = Shown & { readonly channel: string; readonly user: string }

export type OpenedView = {
  readonly id: string
  readonly hash: string
  readonly user: string
  readonly view: Readonly<Record<string, unknown>>
}

export type ResponsePost = Shown & { readonly response: string; readonly response_type?: unknown }

/** What Slack showed to whom, and the one-time tickets that it hands out. */
export type Seen = {
  readonly responses: readonly ResponsePost[]
  readonly ephemerals: readonly Ephemeral[]
  readonly views: readonly OpenedView[]
  readonly homes: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  messages(channel: string): Promise<readonly Shown[]>
  replies(channel: string, ts: string): Promise<readonly Shown[]>
  pins(channel: string): Promise<readonly string[]>
  /** A trigger id as a click or command carries: three seconds, one use. `age` in milliseconds makes an old one. */
  issueTrigger(user: string, age?: number): string
  /** A response_url as Slack hands out: five uses. Its last part is `response` of what arrives. */
  issueResponseUrl(): string
}

/** What the person's client gets from Slack before it sends anything to the bot. */
export type SlackFakeTickets = Pick<Seen, 'issueTrigger' | 'issueResponseUrl'>

const RESPONSE_USES = 5
const TRIGGER_MS = 3000

export function createSeen(origin: string, upstream: Upstream) {
  const responses: ResponsePost[] = []
  const ephemerals: Ephemeral[] = []
  const views: OpenedView[] = []
  const homes = new Map<string, Readonly<Record<string, unknown>>>()
  const triggers = new Map<string, { user: string; at: number; used: boolean }>()
  let issued = 0

  const listed = async (method: string, args: Record<string, string>) =>
    z.object({ messages: z.array(shownSchema) }).parse(await upstream.look(method, args)).messages

  return {
    responses,
    ephemerals,
    views,
    homes,
    messages: async (name: string) => {
      const channel = upstream.channelId(name)
      const found = await listed('conversations.history', { channel, limit: '1000' })
      return found.map((one) => ({ ...one, channel })).reverse()
    },
    replies: async (name: string, ts: string) => {
      const channel = upstream.channelId(name)
      const found = await listed('conversations.replies', { channel, ts })
      return found.filter((one) => one.ts !== ts).map((one) => ({ ...one, channel }))
    },
    pins: async (name: string) => {
      const items = z.object({ items: z.array(z.object({ message: z.object({ ts: z.string() }) })) })
      const answer = await upstream.look('pins.list', { channel: upstream.channelId(name) })
      return items.parse(answer).items.map((item) => item.message.ts)
    },
    issueTrigger: (user: string, age = 0) => {
      issued += 1
      const id = `trigger.${issued}`
      triggers.set(id, { user, at: Date.now() - age, used: false })
      return id
    },
    issueResponseUrl: () => {
      issued += 1
      return `${origin}/response/${issued}`
    },
    takeResponse: (path: string, text: string, response: ServerResponse) => {
      const id = path.replace('/response/', '')
      if (responses.filter((one) => one.response === id).length >= RESPONSE_USES) {
        return sendJson(response, 404, { ok: false, error: 'used_url' })
      }
      const posted = shownSchema.extend({ response_type: z.unknown().optional() }).parse(JSON.parse(text))
      responses.push({ ...posted, response: id })
      response.writeHead(200).end('ok')
    },
    judgeTrigger: (id: unknown): readonly string[] => {
      const trigger = triggers.get(String(id))
      if (trigger === undefined) return ['invalid_trigger_id']
      if (trigger.used) return ['exchanged_trigger_id']
      return Date.now() - trigger.at > TRIGGER_MS ? ['expired_trigger_id'] : []
    },
    /** Our trigger for one of the workspace behind: that one is issued at the last moment. */
    exchangeTrigger: async (method: string, args: Record<string, unknown>) => {
      const trigger = triggers.get(String(args['trigger_id']))
      if (method !== 'views.open' || trigger === undefined) return args
      trigger.used = true
      const answer = await upstream.look('views.generateTriggerId', {
        user_id: upstream.userId(trigger.user),
      })
      return { ...args, trigger_id: z.string().parse(answer['trigger_id']) }
    },
    remember: (method: string, args: Record<string, unknown>, result: Record<string, unknown>) => {
      if (method === 'chat.postEphemeral') {
        const who = z.object({ channel: z.string(), user: z.string() }).parse(args)
        ephemerals.push({ ...shownSchema.parse(args), ...who })
      }
      if (method === 'views.publish') {
        const home = z.object({ user_id: z.string(), view: z.record(z.string(), z.unknown()) }).parse(args)
        homes.set(home.user_id, home.view)
      }
      if (method === 'views.open') {
        const view = z.record(z.string(), z.unknown()).parse(args['view'])
        const opened = z.object({ view: z.object({ id: z.string(), hash: z.string() }) }).parse(result)
        const user = triggers.get(String(args['trigger_id']))?.user ?? ''
        views.push({ ...opened.view, user, view })
      }
    },
  }
}
