import { describe, expect, it } from 'vitest'
import { cardOf, threadOf } from '../../../../src/notify/cards/index.ts'
import { actionItem } from '../../../../src/playbooks/action-item.ts'
import { lookAt } from '../../../fixtures/incident-run.ts'
import { begun, completed, due, reported } from '../../../fixtures/small-runs.ts'
import { messageOf, read, spoken } from '../../../fixtures/spoken.ts'

const DAY = 24 * 60
const facts = { text: 'Rotate the logs', owner: 'yan', due: '2026-11-25', number: '1' }
const durations = { due: 2 * DAY * 60_000, chase: DAY * 60_000 }
const item = begun(actionItem, facts, durations, 'INC-1')

describe('the card of an action item', () => {
  it('says what, who and until when', () => {
    expect(read(cardOf(item, lookAt(0)))).toEqual([
      'AI 1 - Rotate the logs',
      '- Owner: Yan',
      '- Due: 2026-11-25',
      '- AI-1 of INC-1',
      '[Done] [Drop]',
    ])
    expect(messageOf(item, 'action-item.card')).toMatchObject({ place: 'thread', follows: true })
  })

  it('links its issue as soon as there is one', () => {
    const issue = { issue: '13', issueUrl: 'https://github.com/acadenice/formation-hub/issues/13' }
    expect(read(cardOf(reported(item, 'issued', 1, issue), lookAt(1)))).toContain(
      '- Issue: #13 (https://github.com/acadenice/formation-hub/issues/13)',
    )
  })

  it('says who did it, or why it was dropped', () => {
    const done = cardOf(completed(item, 'done', 20, 'yan'), lookAt(30))
    expect(read(done)).toEqual([
      'AI 1 - Rotate the logs',
      '- Owner: Yan',
      '- Due: 2026-11-25',
      '- Done: Yan at 14:52',
      '- AI-1 of INC-1',
    ])
    expect(done.status).toBe('done')
    const dropped = completed(item, 'dropped', 20, 'corentin', { reason: 'The disk is gone' })
    expect(read(cardOf(dropped, lookAt(30))).slice(3, 5)).toEqual([
      '- Dropped: Corentin at 14:52',
      '- Why: The disk is gone',
    ])
  })

  it('in a drill is marked', () => {
    const drill = begun(actionItem, { ...facts, drill: true }, durations)
    expect(read(cardOf(drill, lookAt(0)))[0]).toBe('DRILL - AI 1 - Rotate the logs')
  })
})

describe('an overdue action item', () => {
  const late = due(due(item, 'overdue', 2 * DAY), 'chase', 4 * DAY)

  it('asks its owner, with the days', () => {
    expect(spoken(due(item, 'overdue', 2 * DAY), 'action-item.overdue')).toEqual([
      'Overdue - AI 1 - Rotate the logs',
      '- Yan - it is due today. Done, or drop it and say why.',
      '[Done] [Drop]',
    ])
    expect(spoken(due(item, 'overdue', 3 * DAY), 'action-item.overdue')).toEqual([
      'Overdue - AI 1 - Rotate the logs',
      '- Yan - late by 1 day. Done, or drop it and say why.',
      '- This is late by 24 h.',
      '[Done] [Drop]',
    ])
    expect(spoken(late, 'action-item.overdue')[1]).toBe(
      '- Yan - late by 2 days. Done, or drop it and say why.',
    )
    expect(cardOf(late, lookAt(4 * DAY)).status).toBe('warning')
  })

  it('asks whoever is on call when the owner left', () => {
    expect(spoken(late, 'action-item.overdue', { knows: (id) => id !== 'yan' })[1]).toBe(
      '- Corentin - Yan owned it and left - late by 2 days. Done, or drop it and say why.',
    )
  })
})

it('an issue that could not be opened does not stop it', () => {
  const failed = reported(item, 'failed', 1, {
    what: 'action-item.issue',
    system: 'github',
    because: 'github: refused',
  })
  expect(spoken(failed, 'action-item.failed')).toEqual([
    'Could not open the issue of the action item - AI-1',
    '- Because: github: refused',
    '- Yan - open it by hand; the item is followed here all the same.',
  ])
  expect(threadOf(failed, lookAt(2)).replies).toHaveLength(1)
})
