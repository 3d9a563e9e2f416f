import { describe, expect, it } from 'vitest'
import { cardOf } from '../../../../../src/notify/cards/index.ts'
import { lookAt, STARTED } from '../../../../fixtures/incident-run.ts'
import { completed, due, reported } from '../../../../fixtures/small-runs.ts'
import { read, spoken } from '../../../../fixtures/spoken.ts'
import { overCapacity } from '../../../../fixtures/sync-runs.ts'

const WORKING_DAY = 9 * 60
const taken = completed(overCapacity(), 'acknowledge', 5, 'yan')

describe('the card of an alert about hours', () => {
  it('is this card and no other', () => {
    expect(cardOf(overCapacity(), lookAt(0))).toEqual({
      title: 'Nadia Roux - 2.5 h over',
      status: 'warning',
      fields: [
        {
          label: 'Person',
          value: [
            { link: 'https://base.formation-hub.example/database/1/table/7/row/5', label: 'Nadia Roux' },
          ],
        },
        {
          label: 'Because of',
          value: [
            {
              link: 'https://base.formation-hub.example/database/1/table/9/row/17',
              label: 'intervention:17',
            },
          ],
        },
        { label: 'Since', value: '14:32' },
      ],
      lines: [
        [
          { person: 'corentin', name: 'Corentin' },
          ' and ',
          { person: 'yan', name: 'Yan' },
          " - take 2.5 h off the planning of Nadia Roux: move or give away what they can't do.",
        ],
        'This ends by itself when the hours are back.',
      ],
      buttons: [
        {
          label: 'Acknowledge',
          tone: 'primary',
          act: { kind: 'choose', run: 'CAP-1', step: 'over', choice: 'acknowledge' },
        },
        { label: 'Snooze 1 d', act: { kind: 'note', run: 'CAP-1', note: 'snooze1d' } },
        { label: 'Snooze 3 d', act: { kind: 'note', run: 'CAP-1', note: 'snooze3d' } },
        { label: 'Snooze 7 d', act: { kind: 'note', run: 'CAP-1', note: 'snooze7d' } },
      ],
      footer: 'CAP-1',
    })
  })

  it('rounds what a sum leaves behind', () => {
    expect(cardOf(overCapacity({ hours: '-2.4999999' }), lookAt(0)).title).toBe('Nadia Roux - 2.5 h over')
    expect(cardOf(overCapacity({ hours: '-3' }), lookAt(0)).title).toBe('Nadia Roux - 3 h over')
  })

  it('says who plans anew, and offers that it is left so', () => {
    expect(read(cardOf(taken, lookAt(6))).slice(3)).toEqual([
      '- Since: 14:32',
      '- Acknowledged: Yan at 14:37',
      "- Yan - take 2.5 h off the planning of Nadia Roux: move or give away what they can't do.",
      '- This ends by itself when the hours are back.',
      '- CAP-1',
      '[Leave it so]',
    ])
    const accepted = completed(taken, 'accept', 9, 'yan', { reason: 'Paid overtime' })
    expect(read(cardOf(accepted, lookAt(10)))).toMatchObject({ 0: 'Nadia Roux - 2.5 h over, left so' })
    expect(read(cardOf(accepted, lookAt(10))).slice(-3)).toEqual([
      '- Left so: Yan at 14:41',
      '- Why: Paid overtime',
      '- CAP-1',
    ])
  })

  it('calls whoever is on call where nobody is an owner', () => {
    const card = cardOf(overCapacity(), { ...lookAt(0), membersOf: () => [] })
    expect(card.lines[0]).toMatchObject([{ name: 'Corentin' }, expect.stringContaining('2.5 h')])
  })

  it('calls the admins again when whoever took it on left', () => {
    const card = cardOf(taken, { ...lookAt(6), knows: (id) => id !== 'yan' })
    expect(card.lines[0]).toMatchObject([{ name: 'Corentin' }, ' and ', { name: 'Yan' }, expect.any(String)])
  })

  it('says how many were mailed', () => {
    const mailed = reported(overCapacity(), 'mailed', 1, { sent: '2' })
    expect(read(cardOf(mailed, lookAt(1)))).toContain('- E-mailed: 2 admins')
    const off = reported(overCapacity(), 'unmailed', 1, { sent: '0', off: true })
    expect(read(cardOf(off, lookAt(1)))).toContain('- E-mailed: nobody')
  })
})

describe('what follows under it', () => {
  it('reminds of what nobody took on, and of what is not done', () => {
    expect(spoken(due(overCapacity(), 'stillOver', WORKING_DAY), 'capacity.still')).toEqual([
      'Still 2.5 h over - Nadia Roux',
      '- Corentin and Yan - over since 14:32. Acknowledge it, so that the others know who sees to it; or snooze it.',
      '[Acknowledge] [Snooze 1 d] [Snooze 3 d] [Snooze 7 d]',
    ])
    expect(spoken(due(taken, 'notReplanned', 5 + 7 * 24 * 60), 'capacity.still')).toEqual([
      'Still 2.5 h over - Nadia Roux',
      '- Yan - over since 23 Nov 14:32. Take it off the planning, or say why it is left so.',
      '[Leave it so]',
    ])
  })

  it('says that the hours are back', () => {
    const back = reported(taken, 'back', 90, { left: '1.5' })
    expect(spoken(back, 'capacity.back')).toEqual([
      'Hours are back - Nadia Roux',
      '- 1.5 h left. Nothing to do any more.',
    ])
    const card = cardOf(back, { ...lookAt(91), now: STARTED + 91 * 60_000 })
    expect([card.title, card.status, card.buttons]).toEqual(['Nadia Roux - hours are back', 'done', []])
    expect(read(card)).toContain('- Hours left: 1.5 h')
  })

  it('says who could not be mailed', () => {
    const off = reported(overCapacity(), 'unmailed', 1, { sent: '0', off: true })
    expect(spoken(off, 'capacity.unmailed')).toEqual([
      'Could not be mailed - CAP-1',
      '- Because: e-mail is off (no SMTP_URL)',
      '- Corentin and Yan - whoever is missing knows of this alert by its card alone: tell them.',
    ])
    const some = { sent: '1', failed: 'Yan: refused', without: 'Ludo' }
    expect(spoken(reported(overCapacity(), 'unmailed', 1, some), 'capacity.unmailed').slice(1, 3)).toEqual([
      '- Failed: Yan: refused',
      '- No address: Ludo',
    ])
  })
})
