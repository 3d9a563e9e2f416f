import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMemoryChannelMemory } from '../../src/adapters/memory/channel-memory.ts'
import { createSlackClient } from '../../src/adapters/slack/client.ts'
import { findTagged } from '../../src/adapters/slack/find.ts'
import { createSlackSurface, type SlackSurfaceDeps } from '../../src/adapters/slack/surface.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { createSlackLogger } from '../../src/bot/slack/logger.ts'
import type { Card } from '../../src/notify/card.ts'
import { type OutMessage, SurfaceError } from '../../src/notify/ports.ts'
import { createDirectory } from '../../src/runs/people.ts'
import type { ChannelMemory } from '../../src/runs/ports.ts'
import { type SlackFake, startSlack } from '../fakes/slack.ts'

type SurfaceLog = SlackSurfaceDeps['log']

let slack: SlackFake

beforeAll(async () => {
  slack = await startSlack({
    channels: ['ops', 'sandbox', 'quiet', 'paged', 'renamed', 'archived'],
    notJoined: ['quiet'],
  })
})

afterAll(async () => {
  expect(slack.refused).toEqual([])
  await slack.close()
})

const logger = createSlackLogger(pino({ level: 'silent' }))

const card: Card = {
  title: '[SEV1] Docmost is down',
  status: 'critical',
  fields: [],
  lines: ['502'],
  buttons: [],
}
const channels = {
  ops: '#ops',
  sandbox: 'sandbox',
  quiet: 'quiet',
  paged: 'paged',
  gone: 'nowhere',
  renamed: 'renamed',
  archived: 'archived',
}

type Over = { token?: string; apiUrl?: string; now?: number; memory?: ChannelMemory; log?: SurfaceLog }

function surface(over: Over = {}) {
  return createSlackSurface({
    client: createSlackClient({ token: over.token ?? slack.token, apiUrl: over.apiUrl ?? slack.url, logger }),
    channels,
    memory: over.memory ?? createMemoryChannelMemory(),
    directory: createDirectory([
      { id: 'corentin', name: 'Corentin', groups: [], slack: 'U0CORENTIN' },
      { id: 'eve', name: 'Eve', groups: [] },
    ]),
    clock: { ...systemClock, now: () => over.now ?? Date.now() },
    log: over.log ?? pino({ level: 'silent' }),
  })
}

let effects = 0
function message(over: Partial<OutMessage> = {}): OutMessage {
  effects += 1
  return { channel: 'ops', card, tag: { run: 'INC-1', effect: `INC-1.1.${effects}` }, ...over }
}

/** The error that `act` ends with, in the words of the port. */
async function refusal(act: Promise<unknown>) {
  const error: unknown = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof SurfaceError)) throw new Error(`no SurfaceError but ${String(error)}`)
  const { code, retry, retryAfterMs, lost } = error
  return { code, retry, retryAfterMs, ...(lost && { lost }) }
}

test('a post is found again by its tag, before and after an update', async () => {
  const out = message()
  const place = await surface().post(out)
  expect(place.channel).toBe(slack.channelId('ops'))
  expect(await surface().find({ channel: 'ops', tag: out.tag })).toEqual(place)

  await surface().update(place, { ...card, title: '[SEV1 RESOLVED] Docmost' })
  const shown = (await slack.messages('ops')).find((one) => one.ts === place.message)
  expect(JSON.stringify(shown?.blocks)).toContain('[SEV1 RESOLVED] Docmost')
  expect(shown?.metadata).toEqual({
    event_type: 'vigie',
    event_payload: { run: out.tag.run, effect: out.tag.effect },
  })
  expect(await surface().find({ channel: 'ops', tag: out.tag })).toEqual(place)
  expect(await surface().find({ channel: 'ops', tag: { run: 'INC-1', effect: 'INC-1.9.9' } })).toBeUndefined()
})

test('a reply stands in the thread, is found there, and may be shown in the channel as well', async () => {
  const thread = await surface().post(message())
  const reply = message({ thread, broadcast: true })
  const place = await surface().post(reply)
  expect(await slack.replies('ops', thread.message)).toMatchObject([
    { ts: place.message, thread_ts: thread.message, reply_broadcast: true },
  ])
  expect(await surface().find({ channel: 'ops', tag: reply.tag, thread })).toEqual(place)
})

test('links are not unfurled', async () => {
  await surface().post(message())
  expect(slack.callsOf('chat.postMessage').at(-1)?.body).toMatchObject({
    unfurl_links: 'false',
    unfurl_media: 'false',
  })
})

