import { describe, expect, it } from 'vitest'
import { renderMessage } from '../../../src/notify/cards/index.ts'
import { documentText } from '../../../src/notify/documents/document.ts'
import { postMortem } from '../../../src/notify/documents/post-mortem.ts'
import {
  acknowledged,
  chosen,
  declared,
  lookAt,
  noted,
  resolved,
  STARTED,
  timerFired,
} from '../../fixtures/incident-run.ts'
import { field, labels, words } from './reading.ts'

const resolution = { cause: 'Logs filled the disk', impact: 'No saving', users: '40', dataLoss: 'no' }

describe('a resolved incident', () => {
  const taken = acknowledged(declared(), { minutes: 3, by: 'corentin' })
  const over = resolved(taken, { minutes: 65, by: 'yan', fields: resolution })

  it('is the resolved template with the computed duration while its post-mortem is outstanding', () => {
    expect(words(over, 95)).toBe(
      [
        '[SEV1 RESOLVED] formation-hub - back online',
        '- Symptom: Docmost is down',
        '- Duration down: 1h05m',
        '- Root cause: Logs filled the disk',
        '- Impact: No saving - users affected: 40 - data loss: no',
        '- Post-mortem: docs/post-mortems/2026-11-23-docmost-is-down.md (published within 7 days)',
        '- Post-mortem due: 30 Nov 15:37 - in 7 d',
        '- 1. Detect - declared by Nadia at 14:32',
        '- 2. Triage - acknowledged by Corentin at 14:35',
        '- 3. Investigate - resolved by Yan at 15:37',
        '- 7. Post-mortem (now) - lead: post-mortem published, action items open',
        '- INC-1 - declared by Nadia at 14:32',
      ].join('\n'),
    )
    expect(labels(over)).toEqual(['Action item', 'Write post-mortem', 'Data loss', 'Published'])
  })

  it('leads to the pull request, and says when the post-mortem is overdue', () => {
    const pull = { pull: '34', pullUrl: 'https://github.com/a/b/pull/34' }
    const proposed = noted(over, 'proposed', { minutes: 66, by: 'vigie', fields: pull })
    expect(field(proposed, 'Pull request')).toEqual([{ link: pull.pullUrl, label: '#34' }])
    const late = timerFired(proposed, 'postmortemDue', 65 + 7 * 24 * 60)
    expect(words(late, 65 + 9 * 24 * 60)).toContain('- Post-mortem due: 30 Nov 15:37 - overdue by 2 d\n')
  })

  it('that lost data says so, whoever said it first', () => {
    const said = resolved(taken, { minutes: 65, by: 'yan', fields: { ...resolution, dataLoss: 'yes' } })
    expect(words(said, 66)).toContain(' - data loss: yes\n')
    const flagged = noted(taken, 'dataLoss', { minutes: 4, by: 'nadia' })
    const no = resolved(flagged, { minutes: 65, by: 'yan', fields: resolution })
    expect(words(no, 66)).toContain(' - data loss: yes\n')
    expect(words(no, 66)).toContain('- Data loss: yes - flagged by Nadia at 14:36, not confirmed yet\n')
  })

  it('was down from when the monitor saw it until it was restored, as its post-mortem says too', () => {
    const since = String(STARTED - 2 * 60_000)
    const seen = acknowledged(declared({ severity: 'sev1', title: 'Docmost is down', since }), {
      minutes: 3,
      by: 'corentin',
    })
    const repaired = chosen(chosen(seen, 'cause', { minutes: 10, by: 'yan' }), 'mitigated', {
      minutes: 60,
      by: 'yan',
    })
    const end = resolved(repaired, { minutes: 65, by: 'yan', fields: resolution })
    expect(field(end, 'Duration down')).toBe('1h02m')
    expect(documentText(postMortem(end, lookAt(70), []))).toContain('- Duree downtime : 1h 2m\n')
  })

  it('tells who merged its post-mortem, and no more when that was due', () => {
    const late = timerFired(over, 'postmortemDue', 65 + 7 * 24 * 60)
    const merged = chosen(late, 'published', {
      minutes: 65 + 8 * 24 * 60,
      by: 'vigie',
      fields: { by: 'yan-gh' },
    })
    expect(words(merged, 65 + 8 * 24 * 60)).toContain(' - published by yan-gh at 15:37\n')
    expect(field(merged, 'Post-mortem due')).toBeUndefined()
  })

  it('is over when the post-mortem is published, and has no button left', () => {
    const published = chosen(over, 'published', { minutes: 120, by: 'corentin' })
    expect(published.state).toBe('finished')
    const path = 'docs/post-mortems/2026-11-23-docmost-is-down.md'
    expect(words(published, 130)).toBe(
      [
        '[SEV1 RESOLVED] formation-hub - back online',
        '- Symptom: Docmost is down',
        '- Duration down: 1h05m',
        '- Root cause: Logs filled the disk',
        '- Impact: No saving - users affected: 40 - data loss: no',
        `- Post-mortem: ${path} (https://github.com/acadenice/formation-hub/blob/HEAD/${path}) - published by Corentin at 16:32`,
        '- INC-1 - declared by Nadia at 14:32',
      ].join('\n'),
    )
    expect(labels(published)).toEqual([])
  })

  it('of SEV3 is over at once and promises no post-mortem, unless it is a pattern', () => {
    const minor = acknowledged(declared({ severity: 'sev3', title: 'Typo' }), { minutes: 1, by: 'yan' })
    const end = resolved(minor, { minutes: 2, by: 'yan', fields: resolution })
    expect(words(end)).not.toContain('Post-mortem')
    expect(labels(end)).toEqual([])
    const pattern = noted(minor, 'pattern', { minutes: 1, by: 'vigie' })
    expect(words(resolved(pattern, { minutes: 2, by: 'yan', fields: resolution }))).toContain(
      '- Post-mortem: ',
    )
  })
})

describe('a drill', () => {
  const drill = declared({ severity: 'sev1', title: 'Docmost is down', drill: true })

  it('is marked in every title, and says what it is', () => {
    expect(words(drill)).toContain('[DRILL SEV1] formation-hub - Docmost is down\n')
    expect(words(drill)).toContain('- Drill - nobody outside is told\n')
    const over = resolved(drill, { minutes: 2, by: 'yan', fields: resolution })
    expect(words(over)).toContain('[DRILL SEV1 RESOLVED] formation-hub - back online\n')
    expect(words(over)).toContain('- Drill - nobody outside is told\n')
    expect(renderMessage(over, 'incident.resolved', over.history.length - 1, lookAt(2)).card.title).toBe(
      '[DRILL SEV1 RESOLVED] formation-hub - back online',
    )
    const alert = declared({ title: 'HTTP 502', drill: true })
    expect(words(alert)).toContain('[DRILL ALERT] formation-hub - HTTP 502\n')
    expect(words(chosen(alert, 'ignore', { minutes: 1, by: 'yan' }))).toContain('[DRILL ALERT IGNORED] ')
  })
})
