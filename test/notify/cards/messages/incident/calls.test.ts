import { describe, expect, it } from 'vitest'
import { renderMessage } from '../../../../../src/notify/cards/index.ts'
import {
  acknowledged,
  chosen,
  declared,
  lookAt,
  noted,
  timerFired,
  updated,
} from '../../../../fixtures/incident-run.ts'
import { messageOf, read, spoken, withoutYan } from '../../../../fixtures/spoken.ts'

const taken = acknowledged(declared(), { minutes: 3, by: 'yan' })
const SNOOZES = '[Snooze 30 min] [Snooze 60 min] [Snooze 90 min]'

describe('an update that is due', () => {
  it('is asked of whoever leads, with the ways to answer or put it off', () => {
    expect(spoken(timerFired(taken, 'remind', 30), 'incident.reminder')).toEqual([
      'Update due - INC-1',
      '- Yan - no update since it was declared. Say where it stands, every 30 min at least: Update on the card.',
      `[Update] ${SNOOZES}`,
    ])
    expect(messageOf(timerFired(taken, 'remind', 30), 'incident.reminder').card.buttons.slice(0, 2)).toEqual([
      { label: 'Update', act: { kind: 'note', run: 'INC-1', note: 'update', form: 'incident.update' } },
      { label: 'Snooze 30 min', act: { kind: 'note', run: 'INC-1', note: 'snooze30' } },
    ])
  })

  it('counts from the last update, and says by how much it is late, and why', () => {
    const told = updated(taken, { minutes: 10, by: 'yan', fields: { investigating: 'Disk' } })
    expect(spoken(timerFired(told, 'remind', 47, true), 'incident.reminder')).toEqual([
      'Update due - INC-1',
      '- Yan - no update since 14:42. Say where it stands, every 30 min at least: Update on the card.',
      '- This is late by 7 min (restart).',
      `[Update] ${SNOOZES}`,
    ])
  })

  it('is asked of whoever is on call when the lead left the directory', () => {
    expect(spoken(timerFired(taken, 'remind', 30), 'incident.reminder', withoutYan)).toEqual([
      'Update due - INC-1',
      '- Corentin - Yan led it and left - no update since it was declared. Say where it stands, every 30 min at least: Update on the card.',
      `[Update] [Take the lead] ${SNOOZES}`,
    ])
    const gone = noted(taken, 'leadGone', { minutes: 5, by: 'vigie' })
    expect(spoken(timerFired(gone, 'remind', 30), 'incident.reminder')).toEqual([
      'Update due - INC-1',
      '- Corentin - nobody leads - no update since it was declared. Say where it stands, every 30 min at least: Update on the card.',
      `[Update] [Join as lead] ${SNOOZES}`,
    ])
  })

  it('keeps its words whatever happens later, and loses the buttons that make no sense any more', () => {
    const due = timerFired(taken, 'remind', 30)
    const index = due.history.length - 1
    const later = noted(
      updated(due, { minutes: 40, by: 'yan', fields: { investigating: 'x' } }),
      'takeover',
      {
        minutes: 41,
        by: 'corentin',
      },
    )
    const over = chosen(later, 'resolve', { minutes: 50, by: 'corentin', fields: { dataLoss: 'no' } })
    expect(read(renderMessage(over, 'incident.reminder', index, lookAt(60)).card)).toEqual([
      'Update due - INC-1',
      '- Yan - no update since it was declared. Say where it stands, every 30 min at least: Update on the card.',
    ])
  })
})

describe('an incident that nobody acknowledges', () => {
  const called = timerFired(declared(), 'callBackup', 5)

  it('calls the backup', () => {
    expect(spoken(called, 'incident.backup')).toEqual([
      'Not acknowledged - INC-1 [SEV1] Docmost is down',
      '- Yan - backup, please take it: nobody acknowledged for 5 min; Corentin was called first.',
      '- The target of SEV1: acknowledged within 15 min.',
      '- Code INC-1-A - /ops approve INC-1-A',
      '[Acknowledge]',
    ])
    expect(messageOf(called, 'incident.backup').place).toBe('thread_and_channel')
  })

  it('calls everybody who owns the product', () => {
    const all = timerFired(called, 'callOwners', 10)
    expect(spoken(all, 'incident.owners')).toEqual([
      'Nobody answers - INC-1 [SEV1] Docmost is down',
      '- Corentin and Yan - one of you, please take it.',
      '- Not acknowledged for 10 min: Corentin and Yan were called before.',
      '- The target of SEV1: acknowledged within 15 min.',
      '- Code INC-1-A - /ops approve INC-1-A',
      '[Acknowledge]',
    ])
    expect(spoken(all, 'incident.owners', { membersOf: () => [] })).toContain(
      '- Nobody is in the group owners: whoever reads this, please take it.',
    )
  })

  it('has its missed target in the timeline', () => {
    expect(spoken(timerFired(declared(), 'breach', 15), 'incident.breach')).toEqual([
      'Target missed - INC-1',
      '- Not acknowledged within 15 min, the target of SEV1. The timeline keeps it.',
      '- Code INC-1-A - /ops approve INC-1-A',
      '[Acknowledge]',
    ])
  })

  it('of SEV2 counts working hours', () => {
    const slow = timerFired(declared({ severity: 'sev2', title: 'Slow' }), 'callBackup', 120)
    expect(spoken(slow, 'incident.backup').slice(0, 3)).toEqual([
      'Not acknowledged - INC-1 [SEV2] Slow',
      '- Yan - backup, please take it: nobody acknowledged for 2 working h; Corentin was called first.',
      '- The target of SEV2: acknowledged within 4 working h.',
    ])
  })
})

it('an alert that nobody decided on asks whoever is on call, with every decision', () => {
  const waiting = timerFired(declared({ title: 'Docmost does not answer' }), 'undecided', 10)
  expect(spoken(waiting, 'incident.undecided')).toEqual([
    'Not decided - INC-1 Docmost does not answer',
    '- Corentin - nobody decided on this alert for 10 min. Declare it with its severity, or ignore it.',
    '- Code INC-1-A - /ops approve INC-1-A',
    '[Declare SEV1] [Declare SEV2] [Declare SEV3] [Ignore]',
  ])
})

describe('an incident that nobody leads', () => {
  it('says whose lead it was, to the whole channel', () => {
    const gone = noted(taken, 'leadGone', { minutes: 5, by: 'vigie' })
    expect(spoken(gone, 'incident.unled')).toEqual([
      'Nobody leads - INC-1 [SEV1] Docmost is down',
      '- Yan led it and left: updates and decisions wait for somebody.',
      '- Corentin and Yan - one of you, please take the lead.',
      '[Join as lead]',
    ])
    expect(messageOf(gone, 'incident.unled').place).toBe('thread_and_channel')
  })

  it('asks again while nobody takes it', () => {
    const gone = noted(taken, 'leadGone', { minutes: 5, by: 'vigie' })
    expect(spoken(timerFired(gone, 'unled', 15), 'incident.unled')[1]).toBe(
      '- No lead for 10 min: updates and decisions wait for somebody.',
    )
  })
})
