import { expect, test } from 'vitest'
import type { Card } from '../../../src/notify/card.ts'
import { cardOf } from '../../../src/notify/cards/index.ts'
import { cardToBlockKit } from '../../../src/notify/slack/render.ts'
import { faultsOf, messageSchema } from '../../fakes/slack-blocks.ts'
import { releaseLook, STAGES } from '../../fixtures/release-run.ts'

const resolve = (person: string) => ({ corentin: 'U0CORENTIN' })[person]

const sev1: Card = {
  title: '[SEV1] formation-hub - Docmost is down',
  status: 'critical',
  fields: [
    { label: 'Symptom', value: 'HTTP 502 on <every> page & form' },
    {
      label: 'Investigating',
      value: [{ person: 'corentin', name: 'Corentin' }, ', ', { person: 'yan', name: 'Yan' }],
    },
  ],
  lines: [[{ bold: 'Last update' }, ': restarting ', { code: 'docmost' }], 'See https://example.org/status.'],
  buttons: [
    {
      label: 'Acknowledge',
      tone: 'primary',
      act: { kind: 'choose', run: 'INC-1', step: 'triage', choice: 'acknowledge', code: 'INC-1-A' },
    },
    { label: 'Update', act: { kind: 'note', run: 'INC-1', note: 'update', form: 'incident.update' } },
  ],
  code: 'INC-1-A',
  footer: ['Declared by ', { person: 'corentin', name: 'Corentin' }],
}

test('a card becomes this JSON and no other', () => {
  expect(cardToBlockKit(sev1, resolve)).toEqual({
    text: [
      '[SEV1] formation-hub - Docmost is down',
      '- Symptom: HTTP 502 on &lt;every&gt; page &amp; form',
      '- Investigating: Corentin, Yan',
      '- Last update: restarting docmost',
      '- See https://example.org/status.',
      '- Code INC-1-A - /ops approve INC-1-A',
      '- Declared by Corentin',
    ].join('\n'),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: '[SEV1] formation-hub - Docmost is down', emoji: false },
      },
      {
        type: 'section',
        fields: [
          {
            type: 'mrkdwn',
            text: '*Symptom*\nHTTP 502 on &lt;every&gt; page &amp; form',
            verbatim: true,
          },
          { type: 'mrkdwn', text: '*Investigating*\n<@U0CORENTIN>, Yan', verbatim: true },
        ],
      },
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: '*Last update*: restarting `docmost`\nSee <https://example.org/status|https://example.org/status>.',
          verbatim: true,
        },
      },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: 'act:0',
            text: { type: 'plain_text', text: 'Acknowledge', emoji: false },
            value: '{"kind":"choose","run":"INC-1","step":"triage","choice":"acknowledge","code":"INC-1-A"}',
            style: 'primary',
          },
          {
            type: 'button',
            action_id: 'act:1',
            text: { type: 'plain_text', text: 'Update', emoji: false },
            value: '{"kind":"note","run":"INC-1","note":"update","form":"incident.update"}',
          },
        ],
      },
      {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: 'Code INC-1-A - /ops approve INC-1-A', verbatim: true }],
      },
      {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: 'Declared by <@U0CORENTIN>', verbatim: true }],
      },
    ],
  })
})

test('steps are small print below the card: those so far, the present one bold, those ahead in one line', () => {
  const card: Card = {
    title: 'Steps',
    status: 'info',
    fields: [],
    lines: ['Above'],
    steps: [
      {
        state: 'done',
        title: '1. Detect',
        detail: ['declared by ', { person: 'corentin', name: 'Corentin' }, ' at 14:32'],
      },
      { state: 'now', title: '2. Triage', detail: 'on call: <team> alerted' },
      { state: 'ahead', title: '3. Investigate', detail: 'responders: root cause' },
      { state: 'ahead', title: '4. Mitigate', detail: 'responders: service restored' },
    ],
    buttons: [{ label: 'Acknowledge', act: { kind: 'show', run: 'INC-1' } }],
  }
  const { text, blocks } = cardToBlockKit(card, resolve)
  expect(text).toContain('- 2. Triage (now) - on call: &lt;team&gt; alerted')
  expect(blocks.map((block) => block.type)).toEqual(['header', 'section', 'context', 'actions'])
  expect(blocks[2]).toEqual({
    type: 'context',
    elements: [
      {
        type: 'mrkdwn',
        text: [
          '1. Detect - declared by <@U0CORENTIN> at 14:32',
          '*2. Triage* - on call: &lt;team&gt; alerted',
          'Next: 3. Investigate, 4. Mitigate',
        ].join('\n'),
        verbatim: true,
      },
    ],
  })
})
const bare: Card = { title: 'Done', status: 'done', fields: [], lines: [], buttons: [] }

