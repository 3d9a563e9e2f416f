import { describe, expect, it } from 'vitest'
import { cardOf, MESSAGES, renderMessage, threadOf } from '../../../src/notify/cards/index.ts'
import { timelineOf } from '../../../src/notify/cards/timeline.ts'
import { cardToText } from '../../../src/notify/text.ts'
import { PLAYBOOKS } from '../../../src/playbooks/index.ts'
import { acknowledged, declared, lookAt, resolved, timerFired, updated } from '../../fixtures/incident-run.ts'

const resolution = { cause: 'Logs filled the disk', impact: 'No saving', users: '40', dataLoss: 'no' }

/** As the person who reads it aloud would. */
const words = (run: Parameters<typeof cardOf>[0], minutes = 0) => cardToText(cardOf(run, lookAt(minutes)))

describe('the card of an incident', () => {
  it('is the template of the playbook', () => {
    expect(cardOf(declared(), lookAt(0))).toEqual({
      title: '[SEV1] formation-hub - Docmost is down',
      status: 'critical',
      fields: [
        { label: 'Symptom', value: 'Docmost is down' },
        { label: 'Started', value: '14:32' },
        {
          label: 'Investigating',
          value: [
            'nobody yet - calling ',
            { person: 'corentin', name: 'Corentin' },
            ', to be acknowledged by 14:47',
          ],
        },
        { label: 'ETA', value: 'investigating' },
        { label: 'Channel', value: '#ops' },
      ],
      lines: [],
      buttons: [
        {
          label: 'Acknowledge',
          tone: 'primary',
          act: { kind: 'choose', run: 'INC-1', step: 'triage', choice: 'acknowledge', code: 'INC-1-A' },
        },
        { label: 'Update', act: { kind: 'note', run: 'INC-1', note: 'update', form: 'incident.update' } },
        {
          label: 'Resolve',
          act: {
            kind: 'choose',
            run: 'INC-1',
            step: 'triage',
            choice: 'resolve',
            code: 'INC-1-A',
            form: 'incident.resolve',
          },
        },
      ],
      code: 'INC-1-A',
      footer: ['INC-1 - declared by ', { person: 'nadia', name: 'Nadia' }, ' at 14:32'],
    })
  })

  it('says "Service degraded" when nobody gave a title, as the playbook does', () => {
    const text = words(declared({ severity: 'sev2' }))
    expect(text).toContain('[SEV2] formation-hub - Service degraded')
    expect(text).toContain('- Symptom: not described yet')
  })

  it('shows what was answered in the form', () => {
    const facts = { severity: 'sev1', title: 'T', symptom: 'Error 502', userFacing: true, dataLoss: true }
    expect(words(declared(facts))).toContain('- Symptom: Error 502\n')
    expect(words(declared(facts))).toContain('- User-facing: yes\n- Data loss: yes')
  })

  it('names who took it, then what the last update says', () => {
    const taken = acknowledged(declared(), { minutes: 3, by: 'corentin' })
    expect(words(taken)).toContain('- Investigating: Corentin since 14:35')
    expect(words(taken)).not.toContain('Code')
    const told = updated(taken, {
      minutes: 10,
      by: 'yan',
      fields: { investigating: 'Disk is full', eta: '15:00' },
    })
    expect(words(told)).toContain('- Investigating: Disk is full (Yan at 14:42)\n- ETA: 15:00')
    const silentOnEta = updated(told, { minutes: 20, by: 'yan', fields: { investigating: 'Cleaning' } })
    expect(words(silentOnEta)).toContain('- ETA: investigating')
  })

  it('becomes the resolved template with the computed duration, and has no button left', () => {
    const taken = acknowledged(declared(), { minutes: 3, by: 'corentin' })
    const over = resolved(taken, { minutes: 65, by: 'yan', fields: resolution })
    const text = words(over, 65)
    expect(text).toBe(
      [
        '[SEV1 RESOLVED] formation-hub - back online',
        '- Symptom: Docmost is down',
        '- Duration down: 1h05m',
        '- Root cause: Logs filled the disk',
        '- Impact: No saving - users affected: 40 - data loss: no',
        '- Post-mortem: docs/post-mortems/2026-11-23-docmost-is-down.md (published within 7 days)',
        '- INC-1 - declared by Nadia at 14:32',
      ].join('\n'),
    )
    expect(cardOf(over, lookAt(65)).buttons).toEqual([])
  })

  it('promises no post-mortem for SEV3', () => {
    const over = resolved(
      acknowledged(declared({ severity: 'sev3', title: 'Typo' }), { minutes: 1, by: 'yan' }),
      { minutes: 2, by: 'yan', fields: resolution },
    )
    expect(words(over)).not.toContain('Post-mortem')
  })

  it('shows the date when it is not today any more', () => {
    expect(words(declared(), 24 * 60)).toContain('- Started: 23 Nov 14:32')
  })
})