test('the answer got lost after the post: looking finds it, so it is not posted twice', async () => {
  const out = message({ channel: 'sandbox' })
  slack.fail('chat.postMessage', { when: 'after' })
  expect(await refusal(surface().post(out))).toMatchObject({ code: 'unreachable', retry: true })
  const place = await surface().find({ channel: 'sandbox', tag: out.tag })
  expect(place).toEqual({ channel: slack.channelId('sandbox'), message: expect.stringMatching(/^\d+\.\d+$/) })
  expect(await slack.messages('sandbox')).toHaveLength(1)
})

test('the request got lost before the post: looking finds nothing', async () => {
  const out = message()
  slack.fail('chat.postMessage', { when: 'before' })
  expect(await refusal(surface().post(out))).toMatchObject({ code: 'unreachable', retry: true })
  expect(await surface().find({ channel: 'ops', tag: out.tag })).toBeUndefined()
})

test('looking reads on from page to page', async () => {
  const out = message({ channel: 'paged' })
  const place = await surface().post(out)
  const client = createSlackClient({ token: slack.token, apiUrl: slack.url, logger })
  for (let n = 0; n < 205; n += 1)
    await client.chat.postMessage({ channel: place.channel, text: 'x', blocks: [{ type: 'divider' }] })
  expect(await surface().find({ channel: 'paged', tag: out.tag })).toEqual(place)
  expect(
    slack
      .callsOf('conversations.history')
      .slice(-2)
      .map((call) => call.body['cursor'] !== undefined),
  ).toEqual([false, true])
})

test('looking ends after five pages of a channel that never ends', async () => {
  let pages = 0
  const endless = async () => {
    pages += 1
    return { messages: [{ ts: '1.000001' }], response_metadata: { next_cursor: `page ${pages}` } }
  }
  expect(await findTagged(endless, 'C000000001', message().tag, Date.now())).toBeUndefined()
  expect(pages).toBe(5)
})

test('looking asks for metadata, for the last day only', async () => {
  const now = Date.UTC(2026, 10, 23, 12)
  await surface({ now }).find({ channel: 'ops', tag: message().tag })
  expect(slack.callsOf('conversations.history').at(-1)?.body).toMatchObject({
    include_all_metadata: 'true',
    oldest: `${Date.UTC(2026, 10, 22, 12) / 1000}.000000`,
  })
})

test('a pin and its removal may be repeated', async () => {
  const place = await surface().post(message())
  await surface().pin(place)
  await surface().pin(place)
  expect(await slack.pins('ops')).toContain(place.message)
  await surface().unpin(place)
  await surface().unpin(place)
  expect(await slack.pins('ops')).not.toContain(place.message)
})

test('a bot that is not in the channel joins it once', async () => {
  const before = slack.callsOf('conversations.join').length
  await surface().post(message({ channel: 'quiet' }))
  await surface().post(message({ channel: 'quiet' }))
  expect(slack.callsOf('conversations.join')).toHaveLength(before + 1)
  expect(await slack.messages('quiet')).toHaveLength(2)
})

test('a 429 names its Retry-After and delays no other channel', async () => {
  const ops = slack.channelId('ops')
  slack.fail('chat.postMessage', { status: 429, headers: { 'retry-after': '30' }, channel: ops })
  const one = surface()
  const begun = Date.now()
  const [limited, place] = await Promise.all([
    refusal(one.post(message())),
    one.post(message({ channel: 'sandbox' })),
  ])
  expect(limited).toEqual({ code: 'ratelimited', retry: true, retryAfterMs: 30_000 })
  expect(place.channel).toBe(slack.channelId('sandbox'))
  await one.post(message())
  expect(Date.now() - begun).toBeLessThan(2000)
})

test.each([
  [{ status: 503 }, { code: 'http_503', retry: true }],
  [{ status: 400 }, { code: 'http_400', retry: false }],
  [{ error: 'internal_error' }, { code: 'internal_error', retry: true }],
  [{ error: 'is_archived' }, { code: 'is_archived', retry: false, lost: 'archived' }],
  [{ error: 'is_inactive' }, { code: 'is_inactive', retry: false, lost: 'archived' }],
  [{ error: 'channel_not_found' }, { code: 'channel_not_found', retry: false, lost: 'missing' }],
  [{ error: 'restricted_action' }, { code: 'restricted_action', retry: false, lost: 'closed' }],
  [{ error: 'msg_too_long' }, { code: 'msg_too_long', retry: false }],
  [{ error: 'ratelimited' }, { code: 'ratelimited', retry: true, retryAfterMs: 1000 }],
  [{ status: 429 }, { code: 'unknown', retry: true }],
])('Slack answers %j: %j', async (fault, expected) => {
  slack.fail('chat.postMessage', fault)
  expect(await refusal(surface().post(message()))).toMatchObject(expected)
})

