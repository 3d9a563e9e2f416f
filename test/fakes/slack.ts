import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { faultsOf, messageSchema, viewSchema } from './slack-blocks.ts'
import { createFaults, type Fault } from './slack-faults.ts'
import { createFiles, type Files } from './slack-files.ts'
import { listen, parseArgs, readText, sendJson } from './slack-http.ts'
import { createSeen, type Seen } from './slack-seen.ts'
import { createSockets, type Sockets } from './slack-socket.ts'
import { startUpstream, type Upstream } from './slack-upstream.ts'

export type Call = {
  readonly method: string
  readonly body: Readonly<Record<string, unknown>>
  readonly at: number
}

export type SlackFake = Seen &
  Files & {
    /** What `SLACK_API_URL` takes. */
    readonly url: string
    readonly origin: string
    readonly token: string
    readonly appToken: string
    readonly secret: string
    readonly calls: readonly Call[]
    /** Calls of methods that this Slack doesn't know: tests assert that there are none. */
    readonly refused: readonly Call[]
    readonly sockets: Sockets
    fail(method: string, fault: Fault): void
    callsOf(method: string): readonly Call[]
    channelId(name: string): string
    directId: Upstream['directId']
    /** What a person does by hand, behind the bot's back. */
    act: Upstream['act']
    /** `conversations.archive`, `.unarchive` or `.rename`, by whoever rules the workspace. */
    rule: Upstream['rule']
    close(): Promise<void>
  }

export type SlackFakeOptions = {
  /** Slack ids of people, as the directory has them. */
  readonly people?: readonly string[]
  readonly channels?: readonly string[]
  /** Channels that the bot has not joined. */
  readonly notJoined?: readonly string[]
  /** Called when a method has done what it says, and before its caller learns of it. */
  readonly answered?: (method: string) => void
}

const KNOWN: ReadonlySet<string> = new Set([
  'auth.test',
  'chat.getPermalink',
  'chat.postMessage',
  'chat.postEphemeral',
  'chat.update',
  'conversations.history',
  'conversations.join',
  'conversations.list',
  'conversations.open',
  'conversations.replies',
  'files.completeUploadExternal',
  'files.getUploadURLExternal',
  'pins.add',
  'pins.remove',
  'views.open',
  'views.publish',
])
const NEEDS_MEMBERSHIP = /^(chat\.postMessage|conversations\.(history|replies)|pins\.)/

/**
 * A strict Slack: npm `emulate` holds the workspace; this proxy in front of it checks what emulate doesn't
 * (token, Block Kit, trigger ids, membership, unknown methods), misbehaves on demand and remembers everything.
 */
