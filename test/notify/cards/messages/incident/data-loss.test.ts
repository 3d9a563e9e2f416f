import { describe, expect, it } from 'vitest'
import { renderMessage } from '../../../../../src/notify/cards/index.ts'
import { cardToText } from '../../../../../src/notify/text.ts'
import {
  acknowledged,
  declared,
  lookAt,
  noted,
  resolved,
  timerFired,
} from '../../../../fixtures/incident-run.ts'
import { messageOf, spoken, withDirection, withoutYan } from '../../../../fixtures/spoken.ts'

const HOUR = 60
const taken = acknowledged(declared(), { minutes: 3, by: 'corentin' })
const flagged = noted(taken, 'dataLoss', {
  minutes: 10,
  by: 'nadia',
  fields: { what: 'The pages of this morning' },
})

describe('data that may be lost', () => {
  it('says what, who confirms, what that does, who is to know and what the law asks', () => {
    expect(spoken(flagged, 'incident.data-loss', withDirection)).toEqual([
      'Data may be lost - INC-1 [SEV1] Docmost is down',
      '- What: The pages of this morning',
      '- Corentin - you lead, so you confirm it. Confirming e-mails everybody once.',
      '- Yan and Ludo - for you to know.',
      '- GDPR art. 33: the data-protection authority is to be told within 72 h, by 26 Nov 14:42.',
      '[Confirm and e-mail everybody]',
    ])
    const { card, place } = messageOf(flagged, 'incident.data-loss')
    expect(place).toBe('thread_and_channel')
    expect(card.status).toBe('critical')
    expect(card.buttons).toEqual([
      {
        label: 'Confirm and e-mail everybody',
        tone: 'danger',
        act: {
          kind: 'note',
          run: 'INC-1',
          note: 'confirmDataLoss',
          form: 'incident.confirm-data-loss',
        },
      },
    ])
  })

  it('declared with it counts from the beginning; any responder may confirm while nobody leads', () => {
    const run = declared({ severity: 'sev1', title: 'Docmost is down', dataLoss: true })
    expect(spoken(run, 'incident.data-loss')).toEqual([
      'Data may be lost - INC-1 [SEV1] Docmost is down',
      '- What: Docmost is down',
      '- Corentin - any responder confirms it. Confirming e-mails everybody once.',
      '- Yan - for you to know.',
      '- GDPR art. 33: the data-protection authority is to be told within 72 h, by 26 Nov 14:32.',
      '[Confirm and e-mail everybody]',
    ])
  })

  it('found at the end says so from the resolution', () => {
    const fields = { cause: 'Disk', impact: 'Two pages lost', users: '2', dataLoss: 'yes' }
    const run = resolved(taken, { minutes: 30, by: 'corentin', fields })
    expect(spoken(run, 'incident.data-loss').slice(1, 3)).toEqual([
      '- What: Two pages lost',
      '- Corentin - you lead, so you confirm it. Confirming e-mails everybody once.',
    ])
  })

  it('that is confirmed waits for nobody', () => {
    const confirmed = noted(flagged, 'confirmDataLoss', {
      minutes: 12,
      by: 'corentin',
      fields: { summary: 'Pages are lost' },
    })
    const over = resolved(confirmed, { minutes: 30, by: 'corentin', fields: { impact: 'Pages' } })
    expect(spoken(over, 'incident.data-loss')).toContain(
      '- Confirmed; the e-mail to everybody is on its way.',
    )
  })

  it('in a drill e-mails nobody', () => {
    const drill = declared({ severity: 'sev1', title: 'Rehearsal', dataLoss: true, drill: true })
    const words = spoken(drill, 'incident.data-loss')
    expect(words[0]).toBe('DRILL - Data may be lost - INC-1 [SEV1] Rehearsal')
    expect(words).toContain('- A drill: nobody is e-mailed, and nothing is filed.')
  })

  it('led by somebody who left asks whoever is on call', () => {
    const run = noted(acknowledged(declared(), { minutes: 3, by: 'yan' }), 'dataLoss', {
      minutes: 10,
      by: 'nadia',
    })
    expect(spoken(run, 'incident.data-loss', withoutYan)).toContain(
      '- Corentin - Yan led it and left - any responder confirms it. Confirming e-mails everybody once.',
    )
  })
})

