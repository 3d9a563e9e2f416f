import { describe, expect, it } from 'vitest'
import { advance } from '../../src/engine/advance.ts'
import { begin } from '../../src/engine/begin.ts'
import type { Actor, RunEvent } from '../../src/engine/event.ts'
import { judgePolicy } from '../../src/engine/gate.ts'
import type { Run } from '../../src/engine/run.ts'
import { STORY_DURATIONS, story } from '../fixtures/story-playbook.ts'

const ann = { id: 'ann', groups: ['developers', 'owners'] }
const bob = { id: 'bob', groups: ['owners'] }
const cat = { id: 'cat', groups: ['owners'] }
const eve = { id: 'eve', groups: [] }
let keys = 0

function vote(
  by: Actor,
  decision: string,
  more: { at?: number; reason?: string; code?: string; step?: string } = {},
): RunEvent {
  keys += 1
  return {
    type: 'decide',
    key: `vote-${keys}`,
    at: more.at ?? 2_000,
    by,
    door: 'test',
    step: more.step ?? 'review',
    decision,
    fields: more.reason === undefined ? {} : { reason: more.reason },
    ...(more.code === undefined ? {} : { code: more.code }),
  }
}

function atReview(): Run {
  const started = begin(story, {
    id: 'STO-1',
    key: 'start',
    at: 0,
    by: ann,
    door: 'test',
    facts: {},
    durations: STORY_DURATIONS,
  })
  return done(started.run)
}

function done(run: Run): Run {
  keys += 1
  return advance(run, {
    type: 'complete',
    key: `done-${keys}`,
    at: 1_000,
    by: ann,
    door: 'test',
    step: 'code',
    outcome: 'done',
    fields: {},
  }).run
}

describe('a gate', () => {
  it('is decided by the second of two equal votes', () => {
    const first = advance(atReview(), vote(bob, 'approved'))
    expect(first).toMatchObject({ advanced: true, run: { step: 'review', gate: { votes: [{ by: 'bob' }] } } })
    const second = advance(first.run, vote(cat, 'approved'))
    expect(second).toMatchObject({
      advanced: true,
      run: { step: 'ci' },
      entry: { kind: 'decided', code: 'STO-1-A' },
    })
    expect(second.run.gate).toBeUndefined()
  })

  it('lets a person change the vote, and counts the last one', () => {
    const first = advance(atReview(), vote(bob, 'approved')).run
    const changed = advance(first, vote(bob, 'rework', { reason: 'no tests' })).run
    expect(changed.gate?.votes).toEqual([{ by: 'bob', decision: 'rework', at: 2_000 }])
  })

  it.each([
    ['not_an_approver', vote(eve, 'approved')],
    ['own_request', vote(ann, 'approved')],
    ['unknown_choice', vote(bob, 'absurd')],
    ['reason_required', vote(bob, 'rework')],
    ['reason_required', vote(bob, 'blocked', { reason: '  ' })],
    ['gate_expired', vote(bob, 'approved', { at: 51_000 })],
    ['stale', vote(bob, 'approved', { code: 'STO-1-B' })],
    ['stale', vote(bob, 'approved', { step: 'ci' })],
  ] as const)('refuses with %s', (reason, event) => {
    const run = atReview()
    expect(advance(run, event)).toMatchObject({ advanced: false, reason, run })
  })

  it('says who may when somebody else tries', () => {
    expect(advance(atReview(), vote(eve, 'approved'))).toMatchObject({ group: 'owners' })
  })

  it('answers a second equal vote with the first', () => {
    const first = advance(atReview(), vote(bob, 'approved')).run
    expect(advance(first, vote(bob, 'approved'))).toMatchObject({
      reason: 'already_voted',
      before: { by: 'bob', what: 'approved', at: 2_000 },
    })
  })

  it('answers a click after the decision with who decided', () => {
    const passed = advance(advance(atReview(), vote(bob, 'approved')).run, vote(cat, 'approved')).run
    expect(advance(passed, vote(bob, 'approved'))).toMatchObject({
      reason: 'already_decided',
      before: { by: 'cat' },
    })
  })

  it('answers a repeated delivery with what it did', () => {
    const event = vote(bob, 'approved')
    const first = advance(atReview(), event)
    expect(advance(first.run, event)).toMatchObject({
      reason: 'repeated',
      before: { by: 'bob', kind: 'voted' },
    })
  })

  it('has a new code when it opens again, so that a card of the old one is stale', () => {
    const sent = advance(
      advance(atReview(), vote(bob, 'rework', { reason: 'x' })).run,
      vote(cat, 'rework', { reason: 'y' }),
    )
    const again = done(sent.run)
    expect(again.gate?.code).toBe('STO-1-B')
    expect(advance(again, vote(bob, 'approved', { code: 'STO-1-A' }))).toMatchObject({ reason: 'stale' })
  })

  it('refuses a policy that its approvers cannot meet', () => {
    const review = story.steps[1]
    expect(judgePolicy(review, 3)).toBe('met')
    expect(judgePolicy(review, 2)).toBe('only_requesters')
    expect(judgePolicy(review, 1)).toBe('quorum_unreachable')
  })
})

describe('timers', () => {
  const due = (timer: string, at: number, restart = false): RunEvent => ({
    type: 'due',
    key: `${timer}@due`,
    at,
    by: { id: 'vigie', groups: [] },
    door: 'timer',
    timer,
    restart,
  })

  it('start with the run and with the step, and start again when they repeat', () => {
    const run = atReview()
    expect(run.timers).toEqual([
      { id: 'STO-1.1.timer.stale', rule: 'stale', dueAt: 20_000 },
      { id: 'STO-1.2.timer.nag', rule: 'nag', dueAt: 8_000 },
    ])
    const after = advance(run, due('STO-1.2.timer.nag', 8_000)).run
    expect(after.timers[1]).toEqual({ id: 'STO-1.3.timer.nag', rule: 'nag', dueAt: 15_000 })
  })

  it('fire once', () => {
    const run = advance(atReview(), due('STO-1.2.timer.nag', 8_000)).run
    expect(advance(run, { ...due('STO-1.2.timer.nag', 8_001), key: 'again' })).toMatchObject({
      reason: 'no_such_timer',
    })
  })

  it('say by how much they are late, and start the next one from now: never a burst', () => {
    const late = advance(atReview(), due('STO-1.2.timer.nag', 8_000 + 420_000, true))
    expect(late).toMatchObject({ entry: { late: { ms: 420_000, restart: true } } })
    expect(late.run.timers[1]?.dueAt).toBe(8_000 + 420_000 + 7_000)
    expect(advance(atReview(), due('STO-1.2.timer.nag', 68_000)).advanced).toBe(true)
    expect(advance(atReview(), due('STO-1.2.timer.nag', 68_000))).not.toHaveProperty('entry.late')
  })

  it('of a step end with it; a note restarts those it names', () => {
    const left = advance(advance(atReview(), vote(bob, 'approved')).run, vote(cat, 'approved')).run
    expect(left.timers.map((timer) => timer.rule)).toEqual(['stale'])
    const remark: RunEvent = {
      type: 'note',
      key: 'r',
      at: 9_000,
      by: ann,
      door: 'test',
      note: 'remark',
      fields: {},
    }
    expect(advance(left, remark).run.timers).toEqual([
      { id: 'STO-1.5.timer.stale', rule: 'stale', dueAt: 29_000 },
    ])
  })
})