test('refusals that stay refusals', async () => {
  const place = { channel: slack.channelId('ops'), message: '1.000001' }
  const none = { retry: false, retryAfterMs: undefined }
  expect(await refusal(surface().update(place, card))).toEqual({ code: 'message_not_found', ...none })
  expect(await refusal(surface({ token: 'xoxb-wrong' }).post(message()))).toEqual({
    code: 'invalid_auth',
    ...none,
  })
  expect(await refusal(surface().post(message({ channel: 'gone' })))).toEqual({
    code: 'channel_not_found',
    lost: 'missing',
    ...none,
  })
  expect(await refusal(surface().post(message({ channel: 'other' })))).toEqual({
    code: 'channel_not_configured',
    lost: 'missing',
    ...none,
  })
})

test('a Slack that is not there is worth another try', async () => {
  const place = { channel: 'C000000001', message: '1.000001' }
  expect(await refusal(surface({ apiUrl: 'http://127.0.0.1:9/api/' }).update(place, card))).toMatchObject({
    code: 'unreachable',
    retry: true,
  })
})

test('a card of any length is taken', async () => {
  const long = 'ab <!channel> cd '.repeat(2000)
  const place = await surface().post(message({ card: { ...card, title: long, lines: [long, long] } }))
  expect(place.message).toMatch(/^\d+\.\d+$/)
})

test('a message to a person is a direct one, is found there, and takes replies', async () => {
  const out = message({ to: 'corentin' })
  const place = await surface().post(out)
  expect(place.channel).toBe(await slack.directId('U0CORENTIN'))
  expect(await surface().find({ channel: 'ops', tag: out.tag, to: 'corentin' })).toEqual(place)
  const reply = message({ thread: place })
  await surface().post(reply)
  expect(await slack.replies(place.channel, place.message)).toHaveLength(1)
  await surface().pin(place)
})

test('somebody without an account, or whom Slack does not know any more', async () => {
  expect(await refusal(surface().post(message({ to: 'eve' })))).toMatchObject({
    code: 'no_account',
    retry: false,
  })
  slack.fail('conversations.open', { error: 'user_disabled' })
  expect(await refusal(surface().post(message({ to: 'corentin' })))).toMatchObject({
    code: 'user_disabled',
    retry: false,
  })
})

test('a renamed channel is reached by the id that it had, also after a restart, and the log says what to do', async () => {
  const memory = createMemoryChannelMemory()
  const warnings: string[] = []
  const log = { info: () => {}, warn: (_data: unknown, words?: string) => void warnings.push(words ?? '') }
  const before = surface({ memory, log })
  const id = (await before.post(message({ channel: 'renamed' }))).channel
  await slack.rule('conversations.rename', { channel: id, name: 'another-name' })
  expect((await before.post(message({ channel: 'renamed' }))).channel).toBe(id)
  expect(warnings).toEqual([])
  const after = surface({ memory, log })
  expect((await after.post(message({ channel: 'renamed' }))).channel).toBe(id)
  expect((await after.post(message({ channel: 'renamed' }))).channel).toBe(id)
  expect(warnings).toEqual([
    `#renamed is not found by its name any more, so its last known id is used: put ${id} into vigie.yaml at channels.renamed.slack`,
  ])
})

test('an archived channel is lost, for cards, drawings and pins; when it is back it is found again', async () => {
  const one = surface()
  const place = await one.post(message({ channel: 'archived' }))
  await slack.rule('conversations.archive', { channel: place.channel })
  const lost = { code: 'is_archived', retry: false, lost: 'archived' }
  expect(await refusal(one.post(message({ channel: 'archived' })))).toMatchObject(lost)
  expect(await refusal(one.post(message({ channel: 'archived', thread: place })))).toMatchObject(lost)
  expect(await refusal(one.update(place, card))).toMatchObject({ lost: 'archived' })
  expect(await refusal(one.pin(place))).toMatchObject(lost)
  // Its name is listed no more: the reason stays the same, also for one that never knew its id.
  expect(await refusal(one.post(message({ channel: 'archived' })))).toMatchObject(lost)
  expect(await refusal(surface().post(message({ channel: 'archived' })))).toMatchObject(lost)
  await slack.rule('conversations.unarchive', { channel: place.channel })
  expect((await one.post(message({ channel: 'archived' }))).channel).toBe(place.channel)
})
