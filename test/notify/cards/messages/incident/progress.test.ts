import { describe, expect, it } from 'vitest'
import { acknowledged, declared, noted, STARTED, updated } from '../../../../fixtures/incident-run.ts'
import { messageOf, spoken } from '../../../../fixtures/spoken.ts'

const taken = acknowledged(declared(), { minutes: 3, by: 'corentin' })

describe('an update', () => {
  it('says where it stands, in the words of the template', () => {
    const fields = { investigating: 'The disk is full', eta: '15:00' }
    expect(spoken(updated(taken, { minutes: 10, by: 'yan', fields }), 'incident.update')).toEqual([
      'Update - INC-1',
      '- Investigating: The disk is full',
      '- ETA: 15:00',
      '- Yan at 14:42',
    ])
  })

  it('says "investigating" where no time is known, and what users read', () => {
    const fields = { investigating: 'Restoring', public: 'We are on it' }
    expect(spoken(updated(taken, { minutes: 10, by: 'yan', fields }), 'incident.update')).toEqual([
      'Update - INC-1',
      '- Investigating: Restoring',
      '- ETA: investigating',
      '- Status banner: We are on it',
      '- Yan at 14:42',
    ])
  })
})

describe('a note', () => {
  it('is told now, maybe about an earlier minute', () => {
    const plain = noted(taken, 'note', { minutes: 10, by: 'nadia', fields: { text: 'Saving works again' } })
    expect(spoken(plain, 'incident.note')).toEqual([
      'Note - INC-1',
      '- Saving works again',
      '- Nadia at 14:42',
    ])
    const fields = { text: 'The first complaint', at: '14:20' }
    expect(spoken(noted(taken, 'note', { minutes: 10, by: 'nadia', fields }), 'incident.note')).toContain(
      '- At 14:20: The first complaint',
    )
    const exact = { text: 'The first complaint', at: String(STARTED - 12 * 60_000) }
    expect(
      spoken(noted(taken, 'note', { minutes: 10, by: 'nadia', fields: exact }), 'incident.note'),
    ).toContain('- At 14:20: The first complaint')
  })
})

describe('a workaround', () => {
  const bug = acknowledged(declared({ severity: 'sev3', title: 'Typo' }), { minutes: 3, by: 'yan' })
  const part = { minutes: 10, by: 'yan', fields: { workaround: 'Reload the page' } }

  it('names the issue that documents it', () => {
    const issued = noted(bug, 'issued', {
      minutes: 5,
      by: 'vigie',
      fields: { issue: '12', issueUrl: 'https://github.com/acadenice/formation-hub/issues/12' },
    })
    expect(spoken(noted(issued, 'workaround', part), 'incident.workaround')).toEqual([
      'Workaround - INC-1',
      '- Reload the page',
      '- Documented in the issue #12 (https://github.com/acadenice/formation-hub/issues/12).',
      '- Yan at 14:42',
    ])
  })

  it('stands alone while there is no issue', () => {
    expect(spoken(noted(bug, 'workaround', part), 'incident.workaround')).toEqual([
      'Workaround - INC-1',
      '- Reload the page',
      '- Yan at 14:42',
    ])
  })
})

describe('a role', () => {
  it.each([
    ['comms', 'Nadia takes communications', 'Updates come from there, every 30 min at least.'],
    ['scribe', 'Nadia is scribe', 'Notes for the timeline come from there.'],
  ])('%s', (note, title, duty) => {
    const run = noted(taken, note, { minutes: 5, by: 'nadia' })
    expect(spoken(run, 'incident.role')).toEqual([
      `${title} - INC-1`,
      '- Lead: Corentin',
      `- Communications: ${note === 'comms' ? 'Nadia' : 'nobody yet'}`,
      `- Scribe: ${note === 'scribe' ? 'Nadia' : 'nobody yet'}`,
      `- ${duty}`,
      '- Nadia at 14:37',
    ])
  })

  it('of the lead may be taken over', () => {
    expect(spoken(noted(taken, 'takeover', { minutes: 5, by: 'yan' }), 'incident.role')).toEqual([
      'Yan leads - INC-1',
      '- Lead: Yan',
      '- Communications: nobody yet',
      '- Scribe: nobody yet',
      '- Taken over from Corentin.',
      '- Decisions and updates come from there, an update every 30 min at least.',
      '- Yan at 14:37',
    ])
  })

  it('that nobody had is not taken over from anybody', () => {
    const gone = noted(taken, 'leadGone', { minutes: 5, by: 'vigie' })
    expect(spoken(noted(gone, 'lead', { minutes: 6, by: 'yan' }), 'incident.role').join('\n')).not.toContain(
      'Taken over',
    )
  })
})

describe('another severity', () => {
  it('says from which, why, and what is owed now', () => {
    const small = declared({ severity: 'sev2', title: 'Slow' })
    const grown = noted(small, 'severity', {
      minutes: 5,
      by: 'yan',
      fields: { severity: 'sev1', reason: 'Nobody can save' },
    })
    expect(spoken(grown, 'incident.severity')).toEqual([
      'SEV2 is SEV1 now - INC-1',
      '- From: SEV2',
      '- To: SEV1',
      '- Why: Nobody can save',
      '- Target: acknowledged within 15 min, an update every 30 min',
      '- Corentin - you are on call, please acknowledge.',
      '- Yan at 14:37',
    ])
    expect(messageOf(grown, 'incident.severity').card.status).toBe('critical')
  })

  it('owes no acknowledgement twice, and may stay what it is', () => {
    const fields = { severity: 'sev3', reason: 'One page only' }
    expect(
      spoken(noted(taken, 'severity', { minutes: 5, by: 'yan', fields }), 'incident.severity'),
    ).toContain('- Target: an update every 24 h')
    const same = noted(taken, 'severity', {
      minutes: 5,
      by: 'yan',
      fields: { severity: 'sev1', reason: 'x' },
    })
    expect(spoken(same, 'incident.severity')[0]).toBe('Severity stays SEV1 - INC-1')
  })
})
