import { describe, expect, it } from 'vitest'
import { cardOf } from '../../../src/notify/cards/index.ts'
import { cardToText } from '../../../src/notify/text.ts'
import { acknowledged, declared, lookAt, noted, timerFired } from '../../fixtures/incident-run.ts'
import { field, words } from './reading.ts'

describe('what may help', () => {
  it('is the runbook, by a link and the words that chose it', () => {
    const facts = { severity: 'sev1', title: 'T', runbook: 'docmost-down', runbookBecause: 'docmost, down' }
    const link = 'https://github.com/acadenice/formation-hub/blob/HEAD/docs/runbooks/runbook-docmost-down.md'
    expect(field(declared(facts), 'Runbook')).toEqual([
      { link, label: 'Docmost is down' },
      ' - because of: docmost, down',
    ])
    expect(field(declared({ ...facts, runbook: 'removed' }), 'Runbook')).toBe(
      'removed - because of: docmost, down',
    )
    const look = { ...lookAt(0), fileLink: () => undefined }
    expect(cardToText(cardOf(declared(facts), look))).toContain(
      '- Runbook: Docmost is down - docs/runbooks/runbook-docmost-down.md - because of: docmost, down',
    )
  })

  it('is what changed, what the checks said and how old that is, and a workaround', () => {
    const suspects = {
      suspects: 'release v1.4.2 - 12:32 - https://github.com/a/b/releases/1\npg 8.12 - 09:32',
    }
    const looked = noted(declared({ severity: 'sev3', title: 'T' }), 'suspects', {
      minutes: 1,
      by: 'vigie',
      fields: suspects,
    })
    const first = noted(looked, 'checked', { minutes: 2, by: 'vigie', fields: { docmost: 'no answer' } })
    const second = noted(first, 'checked', {
      minutes: 4,
      by: 'vigie',
      fields: { docmost: '503, expected 200', baserow: '200' },
    })
    const told = noted(second, 'workaround', { minutes: 5, by: 'yan', fields: { workaround: 'Use the API' } })
    expect(words(told, 7)).toContain(
      [
        '- Checks: docmost: 503, expected 200',
        '  baserow: 200',
        '  at 14:36 - 3 min ago',
        '- Suspects: release v1.4.2 - 12:32 (https://github.com/a/b/releases/1)',
        '  pg 8.12 - 09:32',
        '- Workaround: Use the API',
      ].join('\n'),
    )
  })

  it('is the release that may be rolled back, and then its rollback', () => {
    const fields = { suspectRelease: 'REL-7', suspectVersion: 'v1.4.0' }
    const suspected = noted(declared(), 'suspect', { minutes: 1, by: 'vigie', fields })
    expect(field(suspected, 'Release')).toBe('v1.4.0 (REL-7) - the last one before it')
    expect(cardOf(suspected, lookAt(1)).buttons.map(({ label }) => label)).toContain('Rollback')
    const linked = noted(suspected, 'linked', { minutes: 2, by: 'vigie', fields: { rollback: 'RBK-2' } })
    expect(field(linked, 'Release')).toBe('rollback RBK-2')
    expect(cardOf(linked, lookAt(2)).buttons.map(({ label }) => label)).not.toContain('Rollback')
  })

  it('is followed by the issue and the pattern', () => {
    const opened = noted(declared({ severity: 'sev3', title: 'T' }), 'issued', {
      minutes: 1,
      by: 'vigie',
      fields: { issue: '12', issueUrl: 'https://github.com/a/b/issues/12' },
    })
    expect(field(opened, 'Issue')).toEqual([{ link: 'https://github.com/a/b/issues/12', label: '#12' }, ''])
    const closed = noted(opened, 'issueClosed', { minutes: 2, by: 'vigie' })
    expect(words(closed)).toContain('- Issue: #12 (https://github.com/a/b/issues/12) - closed')
    const similar = { with: 'INC-3, INC-7', why: 'the same service' }
    const pattern = noted(closed, 'pattern', { minutes: 3, by: 'vigie', fields: similar })
    expect(words(pattern)).toContain('- Pattern: the same as INC-3, INC-7')
  })
})

describe('data that may be lost', () => {
  const flagged = noted(acknowledged(declared(), { minutes: 3, by: 'corentin' }), 'dataLoss', {
    minutes: 4,
    by: 'nadia',
  })
  const confirmed = noted(flagged, 'confirmDataLoss', { minutes: 6, by: 'corentin' })

  it('is flagged, confirmed by the lead and mailed, and the authority waits', () => {
    const due = '\n  authority to be notified by 26 Nov 14:36 - in '
    expect(words(flagged, 64)).toContain(
      `- Data loss: yes - flagged by Nadia at 14:36, not confirmed yet${due}3 d\n`,
    )
    expect(words(confirmed, 64)).toContain(`- Data loss: yes - confirmed by Corentin at 14:38${due}`)
    const mailed = noted(confirmed, 'mailed', { minutes: 7, by: 'vigie', fields: { sent: '12' } })
    expect(words(mailed, 64)).toContain('confirmed by Corentin at 14:38, e-mailed to 12 at 14:39\n')
    const some = noted(confirmed, 'mailed', {
      minutes: 7,
      by: 'vigie',
      fields: { sent: '11', without: 'Zoe' },
    })
    expect(words(some, 64)).toContain('e-mailed to 11 at 14:39, not to everybody\n')
    const off = noted(confirmed, 'mailed', { minutes: 7, by: 'vigie', fields: { sent: '0', off: true } })
    expect(words(off, 64)).toContain('confirmed by Corentin at 14:38, nobody e-mailed: e-mail is off\n')
  })

  it('stays in sight when the notice is overdue, until it was filed with its reference', () => {
    const late = timerFired(flagged, 'noticeDue', 4 + 72 * 60)
    expect(words(late, 4 + 74 * 60)).toContain('authority to be notified by 14:36 - overdue by 2 h\n')
    const reference = { reference: 'CNIL-77' }
    const filed = noted(late, 'noticeFiled', { minutes: 5_000, by: 'yan', fields: reference })
    expect(words(filed, 5_000)).toContain('\n  authority notified at 01:52 - reference CNIL-77\n')
  })
})
