import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance } from '../../src/engine/advance.ts'
import { begin } from '../../src/engine/begin.ts'
import type { Actor, Effect, RunEvent } from '../../src/engine/event.ts'
import type { Run } from '../../src/engine/run.ts'
import { STORY_DURATIONS, story } from '../fixtures/story-playbook.ts'

const actors: readonly Actor[] = [
  { id: 'ann', groups: ['developers', 'owners'] },
  { id: 'bob', groups: ['owners'] },
  { id: 'cat', groups: ['owners'] },
  { id: 'eve', groups: [] },
]
const steps = ['code', 'review', 'ci', 'watch', 'elsewhere']
const choices = ['approved', 'rework', 'blocked', 'done', 'green', 'red', 'ok', 'absurd']

/** Mostly what fits the run as it stands, so that runs go far; the rest is stale, repeated or absurd. */
const move = fc.record({
  type: fc.constantFrom(
    'decide' as const,
    'decide' as const,
    'complete' as const,
    'note' as const,
    'due' as const,
  ),
  actor: fc.constantFrom(...actors),
  fits: fc.integer({ min: 0, max: 9 }).map((n) => n > 1),
  step: fc.constantFrom(...steps),
  choice: fc.constantFrom(...choices),
  pick: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(5) }),
  reason: fc.constantFrom('', 'because'),
  key: fc.integer({ min: 0, max: 300 }),
  later: fc.nat(4_000),
})
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never

function eventOf(run: Run, one: Move, at: number): RunEvent {
  const base = { key: `k${one.key}`, at, by: one.actor, door: 'test' }
  const step = one.fits ? run.step : one.step
  const now = run.steps.find((each) => each.id === run.step)
  const fitting = now?.kind === 'gate' ? now.decisions : now?.outcomes
  const choice = one.fits ? (fitting?.[one.pick % fitting.length]?.id ?? one.choice) : one.choice
  const fields = { reason: one.reason }
  switch (one.type) {
    case 'decide':
      return now?.kind === 'gate' || !one.fits
        ? { ...base, type: 'decide', step, decision: choice, fields }
        : { ...base, type: 'complete', step, outcome: choice, fields }
    case 'complete':
      return { ...base, type: 'complete', step, outcome: choice, fields }
    case 'note':
      return { ...base, type: 'note', note: one.fits ? 'remark' : one.choice, fields }
    case 'due':
      return { ...base, type: 'due', timer: run.timers[one.pick]?.id ?? 'gone', restart: false }
  }
}

type Told = {
  readonly runs: readonly Run[]
  readonly effects: readonly Effect[]
  readonly sent: readonly RunEvent[]
}

function tell(moves: readonly Move[]): Told {
  const started = begin(story, {
    id: 'STO-1',
    key: 'start',
    at: 0,
    by: { id: 'ann', groups: ['developers', 'owners'] },
    door: 'test',
    facts: {},
    durations: STORY_DURATIONS,
  })
  let at = 0
  const runs = [started.run]
  const effects = [...started.effects]
  const sent: RunEvent[] = []
  for (const one of moves) {
    const run = runs.at(-1) ?? started.run
    at += one.later
    const event = eventOf(run, one, at)
    sent.push(event)
    const result = advance(run, event)
    runs.push(result.run)
    if (result.advanced) effects.push(...result.effects)
  }
  return { runs, effects, sent }
}

const stories = fc.array(move, { minLength: 1, maxLength: 60, size: 'max' })

function holds(check: (told: Told) => void): void {
  fc.assert(
    fc.property(stories, (moves) => check(tell(moves))),
    { numRuns: 500 },
  )
}

describe('no order of events breaks an invariant', () => {
  it('reaches every step and the end, so that the properties below speak of something', () => {
    const seen = new Map<string, number>()
    holds(({ runs }) => {
      const visited = new Set(runs.map((run) => (run.state === 'finished' ? 'end' : run.step)))
      for (const step of visited) seen.set(step, (seen.get(step) ?? 0) + 1)
    })
    for (const step of ['code', 'review', 'ci', 'watch', 'end'])
      expect([step, seen.get(step) ?? 0]).toEqual([step, expect.toSatisfy((n) => n > 50)])
  })

  it('a gate decides once for each opening', () =>
    holds(({ runs }) => {
      const codes = (runs.at(-1)?.history ?? [])
        .filter((entry) => entry.kind === 'decided')
        .map((entry) => entry.code)
      expect(new Set(codes).size).toBe(codes.length)
      expect(codes).not.toContain(undefined)
    }))

  it('a gate is decided by as many different people as its quorum, never by the requester', () =>
    holds(({ runs }) => {
      const history = runs.at(-1)?.history ?? []
      for (const decided of history.filter((entry) => entry.kind === 'decided')) {
        const votes = history.filter((entry) => entry.code === decided.code && entry.what === decided.what)
        expect(new Set(votes.map((vote) => vote.by)).size).toBeGreaterThanOrEqual(2)
        expect(votes.map((vote) => vote.by)).not.toContain('ann')
        expect(votes.map((vote) => vote.by)).not.toContain('eve')
      }
    }))

  it('a finished run never moves', () =>
    holds(({ runs }) => {
      const end = runs.findIndex((run) => run.state === 'finished')
      if (end >= 0) for (const run of runs.slice(end)) expect(run).toBe(runs[end])
    }))

  it('each effect id is unique', () =>
    holds(({ effects }) => {
      expect(new Set(effects.map((effect) => effect.id)).size).toBe(effects.length)
    }))

  it("a run's history only grows, and its version with it, one at a time", () =>
    holds(({ runs }) => {
      for (const [n, run] of runs.entries()) {
        const before = runs[n - 1]
        if (before === undefined) continue
        expect(run.history.slice(0, before.history.length)).toEqual(before.history)
        expect(run.version - before.version).toBe(run.history.length - before.history.length)
        expect(run.version - before.version).toBeLessThanOrEqual(1)
      }
    }))

  it('a delivery counts once, however often it comes', () =>
    holds(({ runs }) => {
      const keys = (runs.at(-1)?.history ?? []).map((entry) => entry.key)
      expect(new Set(keys).size).toBe(keys.length)
    }))

  it('timers: at most one for each rule, none in a finished run, an effect for each', () =>
    holds(({ runs, effects }) => {
      const scheduled = new Set(effects.flatMap((effect) => (effect.kind === 'timer' ? [effect.timer] : [])))
      for (const run of runs) {
        const rules = run.timers.map((timer) => timer.rule)
        expect(new Set(rules).size).toBe(rules.length)
        if (run.state === 'finished') expect(rules).toEqual([])
        for (const timer of run.timers) expect(scheduled).toContain(timer.id)
      }
    }))

  it('a gate stands open exactly while the run stands at it', () =>
    holds(({ runs }) => {
      for (const run of runs) {
        const atGate = run.state === 'open' && run.step === 'review'
        expect(run.gate?.step).toBe(atGate ? 'review' : undefined)
      }
    }))

  it('is pure: the same events give the same runs', () => {
    fc.assert(
      fc.property(stories, (moves) => {
        expect(tell(moves)).toEqual(tell(moves))
      }),
      { numRuns: 100 },
    )
  })
})