export async function startSlack(options: SlackFakeOptions = {}): Promise<SlackFake> {
  const names = options.channels ?? ['ops', 'sandbox']
  const upstream = await startUpstream(options.people ?? ['U0CORENTIN', 'U0YAN'], names)
  const token = 'xoxb-test-token'
  const appToken = 'xapp-test-token'
  const calls: Call[] = []
  const refused: Call[] = []
  const faults = createFaults()
  const archived = new Set<string>()
  const absent = new Set((options.notJoined ?? []).map((name) => upstream.channelId(name)))

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      sendJson(response, 500, { ok: false, error: String(error) })
    })
  })
  const origin = await listen(server)
  const seen = createSeen(origin, upstream)
  const sockets = createSockets(server, origin)
  const uploads = createFiles(origin)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', origin).pathname
    if (path.startsWith('/upload/')) {
      await uploads.take(request, response, faults.take('upload', undefined)?.status)
      return
    }
    const text = await readText(request)
    if (path.startsWith('/response/')) return seen.takeResponse(path, text, response)
    const method = path.replace('/api/', '')
    const args = parseArgs(request.headers['content-type'], text)
    const call = { method, body: args, at: Date.now() }
    calls.push(call)
    if (method === 'apps.connections.open') {
      const fault = faults.take(method, undefined)
      if (fault !== undefined) return misbehave(fault, response)
      const ok = request.headers.authorization === `Bearer ${appToken}`
      return sendJson(response, 200, ok ? { ok: true, url: sockets.ticket() } : refusal('invalid_auth'))
    }
    if (!KNOWN.has(method)) {
      refused.push(call)
      return sendJson(response, 404, refusal('unknown_method'))
    }
    if (request.headers.authorization !== `Bearer ${token}`)
      return sendJson(response, 200, refusal('invalid_auth'))
    await perform(method, args, response)
  }

  async function perform(
    method: string,
    args: Record<string, unknown>,
    response: ServerResponse,
  ): Promise<void> {
    const channel = typeof args['channel'] === 'string' ? args['channel'] : undefined
    const fault = faults.take(method, channel)
    if (fault?.delayMs !== undefined) await sleep(fault.delayMs)
    if (fault !== undefined && fault.when !== 'after' && isFailing(fault)) return misbehave(fault, response)
    const result = await judged(method, args, channel)
    if (fault?.when === 'after') return misbehave(fault, response)
    if (result['ok'] === true) options.answered?.(method)
    sendJson(response, 200, result)
  }

  async function judged(method: string, args: Record<string, unknown>, channel: string | undefined) {
    const why = judge(method, args, channel)
    if (why.length > 0)
      return why.length === 1 && /^[a-z_]+$/.test(why[0] ?? '') ? refusal(why[0]) : invalid(why)
    if (method === 'conversations.join' && channel !== undefined) absent.delete(channel)
    const result = await forward(upstream, method, await seen.exchangeTrigger(method, args))
    if (result['ok'] !== true) return result
    seen.remember(method, args, result)
    return uploads.remember(method, args, result)
  }

  function judge(
    method: string,
    args: Record<string, unknown>,
    channel: string | undefined,
  ): readonly string[] {
    if (channel !== undefined && archived.has(channel) && method === 'chat.update') return ['is_inactive']
    if (channel !== undefined && absent.has(channel) && NEEDS_MEMBERSHIP.test(method))
      return ['not_in_channel']
    if (method.startsWith('files.')) return uploads.judge(method, args)
    if (method.startsWith('chat.') && method !== 'chat.getPermalink')
      return [...faultsOf(messageSchema, args), ...uploads.judge(method, args)]
    if (method === 'views.open')
      return [...faultsOf(viewSchema, args['view']), ...seen.judgeTrigger(args['trigger_id'])]
    return method === 'views.publish' ? faultsOf(viewSchema, args['view']) : []
  }

  return {
    ...seen,
    files: uploads.files,
    hold: uploads.hold,
    url: `${origin}/api/`,
    origin,
    token,
    appToken,
    secret: 'a-signing-secret',
    calls,
    refused,
    sockets,
    fail: faults.add,
    callsOf: (method) => calls.filter((call) => call.method === method),
    channelId: upstream.channelId,
    directId: upstream.directId,
    act: upstream.act,
    rule: async (method, args) => {
      await upstream.rule(method, args)
      const { channel = '' } = args
      if (method === 'conversations.archive') archived.add(channel)
      if (method === 'conversations.unarchive') archived.delete(channel)
    },
    close: async () => {
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await upstream.close()
    },
  }
}

async function forward(upstream: Upstream, method: string, args: Record<string, unknown>) {
  const flat: Record<string, string> = {}
  for (const [key, value] of Object.entries(args)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    flat[key] = ['user', 'users', 'user_id'].includes(key) ? upstream.userId(text) : text
  }
  return upstream.call(method, flat)
}

function isFailing(fault: Fault): boolean {
  return fault.when === 'before' || fault.status !== undefined || fault.error !== undefined
}

function misbehave(fault: Fault, response: ServerResponse): void {
  if (fault.error !== undefined) sendJson(response, 200, refusal(fault.error))
  else if (fault.status !== undefined) response.writeHead(fault.status, { ...fault.headers }).end('trouble')
  else response.destroy()
}

function refusal(error: string | undefined) {
  return { ok: false, error: z.string().parse(error) }
}

function invalid(messages: readonly string[]) {
  return { ok: false, error: 'invalid_blocks', response_metadata: { messages } }
}
