import { readFileSync } from 'node:fs'
import { createEmulator } from 'emulate'
import { z } from 'zod'

/** npm `emulate` as a stateful Slack workspace, asked with the scopes of our manifest and nothing more. */
export type Upstream = {
  call(method: string, args: Readonly<Record<string, string>>): Promise<Record<string, unknown>>
  /** The test's own look into the workspace, with every scope. */
  look(method: string, args: Readonly<Record<string, string>>): Promise<Record<string, unknown>>
  /** Something that a person does by hand. */
  act(user: string, method: string, args: Readonly<Record<string, string>>): Promise<Record<string, unknown>>
  /** Something that whoever rules the workspace does: archive a channel, rename it. */
  rule(method: string, args: Readonly<Record<string, string>>): Promise<void>
  /** The id of a channel by the name that it had at the start; an id stays itself. */
  channelId(name: string): string
  /** The conversation between Vigie and a person; undefined while there is none. */
  directId(user: string): Promise<string | undefined>
  /** Tests name people by the Slack id of the directory; the workspace has ids of its own. */
  userId(user: string): string
  close(): Promise<void>
}

const BOT = 'vigie'
const ADMIN = 'admin'
const TOKENS = { bot: 'xoxb-upstream-bot', test: 'xoxp-upstream-test', admin: 'xoxp-upstream-admin' }
/** The workspace behind takes 5,000 calls an hour with a token, and Slack's own limits are another matter: they take turns. */
const TURNS = 10
const turnsOf = (token: string) => Array.from({ length: TURNS }, (_, n) => `${token}-${n}`)
const tokenOf = (user: string) => `xoxp-${user.toLowerCase()}`
const EVERY_SCOPE = 'channels:read groups:read channels:history groups:history im:history im:read pins:read'

const listed = z.object({
  members: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
  channels: z.array(z.object({ id: z.string(), name: z.string(), user: z.string().optional() })).default([]),
})

export async function startUpstream(
  people: readonly string[],
  channels: readonly string[],
): Promise<Upstream> {
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: { slack: seed(people, channels) },
  })
  const call = (token: string) => async (method: string, args: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${emulator.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams(args),
    })
    return z.record(z.string(), z.unknown()).parse(await answer.json())
  }
  const inTurn = (token: string): ReturnType<typeof call> => {
    const calls = turnsOf(token).map(call)
    let turn = 0
    return (method, args) => {
      turn = (turn + 1) % TURNS
      return (calls[turn] ?? call(token))(method, args)
    }
  }
  const look = inTurn(TOKENS.test)
  const users = listed.parse(await look('users.list', {})).members
  const rooms = listed.parse(await look('conversations.list', { limit: '1000' })).channels
  const userId = (user: string) => users.find((one) => one.name === user.toLowerCase())?.id ?? user
  const names = new Map(people.map((user) => [userId(user), user]))
  const asBot = inTurn(TOKENS.bot)
  return {
    call: async (method, args) => {
      const isRead = /^conversations\.(history|replies)$/.test(method)
      if (!isRead) return asBot(method, args)
      const answer = await asBot(method, 'latest' in args ? { ...args, limit: '1000' } : args)
      return withNames(upTo(answer, args), names)
    },
    look,
    act: (user, method, args) => call(tokenOf(user))(method, args),
    rule: async (method, args) => {
      const answer = await call(TOKENS.admin)(method, args)
      if (answer['ok'] !== true) throw new Error(`${method}: ${String(answer['error'])}`)
    },
    channelId: (name) => (/^[CD][A-Z0-9]{8,}$/.test(name) ? name : idOf(rooms, name)),
    directId: async (user) => {
      const all = listed.parse(await look('conversations.list', { types: 'im', limit: '1000' })).channels
      return all.find((one) => one.user === userId(user))?.id
    },
    userId,
    close: () => emulator.close(),
  }
}

function seed(people: readonly string[], channels: readonly string[]) {
  return {
    users: [...people, BOT, ADMIN].map((name) => ({ name: name.toLowerCase(), is_admin: name === ADMIN })),
    channels: channels.map((name) => ({ name })),
    tokens: [
      ...turnsOf(TOKENS.bot).map((token) => ({ token, user: BOT, type: 'bot', scopes: manifestScopes() })),
      ...turnsOf(TOKENS.test).map((token) => ({
        token,
        user: BOT,
        scopes: [...EVERY_SCOPE.split(' '), 'users:read'],
      })),
      { token: TOKENS.admin, user: ADMIN, scopes: ['channels:manage', 'channels:write'] },
      ...people.map((user) => ({
        token: tokenOf(user),
        user: user.toLowerCase(),
        scopes: ['chat:write', 'reactions:write'],
      })),
    ],
    strict_scopes: true,
  }
}

/** What the app may do is what its manifest asks for: a method beyond it fails here as it would at Slack. */
function manifestScopes(): readonly string[] {
  const manifest = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) })
  return manifest.parse(JSON.parse(readFileSync('manifest.json', 'utf8'))).oauth_config.scopes.bot
}

function idOf(rooms: readonly { id: string; name: string }[], name: string): string {
  const found = rooms.find((room) => room.name === name)?.id
  if (found === undefined) throw new Error(`no such test channel: ${name}`)
  return found
}

/** Slack's `latest` and `limit`, which the workspace behind doesn't know. Newest first, as a history is. */
function upTo(answer: Record<string, unknown>, { latest, limit }: Readonly<Record<string, string>>) {
  if (latest === undefined || answer['ok'] !== true) return answer
  const messages = z.array(z.looseObject({ ts: z.string() })).parse(answer['messages'])
  const until = messages.filter(({ ts }) => Number(ts) <= Number(latest))
  return { ...answer, messages: until.slice(0, Number(limit ?? 100)) }
}

/** People by the ids that the test's directory has for them. */
function withNames(answer: Record<string, unknown>, names: ReadonlyMap<string, string>) {
  const text = JSON.stringify(answer).replace(/"(U[A-Z0-9]{6,})"/g, (whole, id: string) => {
    const name = names.get(id)
    return name === undefined ? whole : `"${name}"`
  })
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
}
