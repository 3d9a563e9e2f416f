import { describe, expect, it } from 'vitest'
import type { Run } from '../../../../../src/engine/run.ts'
import {
  acknowledged,
  chosen,
  declared,
  noted,
  resolved,
  timerFired,
} from '../../../../fixtures/incident-run.ts'
import { messageOf, spoken, withoutYan } from '../../../../fixtures/spoken.ts'

const DAY = 24 * 60
const REPOSITORY = 'https://github.com/acadenice/formation-hub'
const resolution = { cause: 'Logs filled the disk', impact: 'No saving', users: '40', dataLoss: 'no' }

const taken = acknowledged(declared(), { minutes: 3, by: 'yan' })
const over = resolved(taken, { minutes: 65, by: 'yan', fields: resolution })
const proposal = { pull: '7', pullUrl: `${REPOSITORY}/pull/7` }

function told(run: Run, note: string, fields: Record<string, string | boolean>, minutes = 70): Run {
  return noted(run, note, { minutes, by: 'vigie', fields })
}

it('the end is said in the words of the playbook, to the whole channel', () => {
  expect(messageOf(over, 'incident.resolved').place).toBe('thread_and_channel')
  const words = spoken(over, 'incident.resolved')
  expect(words[0]).toBe('[SEV1 RESOLVED] formation-hub - back online')
  expect(words).toContain('- Root cause: Logs filled the disk')
  expect(words.join('\n')).toMatch(/- Duration down: 1h0\dm/)
  expect(words.join('\n')).toMatch(/- Impact: No saving - users affected: 40 - data loss: no/)
  expect(words.join('\n')).toMatch(/- Post-mortem: docs\/post-mortems\/2026-11-23-docmost-is-down\.md/)
})

describe('the post-mortem', () => {
  it('is proposed to those who write it, with the day', () => {
    expect(spoken(told(over, 'proposed', proposal), 'incident.proposed')).toEqual([
      'Post-mortem proposed - INC-1',
      `- The draft, written from the timeline: #7 (${REPOSITORY}/pull/7).`,
      '- Yan - complete it and merge it by 30 Nov 15:37.',
      '[Published]',
    ])
  })

  it('keeps what people wrote', () => {
    const run = told(over, 'proposed', {
      ...proposal,
      kept: 'Impact, Lessons learned',
      path: 'docs/post-mortems/x.md',
    })
    expect(spoken(run, 'incident.proposed')).toEqual([
      'Post-mortem proposed - INC-1',
      `- The draft, written from the timeline: #7 (${REPOSITORY}/pull/7), docs/post-mortems/x.md.`,
      '- Kept as people wrote them: Impact, Lessons learned.',
      '- Yan - complete it and merge it by 30 Nov 15:37.',
      '[Published]',
    ])
  })

  it('is reminded of until it is published', () => {
    expect(spoken(timerFired(over, 'postmortemRemind', 65 + 2 * DAY), 'incident.postmortem-remind')).toEqual([
      'Post-mortem not published - INC-1',
      '- Yan - it is to be published by 30 Nov 15:37.',
      '- There is no draft yet: ask for one.',
      '[Write post-mortem] [Published]',
    ])
    const drafted = told(over, 'proposed', proposal)
    const late = timerFired(
      timerFired(drafted, 'postmortemDue', 65 + 7 * DAY),
      'postmortemRemind',
      65 + 9 * DAY,
      true,
    )
    expect(spoken(late, 'incident.postmortem-remind', withoutYan)).toEqual([
      'Post-mortem not published - INC-1',
      '- Corentin - Yan led it and left - it is to be published: late by 2 d.',
      `- The draft: #7 (${REPOSITORY}/pull/7).`,
      '- This is late by 7 d (restart).',
      '[Published]',
    ])
    expect(messageOf(late, 'incident.postmortem-remind').card.status).toBe('warning')
  })

  it('is due after seven days', () => {
    expect(spoken(timerFired(over, 'postmortemDue', 65 + 7 * DAY), 'incident.postmortem-due')).toEqual([
      'Post-mortem due - INC-1',
      '- Yan - the 7 d are over: publish it, short rather than late.',
      '- There is no draft yet: ask for one.',
      '[Write post-mortem] [Published]',
    ])
  })

  it('is shared with everybody once it is published', () => {
    const run = chosen(told(over, 'proposed', proposal), 'published', { minutes: 90, by: 'corentin' })
    expect(spoken(run, 'incident.published')).toEqual([
      'Post-mortem published - INC-1 Docmost is down',
      `- For everybody to read: #7 (${REPOSITORY}/pull/7).`,
      '- Its action items are followed until they are done. Update the runbooks where they fell short.',
      '- Corentin at 16:02',
      '[Action item]',
    ])
    expect(messageOf(run, 'incident.published').place).toBe('thread_and_channel')
    const bare = chosen(over, 'published', { minutes: 90, by: 'corentin' })
    expect(spoken(bare, 'incident.published')).toContain('- For everybody to read.')
    const merged = chosen(over, 'published', { minutes: 90, by: 'vigie', fields: { by: 'octocat' } })
    expect(spoken(merged, 'incident.published')).toContain('- octocat at 16:02')
  })
})

