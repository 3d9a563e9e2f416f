import { describe, expect, it } from 'vitest'
import { patternCard, patternFields } from '../../../src/notify/cards/pattern.ts'
import { cardToText } from '../../../src/notify/text.ts'
import { declared, lookAt, STARTED } from '../../fixtures/incident-run.ts'
import { toldIncident } from '../../fixtures/told-incident.ts'

const DAY = 24 * 3_600_000

describe('the card of a pattern', () => {
  const earlier = [
    { ...declared({ title: 'Docmost is\nslow' }), id: 'INC-4', openedAt: STARTED - 3 * DAY },
    { ...declared({}), id: 'INC-3', openedAt: STARTED - 20 * DAY },
  ] as const
  const fields = patternFields({
    found: true,
    within: 30 * DAY,
    incidents: [
      { run: earlier[0], reasons: ['same_runbook', 'similar_title'] },
      { run: earlier[1], reasons: ['same_service'] },
    ],
  })
  const show = (noted: typeof fields) => {
    const run = toldIncident([{ minutes: 1, kind: 'noted', what: 'pattern', fields: noted }])
    const entry = run.history[1]
    return entry && patternCard(run, entry, lookAt(5))
  }

  it('says which incidents, why each, and what the playbook asks for', () => {
    expect(show(fields)).toEqual({
      title: 'Strategic escalation - 3 similar incidents within 30 d',
      status: 'critical',
      fields: [
        { label: 'INC-1', value: 'Docmost is down - 14:32 - this one' },
        { label: 'INC-4', value: 'Docmost is slow - 20 Nov 14:32 - same runbook, similar title' },
        { label: 'INC-3', value: 'Service degraded - 3 Nov 14:32 - same service' },
      ],
      lines: [
        [
          { person: 'corentin', name: 'Corentin' },
          ' and ',
          { person: 'yan', name: 'Yan' },
          ' - decide what changes, beyond this incident.',
        ],
        'The playbook asks for: escalade strategique (refactor architecture, ressources additionnelles, etc.)',
        'Runbooks: update them with what these incidents have in common.',
      ],
      buttons: [],
      footer: 'INC-1 [SEV1] Docmost is down',
    })
  })

  it('shows what there is when the note says less', () => {
    const card = show({ with: 'INC-4', why: 'same_service' })
    expect(card && cardToText(card)).toContain(
      'Strategic escalation - 2 similar incidents\n- INC-1: Docmost is down - 14:32 - this one\n- INC-4: same service\n',
    )
  })
})