describe('the e-mail to everybody', () => {
  it.each([
    [{ sent: '4' }, ['Everybody was e-mailed - INC-1', '- Sent: 4']],
    [{ sent: '4', failed: '0', off: false }, ['Everybody was e-mailed - INC-1', '- Sent: 4']],
    [
      { sent: '3', failed: 'Ludo' },
      [
        'Not everybody was e-mailed - INC-1',
        '- Sent: 3',
        '- Failed: Ludo',
        '- Corentin - tell those another way.',
      ],
    ],
    [
      { sent: '3', without: 'Ludo' },
      [
        'Not everybody was e-mailed - INC-1',
        '- Sent: 3',
        '- No address: Ludo',
        '- Corentin - tell those another way.',
      ],
    ],
    [
      { sent: '0', off: true },
      [
        'Nobody was e-mailed - INC-1',
        '- E-mail is off: nobody was e-mailed.',
        '- Corentin - tell everybody another way; it is owed to them.',
      ],
    ],
  ])('%j', (fields, words) => {
    expect(spoken(noted(flagged, 'mailed', { minutes: 15, by: 'vigie', fields }), 'incident.mailed')).toEqual(
      words,
    )
  })
})

describe('the notice to the authority', () => {
  it('is asked for a day before', () => {
    const soon = timerFired(flagged, 'noticeSoon', 48 * HOUR + 10)
    expect(spoken(soon, 'incident.notice-soon', withDirection)).toEqual([
      '24 h left to tell the authority - INC-1',
      '- Corentin and Ludo - file the notice by 26 Nov 14:42 (GDPR art. 33): data may have been lost.',
      '[Authority notified]',
    ])
  })

  it('says how little is left when the warning itself is late', () => {
    const late = timerFired(flagged, 'noticeSoon', 60 * HOUR + 10, true)
    expect(spoken(late, 'incident.notice-soon')).toEqual([
      '12 h left to tell the authority - INC-1',
      '- Corentin - file the notice by 14:42 (GDPR art. 33): data may have been lost.',
      '- This is late by 12 h (restart).',
      '[Authority notified]',
    ])
  })

  it('says that none is left when the warning comes after its time', () => {
    const late = timerFired(flagged, 'noticeSoon', 80 * HOUR, true)
    expect(spoken(late, 'incident.notice-soon')[0]).toBe('No time left to tell the authority - INC-1')
  })

  it('is called for when the time is over', () => {
    const due = timerFired(flagged, 'noticeDue', 72 * HOUR + 10)
    expect(spoken(due, 'incident.notice-due', withDirection)).toEqual([
      'Tell the authority now - INC-1 [SEV1] Docmost is down',
      '- Corentin and Ludo - the 72 h of GDPR art. 33 are over. File the notice now.',
      '- A late notice gives the reasons for the delay (art. 33.1).',
      '[Authority notified]',
    ])
    expect(messageOf(due, 'incident.notice-due').place).toBe('thread_and_channel')
  })

  it.each([
    [50, 'Within the 72 h.'],
    [75, 'Late by 3 h.'],
  ])('filed after %i h says whether that was in time', (hours, words) => {
    const filed = noted(flagged, 'noticeFiled', {
      minutes: hours * HOUR + 10,
      by: 'corentin',
      fields: { reference: 'CNIL-42' },
    })
    const look = lookAt(hours * HOUR + 11)
    expect(spoken(filed, 'incident.notice-filed', look)).toEqual([
      'Authority notified - INC-1',
      '- Reference: CNIL-42',
      `- ${words}`,
      expect.stringMatching(/^- Corentin at \d\d:42$/),
    ])
    expect(messageOf(filed, 'incident.notice-filed').card.status).toBe('done')
    const index = filed.history.findIndex((entry) => entry.what === 'dataLoss')
    const flag = renderMessage(filed, 'incident.data-loss', index, look).card
    expect(cardToText(flag)).toMatch(/within 72 h, by (26 Nov )?14:42\.$/)
  })
})
