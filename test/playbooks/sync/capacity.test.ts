import { describe, expect, it } from 'vitest'
import { advance } from '../../../src/engine/advance.ts'
import type { Run } from '../../../src/engine/run.ts'
import { choicesNow, notesNow } from '../../../src/engine/standing.ts'
import { STARTED } from '../../fixtures/incident-run.ts'
import { completed, due, pressed, reported } from '../../fixtures/small-runs.ts'
import { overCapacity } from '../../fixtures/sync-runs.ts'

const MINUTE = 60_000
const DAY = 24 * 60
const snoozes = (run: Run) => notesNow(run).filter((note) => note.id.startsWith('snooze'))
const dueIn = (run: Run) =>
  run.timers.map((timer) => `${timer.rule} ${(timer.dueAt - STARTED) / MINUTE / 60} h`)

describe('an alert about hours', () => {
  it('has a card and a mail at its beginning', () => {
    expect(overCapacity().history[0]?.posts).toEqual(['capacity.card'])
    expect(choicesNow(overCapacity()).map(({ id }) => id)).toEqual(['acknowledge'])
  })

  it('reminds once a working day until somebody takes it on, then once a week', () => {
    expect(dueIn(overCapacity())).toEqual(['stillOver 9 h'])
    const again = due(overCapacity(), 'stillOver', 9 * 60)
    expect(dueIn(again)).toEqual(['stillOver 18 h'])
    const taken = completed(again, 'acknowledge', 10 * 60, 'yan')
    expect([taken.step, taken.facts['planner'], dueIn(taken)]).toEqual([
      'replan',
      'yan',
      [`notReplanned ${10 + 7 * 24} h`],
    ])
    expect(due(taken, 'notReplanned', 10 * 60 + 7 * DAY).history.at(-1)?.posts).toEqual(['capacity.still'])
  })

  it.each([1, 3, 7])('put off by %d d reminds then, and again', (days) => {
    const snoozed = pressed(overCapacity(), `snooze${days}d`, 60, 'yan')
    expect(dueIn(snoozed)).toEqual([`stillOver ${days * 24 + 1} h`])
    const reminded = due(snoozed, 'stillOver', 60 + days * DAY)
    expect(dueIn(reminded)).toEqual([`stillOver ${days * 24 + 10} h`])
    expect(snoozes(reminded)).toHaveLength(3)
  })

  it('can not be put off once somebody took it on', () => {
    expect(snoozes(overCapacity())).toHaveLength(3)
    expect(snoozes(completed(overCapacity(), 'acknowledge', 5, 'yan'))).toEqual([])
  })

  it.each([
    ['before anybody took it on', overCapacity()],
    ['after', completed(overCapacity(), 'acknowledge', 5, 'yan')],
  ])('ends by itself when the hours are back, %s', (_when, run) => {
    const back = reported(run, 'back', 30, { left: '1.5' })
    expect([back.state, back.facts['left'], back.timers]).toEqual(['finished', '1.5', []])
    expect(back.history.at(-1)?.posts).toEqual(['capacity.back'])
  })

  it('ends when somebody leaves it so, and says why', () => {
    const taken = completed(overCapacity(), 'acknowledge', 5, 'yan')
    expect(choicesNow(taken).map(({ form }) => form)).toEqual(['capacity.accept'])
    expect(completed(taken, 'accept', 6, 'yan', { reason: 'Overtime' }).state).toBe('finished')
  })

  it('takes what came of the mail, also after its end', () => {
    const back = reported(overCapacity(), 'back', 30, { left: '1' })
    expect(reported(back, 'mailed', 31, { sent: '2' }).history.at(-1)?.what).toBe('mailed')
    const unmailed = reported(overCapacity(), 'unmailed', 1, { sent: '0' })
    expect([unmailed.state, unmailed.history.at(-1)?.posts]).toEqual(['open', ['capacity.unmailed']])
  })

  it('is nothing that a person could end as Vigie does', () => {
    const event = { key: 'k', at: STARTED, door: 'slack', fields: {}, type: 'note', note: 'back' } as const
    const by = { id: 'yan', groups: ['responders'] }
    expect(advance(overCapacity(), { ...event, by })).toMatchObject({ reason: 'not_an_approver' })
  })
})
