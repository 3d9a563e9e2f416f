import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type SlackFake, startSlack } from './slack.ts'

/** The fake is only worth something when it refuses what Slack refuses. */
let slack: SlackFake

beforeAll(async () => {
  slack = await startSlack({ people: ['U0CORENTIN'], channels: ['ops', 'far'], notJoined: ['far'] })
})

afterAll(() => slack.close())

async function call(method: string, args: Record<string, unknown>, token = slack.token) {
  const answer = await fetch(`${slack.url}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  })
  return { status: answer.status, ...Object(await answer.json()) }
}

const blocks = [{ type: 'divider' }]
const view = {
  type: 'modal',
  callback_id: 'form',
  private_metadata: '',
  title: { type: 'plain_text', text: 'Title' },
  blocks: [],
}
const post = (over: Record<string, unknown> = {}, token?: string) =>
  call('chat.postMessage', { channel: slack.channelId('ops'), text: 'x', blocks, ...over }, token)

test('a token of somebody else', async () => {
  expect(await post({}, 'xoxb-other')).toMatchObject({ ok: false, error: 'invalid_auth' })
})

test('a method that it does not know is refused and remembered', async () => {
  expect(await call('usergroups.list', {})).toMatchObject({ status: 404, ok: false })
  expect(slack.refused.map((one) => one.method)).toEqual(['usergroups.list'])
})

test.each([
  ['51 blocks', { blocks: Array(51).fill(blocks[0]) }],
  ['a header of 151', { blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }] }],
  ['an empty section', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '' } }] }],
  ['an unknown block', { blocks: [{ type: 'marquee' }] }],
  ['no text', { text: '' }],
])('invalid_blocks: %s', async (_what, over) => {
  expect(await post(over)).toMatchObject({ ok: false, error: 'invalid_blocks' })
})

test('a channel that the bot has not joined', async () => {
  const channel = slack.channelId('far')
  expect(await post({ channel })).toMatchObject({ error: 'not_in_channel' })
  expect(await call('conversations.join', { channel })).toMatchObject({ ok: true })
  expect(await post({ channel })).toMatchObject({ ok: true })
})

test('a trigger id opens one form, within three seconds', async () => {
  const trigger_id = slack.issueTrigger('U0CORENTIN')
  expect(await call('views.open', { trigger_id, view })).toMatchObject({ ok: true })
  expect(await call('views.open', { trigger_id, view })).toMatchObject({ error: 'exchanged_trigger_id' })
  const old = slack.issueTrigger('U0CORENTIN', 3100)
  expect(await call('views.open', { trigger_id: old, view })).toMatchObject({ error: 'expired_trigger_id' })
  expect(await call('views.open', { trigger_id: 'made.up', view })).toMatchObject({
    error: 'invalid_trigger_id',
  })
})

test('a response_url takes five answers', async () => {
  const url = slack.issueResponseUrl()
  const statuses: number[] = []
  for (let n = 0; n < 6; n += 1) {
    statuses.push((await fetch(url, { method: 'POST', body: '{"text":"x"}' })).status)
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 404])
})

test('more than the manifest asks for is missing_scope', async () => {
  expect(await call('conversations.list', { types: 'mpim' })).toMatchObject({ error: 'missing_scope' })
})

test('lost after it happened, and lost before', async () => {
  const count = async () => (await slack.messages('ops')).length
  const before = await count()
  slack.fail('chat.postMessage', { when: 'after' })
  await expect(post()).rejects.toThrow()
  expect(await count()).toBe(before + 1)
  slack.fail('chat.postMessage', { when: 'before' })
  await expect(post()).rejects.toThrow()
  expect(await count()).toBe(before + 1)
})

test('people write and react under the ids of the directory; a history ends where it is told to', async () => {
  const channel = slack.channelId('ops')
  const first = z
    .string()
    .parse((await slack.act('U0CORENTIN', 'chat.postMessage', { channel, text: 'one' }))['ts'])
  await slack.act('U0CORENTIN', 'chat.postMessage', { channel, text: 'two' })
  await slack.act('U0CORENTIN', 'reactions.add', { channel, timestamp: first, name: 'pushpin' })
  const latest = { channel, latest: first, inclusive: true, limit: 1 }
  expect(await call('conversations.history', latest)).toMatchObject({
    messages: [
      { ts: first, user: 'U0CORENTIN', reactions: [{ name: 'pushpin', users: ['U0CORENTIN'], count: 1 }] },
    ],
  })
})

test('an archived channel takes nothing, each method in its own words', async () => {
  const channel = slack.channelId('ops')
  const { ts } = await post()
  await slack.rule('conversations.archive', { channel })
  expect(await post()).toMatchObject({ error: 'is_archived' })
  expect(await call('chat.update', { channel, ts, text: 'y', blocks })).toMatchObject({
    error: 'is_inactive',
  })
  expect(await call('pins.add', { channel, timestamp: ts })).toMatchObject({ error: 'is_archived' })
  await slack.rule('conversations.unarchive', { channel })
  expect(await post()).toMatchObject({ ok: true })
})
