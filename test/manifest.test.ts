import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { COMMANDS } from '../src/commands/index.ts'

/** What Slack lets an app do is what its manifest asks for: neither less than the code needs nor more. */
const manifestSchema = z.object({
  features: z.object({
    app_home: z.object({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean() }),
    slash_commands: z.array(
      z.object({
        command: z.string().max(32),
        description: z.string().min(1).max(2000),
        usage_hint: z.string().min(1).max(1000),
      }),
    ),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
    interactivity: z.object({ is_enabled: z.boolean() }),
    socket_mode_enabled: z.boolean(),
  }),
})

const manifest = manifestSchema.parse(JSON.parse(readFileSync('manifest.json', 'utf8')))

/** What one asks for to hear each kind of event, and the scopes it needs, from Slack's reference. */
const EVENTS: Readonly<
  Record<string, { readonly events: readonly string[]; readonly scopes: readonly string[] }>
> = {
  app_home_opened: { events: ['app_home_opened'], scopes: [] },
  message: {
    events: ['message.channels', 'message.groups'],
    scopes: ['channels:history', 'groups:history'],
  },
  reaction_added: { events: ['reaction_added'], scopes: ['reactions:read'] },
  reaction_removed: { events: ['reaction_removed'], scopes: ['reactions:read'] },
}

/** The scopes that each method needs for public and private channels and direct messages, from Slack's reference. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.join': ['channels:join'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'pins.add': ['pins:write'],
  'pins.remove': ['pins:write'],
  'views.open': [],
  'views.publish': [],
}

function sources(): string {
  return ['src/adapters/slack', 'src/bot/slack']
    .flatMap((folder) => readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')))
    .join('\n')
}

function methodsIn(source: string): readonly string[] {
  return [
    ...new Set([...source.matchAll(/\bclient\.([a-z]+\.[a-zA-Z]+)\(/g)].flatMap(([, name]) => name ?? [])),
  ].sort()
}

/** Faults of `scopes` for the methods called in `source`, in words. */
function judgeScopes(source: string, scopes: readonly string[]): readonly string[] {
  const needed = new Set(['commands'])
  const faults: string[] = []
  for (const method of methodsIn(source)) {
    const its = SCOPES[method]
    if (its === undefined) faults.push(`${method}: its scopes are not known to this test`)
    for (const scope of its ?? []) needed.add(scope)
  }
  for (const event of eventsIn(source)) for (const scope of EVENTS[event]?.scopes ?? []) needed.add(scope)
  for (const scope of needed) if (!scopes.includes(scope)) faults.push(`${scope} is needed and not asked for`)
  for (const scope of scopes) if (!needed.has(scope)) faults.push(`${scope} is asked for and not needed`)
  return faults
}

function eventsIn(source: string): readonly string[] {
  return [...source.matchAll(/\b(?:app|first)\.event\('([a-z_]+)'/g)].flatMap(([, name]) => name ?? [])
}

test('the slash commands are the commands', () => {
  const listed = manifest.features.slash_commands.map((one) => one.command).sort()
  expect(listed).toEqual(COMMANDS.map((command) => command.name).sort())
})

describe('the scopes are those of the methods called', () => {
  const { bot } = manifest.oauth_config.scopes

  test('in the source', () => {
    expect(methodsIn(sources())).toEqual(Object.keys(SCOPES).sort())
    expect(judgeScopes(sources(), bot)).toEqual([])
  })

  test('seeded faults', () => {
    const more = `${sources()}\nawait client.reactions.add({})`
    expect(judgeScopes(more, bot)).toEqual(['reactions.add: its scopes are not known to this test'])
    expect(
      judgeScopes(
        sources(),
        bot.filter((scope) => scope !== 'pins:write'),
      ),
    ).toEqual(['pins:write is needed and not asked for'])
    expect(judgeScopes(sources(), [...bot, 'admin'])).toEqual(['admin is asked for and not needed'])
  })
})

test('the events are those listened to', () => {
  const heard = eventsIn(sources())
  expect(heard.toSorted()).toEqual(Object.keys(EVENTS).sort())
  const asked = heard.flatMap((event) => EVENTS[event]?.events ?? [])
  expect(manifest.settings.event_subscriptions.bot_events).toEqual(asked.toSorted())
})

test('buttons, App Home, direct answers and Socket Mode are on', () => {
  expect(manifest.settings).toMatchObject({ interactivity: { is_enabled: true }, socket_mode_enabled: true })
  expect(manifest.features.app_home).toEqual({ home_tab_enabled: true, messages_tab_enabled: true })
})
