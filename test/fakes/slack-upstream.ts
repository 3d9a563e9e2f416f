import { readFileSync } from 'node:fs'
import { createEmulator } from 'emulate'
import { z } from 'zod'

/** npm `emulate` as a stateful Slack workspace, asked with the scopes of our manifest and nothing more. */
export type Upstream = {
  call(method: string, args: Readonly<Record<string, string>>): Promise<Record<string, unknown>>
  /** The test's own look into the workspace, with every scope. */
  look(method: string, args: Readonly<Record<string, string>>): Promise<Record<string, unknown>>
  channelId(name: string): string
  /** Tests name people by the Slack id of the directory; the workspace has ids of its own. */
  userId(user: string): string
  close(): Promise<void>
}

const BOT = 'vigie'
const TOKENS = { bot: 'xoxb-upstream-bot', test: 'xoxp-upstream-test' }
const EVERY_SCOPE = 'channels:read groups:read channels:history groups:history im:history im:read pins:read'

const listed = z.object({
  members: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
  channels: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
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
  const look = call(TOKENS.test)
  const users = listed.parse(await look('users.list', {})).members
  const rooms = listed.parse(await look('conversations.list', { limit: '1000' })).channels
  return {
    call: call(TOKENS.bot),
    look,
    channelId: (name) => idOf(rooms, name),
    userId: (user) => users.find((one) => one.name === user.toLowerCase())?.id ?? user,
    close: () => emulator.close(),
  }
}

function seed(people: readonly string[], channels: readonly string[]) {
  return {
    users: [...people, BOT].map((name) => ({ name: name.toLowerCase() })),
    channels: channels.map((name) => ({ name })),
    tokens: [
      { token: TOKENS.bot, user: BOT, type: 'bot', scopes: manifestScopes() },
      { token: TOKENS.test, user: BOT, scopes: [...EVERY_SCOPE.split(' '), 'users:read'] },
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
