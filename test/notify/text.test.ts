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

test('a surface may call people by its own names', () => {
  expect(textOf(['by ', { person: 'yan', name: 'Yan' }], (person) => `@${person}`)).toBe('by @yan')
})