describe('the issue of a SEV3', () => {
  const bug = acknowledged(declared({ severity: 'sev3', title: 'Typo' }), { minutes: 3, by: 'yan' })
  const issue = { issue: '12', issueUrl: `${REPOSITORY}/issues/12` }

  it('is linked, and takes a workaround', () => {
    expect(spoken(told(bug, 'issued', issue), 'incident.issued')).toEqual([
      'Issue opened - INC-1',
      `- #12 (${REPOSITORY}/issues/12) - to be fixed in the next release. A workaround is written into it.`,
      '[Workaround]',
    ])
  })

  it('closed proposes to resolve', () => {
    const closed = told(told(bug, 'issued', issue), 'issueClosed', { by: 'octocat' }, 80)
    expect(spoken(closed, 'incident.issue-closed')).toEqual([
      'Issue closed - INC-1',
      `- #12 (${REPOSITORY}/issues/12) was closed by octocat.`,
      '- Resolve the incident once the fix is released.',
      '[Resolve]',
    ])
  })

  it('closed after the end proposes nothing', () => {
    const closed = told(resolved(bug, { minutes: 9, by: 'yan', fields: resolution }), 'issueClosed', {})
    expect(spoken(closed, 'incident.issue-closed')).toEqual([
      'Issue closed - INC-1',
      '- The issue was closed.',
    ])
  })
})

describe('escalations', () => {
  it('that ran are shown, a line each', () => {
    const lines = 'call to the backup: due 23 Nov 14:37, ran 23 Nov 14:37\nmissed target: decided before'
    const run = told(over, 'escalations', { lines })
    expect(spoken(run, 'incident.escalations')).toEqual([
      'Escalations audited - INC-1',
      '- call to the backup: due 23 Nov 14:37, ran 23 Nov 14:37',
      '- missed target: decided before',
    ])
    expect(messageOf(run, 'incident.escalations').card.status).toBe('done')
  })

  it('that were missed are critical', () => {
    const lines = 'call to the backup: due 23 Nov 14:37, never ran'
    const run = told(over, 'escalations', { lines, missed: 'yes' })
    expect(spoken(run, 'incident.escalations')).toEqual([
      'Escalation missed - INC-1',
      '- call to the backup: due 23 Nov 14:37, never ran',
      '- Yan - say in the post-mortem why it did not run.',
    ])
    expect(messageOf(run, 'incident.escalations').card.status).toBe('critical')
  })

  it('may have had no reason', () => {
    expect(spoken(told(over, 'escalations', {}), 'incident.escalations')).toEqual([
      'Escalations audited - INC-1',
      '- None was due.',
    ])
  })
})

it('a drill says what it left out, and is marked wherever it is read', () => {
  const drill = acknowledged(declared({ severity: 'sev1', title: 'Rehearsal', drill: true }), {
    minutes: 3,
    by: 'yan',
  })
  const what = 'would have e-mailed 4 people'
  expect(spoken(told(drill, 'rehearsed', { what }), 'incident.rehearsed')).toEqual([
    'DRILL - Left out - INC-1',
    '- would have e-mailed 4 people',
    '- A drill: nobody outside hears of it.',
  ])
})

describe('another system', () => {
  it('that is away costs nobody anything', () => {
    const because = 'github: unreachable'
    const run = told(taken, 'queued', { what: 'incident.postmortem', system: 'github', because })
    expect(spoken(run, 'incident.queued')).toEqual([
      'Waits for GitHub - INC-1',
      '- To do: propose the post-mortem',
      '- Because: github: unreachable',
      '- Nothing to do for you: it is done as soon as GitHub is back.',
    ])
  })

  it('that refuses leaves it to people, and says how', () => {
    const fields = { what: 'incident.mail', system: 'smtp', because: 'smtp: refused - 535' }
    const run = told(taken, 'failed', fields)
    expect(spoken(run, 'incident.failed')).toEqual([
      'Could not e-mail everybody about the data loss - INC-1',
      '- Because: smtp: refused - 535',
      '- Yan - write to everybody by hand, now: it is owed to them.',
    ])
    expect(messageOf(run, 'incident.failed').card.status).toBe('critical')
  })

  it('may be one that nobody named', () => {
    expect(spoken(told(taken, 'queued', {}), 'incident.queued').slice(0, 3)).toEqual([
      'Waits for another system - INC-1',
      '- To do: do what was asked',
      '- Because: not said',
    ])
    expect(spoken(told(taken, 'failed', { what: 'x.y' }), 'incident.failed')).toEqual([
      'Could not do x.y - INC-1',
      '- Because: not said',
      '- Yan - do it by hand.',
    ])
  })
})
