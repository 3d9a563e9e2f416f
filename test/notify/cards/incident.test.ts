import { describe, expect, it } from 'vitest'
import { cardOf, MESSAGES, renderMessage, threadOf } from '../../../src/notify/cards/index.ts'
import { cardToText } from '../../../src/notify/text.ts'
import { PLAYBOOKS } from '../../../src/playbooks/index.ts'
import {
  acknowledged,
  declared,
  lookAt,
  noted,
  resolved,
  timerFired,
  updated,
} from '../../fixtures/incident-run.ts'
import { words } from './reading.ts'

const resolution = { cause: 'Logs filled the disk', impact: 'No saving', users: '40', dataLoss: 'no' }

describe('the card of an incident', () => {
  it('is the template of the playbook, with the target and where it stands', () => {
    expect(cardOf(declared(), lookAt(3))).toEqual({
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
        { label: 'Target', value: 'acknowledge by 14:47 - in 12 min' },
      ],
      lines: [],
      steps: [
        {
          state: 'done',
          title: '1. Detect',
          detail: ['declared by ', { person: 'nadia', name: 'Nadia' }, ' at 14:32'],
        },
        { state: 'now', title: '2. Triage', detail: 'on call: team alerted' },
        { state: 'ahead', title: '3. Investigate', detail: 'responders: root cause or strong hypothesis' },
        { state: 'ahead', title: '4. Mitigate', detail: 'responders: service restored' },
        { state: 'ahead', title: '5. Verify', detail: 'lead and responders: production confirmed' },
        {
          state: 'ahead',
          title: '6. Communicate',
          detail: 'lead or communications: team and users informed',
        },
        {
          state: 'ahead',
          title: '7. Post-mortem',
          detail: 'lead: post-mortem published, action items open',
        },
      ],
      buttons: [
        {
          label: 'Acknowledge',
          tone: 'primary',
          act: { kind: 'choose', run: 'INC-1', step: 'triage', choice: 'acknowledge', code: 'INC-1-A' },
        },
        { label: 'Update', act: { kind: 'note', run: 'INC-1', note: 'update', form: 'incident.update' } },
        {
          label: 'Data loss',
          tone: 'danger',
          act: { kind: 'note', run: 'INC-1', note: 'dataLoss', form: 'incident.data-loss' },
        },
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

  it('names everybody who was called so far, each once', () => {
    const called = timerFired(timerFired(declared(), 'callBackup', 5), 'callOwners', 10)
    expect(words(called, 11)).toContain('nobody yet - calling Corentin, Yan, to be acknowledged by 14:47')
  })

  it('shows the date when it is not today any more', () => {
    expect(words(declared(), 24 * 60)).toContain('- Started: 23 Nov 14:32')
  })
})

describe('the target', () => {
  const taken = (minutes: number, run = declared()) => acknowledged(run, { minutes, by: 'corentin' })

  it('counts down, and says so when its timer is late', () => {
    expect(words(declared(), 14.5)).toContain('- Target: acknowledge by 14:47 - in 30 s')
    expect(words(declared(), 17)).toContain('- Target: acknowledge by 14:47 - overdue by 2 min')
  })

  it('is met', () => {
    expect(words(taken(3))).toContain('- Target: acknowledged in 3 min - target 15 min\n')
    const calm = taken(65, declared({ severity: 'sev2' }))
    expect(words(calm, 70)).toContain('- Target: acknowledged in 1 h 5 min - target 4 working h\n')
  })

  it('is missed at the time when it was due, however late the timer came', () => {
    const missed = timerFired(declared(), 'breach', 20)
    expect(words(missed, 20)).toContain('- Target: missed at 14:47 - nobody acknowledged yet')
    expect(words(taken(22, missed), 22)).toContain(
      '- Target: acknowledged in 22 min - target 15 min - missed at 14:47',
    )
  })
})

describe('the roles', () => {
  const taken = acknowledged(declared(), { minutes: 3, by: 'corentin' })

  it('are shown with whoever has them now', () => {
    const joined = noted(noted(taken, 'comms', { minutes: 4, by: 'nadia' }), 'scribe', {
      minutes: 5,
      by: 'yan',
    })
    expect(words(joined)).toContain('- Roles: Lead Corentin - Communications Nadia - Scribe Yan')
    const over = noted(joined, 'takeover', { minutes: 6, by: 'yan' })
    expect(words(over)).toContain('- Roles: Lead Yan - ')
    expect(words(over)).toContain('- Investigating: Yan since 14:38')
  })

  it('say when the lead left the directory, and when nobody leads', () => {
    const stranger = acknowledged(declared(), { minutes: 3, by: 'zoe' })
    expect(words(stranger)).toContain('- Investigating: zoe (gone) since 14:35')
    expect(words(stranger)).toContain('- Roles: Lead zoe (gone)')
    const unled = noted(taken, 'leadGone', { minutes: 9, by: 'vigie' })
    expect(words(unled)).toContain('- Investigating: nobody leads')
    expect(words(unled)).toContain('- Roles: Lead nobody')
  })
})

describe('what stands under the card', () => {
  it('is composed from the history, in the words that the chat got', () => {
    const nagged = timerFired(timerFired(declared(), 'callBackup', 15), 'remind', 37, true)
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
    // The run stays open for its post-mortem; the channel counts it with those that are over.
    expect(over.state).toBe('open')
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
