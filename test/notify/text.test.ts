import { expect, test } from 'vitest'
import type { Card } from '../../src/notify/card.ts'
import { cardToText, textOf } from '../../src/notify/text.ts'

const card: Card = {
  title: '[SEV2] formation-hub - slow',
  status: 'warning',
  fields: [{ label: 'Symptom', value: 'pages take 20 s' }],
  lines: [['Seen by ', { person: 'yan', name: 'Yan' }, ' in ', { code: 'docmost' }]],
  buttons: [{ label: 'Acknowledge', act: { kind: 'show', run: 'INC-2' } }],
  code: 'INC-2-A',
  footer: [{ bold: 'sev2' }, ' - ', { link: 'https://example.org/r', label: 'runbook' }],
}

test('a card as dashes', () => {
  expect(cardToText(card)).toBe(
    [
      '[SEV2] formation-hub - slow',
      '- Symptom: pages take 20 s',
      '- Seen by Yan in docmost',
      '- Code INC-2-A - /ops approve INC-2-A',
      '- sev2 - runbook (https://example.org/r)',
    ].join('\n'),
  )
})

test('steps are a line each so far, and one for those ahead; further lines of a value are set in', () => {
  const steps: Card = {
    ...card,
    fields: [{ label: 'Checks', value: 'docmost: 503\nbaserow: 200' }],
    lines: [],
    steps: [
      { state: 'done', title: '1. Detect', detail: ['declared by ', { person: 'yan', name: 'Yan' }] },
      { state: 'now', title: '2. Triage', detail: 'on call: team alerted' },
      { state: 'ahead', title: '3. Investigate', detail: 'responders: root cause' },
      { state: 'ahead', title: '4. Mitigate', detail: 'responders: service restored' },
    ],
  }
  expect(cardToText(steps, (person) => `@${person}`)).toBe(
    [
      '[SEV2] formation-hub - slow',
      '- Checks: docmost: 503',
      '  baserow: 200',
      '- 1. Detect - declared by @yan',
      '- 2. Triage (now) - on call: team alerted',
      '- Next: 3. Investigate, 4. Mitigate',
      '- Code INC-2-A - /ops approve INC-2-A',
      '- sev2 - runbook (https://example.org/r)',
    ].join('\n'),
  )
})

test('a surface may call people by its own names', () => {
  expect(textOf(['by ', { person: 'yan', name: 'Yan' }], (person) => `@${person}`)).toBe('by @yan')
})
