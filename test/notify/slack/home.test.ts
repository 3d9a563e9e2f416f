import { expect, test } from 'vitest'
import type { Card } from '../../../src/notify/card.ts'
import { cardToHome, homeToView } from '../../../src/notify/slack/render.ts'

const resolve = () => undefined
const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true })

const waiting: Card = {
  title: '[SEV1] Docmost is down',
  status: 'critical',
  fields: [],
  lines: ['Nobody has acknowledged'],
  buttons: [{ label: 'Acknowledge', act: { kind: 'show', run: 'INC-1' } }],
}

test('App Home becomes this view and no other', () => {
  const running: Card = { ...waiting, title: '[SEV3] Typo', lines: [], status: 'info' }
  expect(
    homeToView({ waiting: [waiting], running: [running], onCall: 'Corentin, then Yan' }, resolve),
  ).toEqual({
    type: 'home',
    blocks: [
      { type: 'header', text: plain('Waiting for you (1)') },
      { type: 'section', text: mrkdwn('*[SEV1] Docmost is down*') },
      { type: 'section', text: mrkdwn('Nobody has acknowledged') },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: 'act:0',
            text: plain('Acknowledge'),
            value: '{"kind":"show","run":"INC-1"}',
          },
        ],
      },
      { type: 'divider' },
      { type: 'header', text: plain('Running (1)') },
      { type: 'section', text: mrkdwn('*[SEV3] Typo*') },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: 'act:50',
            text: plain('Acknowledge'),
            value: '{"kind":"show","run":"INC-1"}',
          },
        ],
      },
      { type: 'divider' },
      { type: 'header', text: plain('On call') },
      { type: 'section', text: mrkdwn('Corentin, then Yan') },
    ],
  })
})

test('an empty home says so', () => {
  expect(homeToView({ waiting: [], running: [], onCall: 'Corentin' }, resolve).blocks).toEqual([
    { type: 'header', text: plain('Waiting for you') },
    { type: 'section', text: mrkdwn('Nothing waits for you.') },
    { type: 'header', text: plain('Running') },
    { type: 'section', text: mrkdwn('Nothing else is running.') },
    { type: 'header', text: plain('On call') },
    { type: 'section', text: mrkdwn('Corentin') },
  ])
})

test('a long list ends with how many are left', () => {
  const home = { waiting: [], running: Array.from({ length: 60 }, () => waiting), onCall: 'Corentin' }
  const { blocks } = homeToView(home, resolve)
  expect(blocks.length).toBeLessThanOrEqual(100)
  expect(JSON.stringify(blocks)).toMatch(/\d+ more - \/ops link/)
})

test('a stranger gets one card', () => {
  const card: Card = { title: 'Not known', status: 'warning', fields: [], lines: ['Ask Yan'], buttons: [] }
  expect(cardToHome(card, resolve)).toEqual({
    type: 'home',
    blocks: [
      { type: 'header', text: plain('Not known') },
      { type: 'section', text: mrkdwn('Ask Yan') },
    ],
  })
})
