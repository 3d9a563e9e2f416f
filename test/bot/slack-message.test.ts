import { expect, test } from 'vitest'
import { describeMessage } from '../../src/bot/slack/message.ts'
import { createDirectory } from '../../src/runs/people.ts'

const directory = createDirectory([
  { id: 'corentin', name: 'Corentin', groups: [], slack: 'U0CORENTIN' },
  { id: 'yan', name: 'Yan', groups: [], slack: 'U0YAN' },
])

function described(raw: Readonly<Record<string, unknown>>) {
  return describeMessage({ directory, reaction: 'pushpin' }, 'C0OPS', { type: 'message', ...raw })
}

test('a message in a thread, edited, marked by two of whom one is known', () => {
  const message = {
    user: 'U0CORENTIN',
    text: '<@U0YAN> rolled back',
    ts: '1795000000.123456',
    thread_ts: '1794999999.000100',
    edited: { user: 'U0CORENTIN', ts: '1795000060.000000' },
    reactions: [
      { name: 'eyes', users: ['U0CORENTIN'], count: 1 },
      { name: 'pushpin', users: ['U0YAN', 'U0STRANGER'], count: 2 },
    ],
  }
  expect(described(message)).toEqual({
    surface: 'slack',
    channel: 'C0OPS',
    message: '1795000000.123456',
    thread: '1794999999.000100',
    author: 'Corentin',
    text: '@Yan rolled back',
    at: 1795000000123,
    edited: 1795000060000,
    marks: ['yan'],
  })
})

test('files without words are named', () => {
  const files = [
    { id: 'F1', name: 'graph.png' },
    { id: 'F2', name: null },
  ]
  expect(described({ user: 'U0YAN', text: '', ts: '1.000001', files }).text).toBe(
    '[file: graph.png]\n[file: without a name]',
  )
})

test.each([
  [{ user: 'U0EVE' }, 'U0EVE'],
  [{ subtype: 'bot_message', bot_id: 'B0', username: 'UptimeRobot' }, 'UptimeRobot'],
  [{ user: 'U0BOT', bot_id: 'B0', bot_profile: { id: 'B0', name: 'Vigie' } }, 'Vigie'],
  [{}, 'somebody'],
])('%j was written by %s', (who, author) => {
  expect(described({ ...who, text: 'x', ts: '1.000001' }).author).toBe(author)
})