test('a picture stands below the words, as the file that was uploaded; without a file there is none', () => {
  const chart = { option: {}, width: 640, height: 280 }
  const card: Card = {
    title: 'Watched',
    status: 'info',
    fields: [{ label: 'Watch', value: '20 looks' }],
    lines: ['Nothing to do'],
    picture: { key: 'k', alt: 'Latency <fine>', chart, looks: 20 },
    steps: [{ state: 'now', title: '14. Watch', detail: 'owners' }],
    buttons: [],
  }
  const blocks = cardToBlockKit(card, resolve, 'F0WATCH').blocks
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section', 'image', 'context'])
  expect(blocks[3]).toEqual({ type: 'image', slack_file: { id: 'F0WATCH' }, alt_text: 'Latency <fine>' })
  expect(faultsOf(messageSchema, cardToBlockKit(card, resolve, 'F0WATCH'))).toEqual([])
  expect(cardToBlockKit(card, resolve).blocks.map(({ type }) => type)).not.toContain('image')
})

test('a bare card is a title', () => {
  expect(cardToBlockKit(bare, resolve)).toEqual({
    text: 'Done',
    blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Done', emoji: false } }],
  })
})

test('a notice stands first, below the title', () => {
  const direct = { ...bare, notice: '#ops is archived: <this> reaches you directly.' }
  const drawn = cardToBlockKit(direct, () => undefined)
  expect(drawn.text.split('\n')[1]).toBe('- #ops is archived: &lt;this&gt; reaches you directly.')
  expect(drawn.blocks.slice(0, 2)).toEqual([
    { type: 'header', text: { type: 'plain_text', text: direct.title, emoji: false } },
    {
      type: 'section',
      text: { type: 'mrkdwn', text: '#ops is archived: &lt;this&gt; reaches you directly.', verbatim: true },
    },
  ])
})

test('nobody can ping everybody, wherever the markup stands', () => {
  const ping = '<!channel> <!here|here> <@U0CORENTIN> <!subteam^S1>'
  const nasty: Card = {
    title: ping,
    status: 'info',
    fields: [{ label: ping, value: [{ bold: ping }, { code: ping }] }],
    lines: [
      ping,
      [{ link: 'https://example.org/<!channel>|x', label: ping }],
      [{ person: 'nobody', name: ping }],
    ],
    steps: [
      { state: 'done', title: ping, detail: [ping, { bold: ping }] },
      { state: 'now', title: ping, detail: ping },
      { state: 'ahead', title: ping, detail: ping },
    ],
    buttons: [{ label: ping, act: { kind: 'show', run: ping } }],
    code: ping,
    footer: ping,
  }
  const json = JSON.stringify(cardToBlockKit(nasty, resolve))
  expect(json).not.toMatch(/<[!@#]/)
  expect(json).toContain('<https://example.org/%3C!channel%3E%7Cx|')
})

test('a link that is not an address of the web is only its label', () => {
  const card: Card = {
    title: 'Links',
    status: 'info',
    fields: [],
    lines: [[{ link: 'javascript:alert(1)', label: 'press me' }]],
    buttons: [],
  }
  const [, line] = cardToBlockKit(card, resolve).blocks
  expect(line).toEqual({ type: 'section', text: { type: 'mrkdwn', text: 'press me', verbatim: true } })
})

test('what is asked stands first, and what one reads at leisure below the buttons', () => {
  const card = { ...sev1, asked: ['Who takes it?'], background: ['What changed'] }
  const kinds = cardToBlockKit(card, resolve).blocks.map((block) =>
    block.type === 'section' && 'text' in block ? block.text.text : block.type,
  )
  expect(kinds.slice(0, 2)).toEqual(['header', 'Who takes it?'])
  expect(kinds.slice(kinds.indexOf('actions'))).toEqual(['actions', 'context', 'context', 'What changed'])
})

test.each([
  ['before it is tagged', STAGES.staging],
  ['when it is complete', STAGES.complete],
])('a release of 200 commits with long messages fits %s, buttons and all', (_when, stage) => {
  const long = 'an unusually long <message> & more of it '.repeat(12)
  const changes = Array.from({ length: 200 }, (_, n) => `- ${n}: ${long} (a1b2c3d, corentin)`).join('\n')
  const notes = Array.from({ length: 200 }, (_, n) => `- entry ${n}: ${long}`).join('\n')
  const authors = Array.from({ length: 40 }, (_, n) => `somebody-${n}`).join(', ')
  const run = stage()
  const grown = { ...run, facts: { ...run.facts, changes, notes, authors, commitCount: '200' } }
  const card = cardOf(grown, releaseLook(60))
  const message = cardToBlockKit(card, resolve, 'F01')
  expect(faultsOf(messageSchema, message)).toEqual([])
  const shown = JSON.stringify(message.blocks)
  expect(shown).toContain('more lines')
  for (const { label } of card.buttons) expect(shown).toContain(`"text":"${label}"`)
})