describe('what stands under the card', () => {
  it('is composed from the history, in the words that the chat got', () => {
    const nagged = timerFired(timerFired(declared(), 'unacknowledged', 15), 'remind', 37, true)
    const over = resolved(acknowledged(nagged, { minutes: 40, by: 'yan' }), {
      minutes: 50,
      by: 'yan',
      fields: resolution,
    })
    const thread = threadOf(over, lookAt(50))
    expect(thread.replies.map((reply) => reply.card.title)).toEqual([
      'Not acknowledged - INC-1 [SEV1] Docmost is down',
      'Update due - INC-1',
      '[SEV1 RESOLVED] formation-hub - back online',
    ])
    expect(thread.open).toBe(false)
  })

  it('says by how much a reminder is late, and why', () => {
    const late = timerFired(acknowledged(declared(), { minutes: 1, by: 'yan' }), 'remind', 37, true)
    expect(
      cardToText(renderMessage(late, 'incident.reminder', late.history.length - 1, lookAt(37)).card),
    ).toBe(
      [
        'Update due - INC-1',
        '- Yan - no update since it was declared. Say where it stands, every 30 min at least: Update on the card.',
        '- This is late by 7 min (restart).',
      ].join('\n'),
    )
  })

  it('has a line for each thing that happened', () => {
    const told = updated(acknowledged(declared(), { minutes: 3, by: 'yan' }), {
      minutes: 5,
      by: 'yan',
      fields: { investigating: 'Disk', eta: '15:00' },
    })
    const lines = timelineOf(timerFired(told, 'remind', 44), lookAt(50))
    const spoken = lines.map(
      ({ when, what }) =>
        `${when} ${cardToText({ title: '', status: 'info', fields: [], lines: [what], buttons: [] }).slice(3)}`,
    )
    expect(spoken).toEqual([
      '14:32 declared by Nadia (slack)',
      '14:35 acknowledged by Yan (slack)',
      '14:37 updated by Yan (slack) - investigating: Disk - eta: 15:00',
      '15:16 reminder: an update was due - late by 9 min',
    ])
  })
})

describe('every message that a playbook wishes for', () => {
  it('has a template, and one of them follows the run', () => {
    for (const playbook of Object.values(PLAYBOOKS)) {
      const text = JSON.stringify(playbook)
      const wished = [...text.matchAll(/"post":"([^"]+)"/g)].map((match) => match[1] ?? '')
      expect(wished.length).toBeGreaterThan(0)
      for (const name of wished) expect(Object.keys(MESSAGES)).toContain(name)
      expect(MESSAGES[`${playbook.name}.card`]?.follows).toBe(true)
    }
  })

  it('is a fault of ours when it is unknown', () => {
    expect(() => renderMessage(declared(), 'incident.nonsense', 0, lookAt(0))).toThrow(
      'no message "incident.nonsense"',
    )
  })
})
