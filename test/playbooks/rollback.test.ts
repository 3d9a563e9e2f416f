import { describe, expect, it } from 'vitest'
import { advance } from '../../src/engine/advance.ts'
import { begin } from '../../src/engine/begin.ts'
import type { Run } from '../../src/engine/run.ts'
import { choicesNow, progressOf, waitsFor } from '../../src/engine/standing.ts'
import { rollback } from '../../src/playbooks/rollback.ts'
import { STARTED } from '../fixtures/incident-run.ts'
import { begun, completed, due, reported } from '../fixtures/small-runs.ts'

const MINUTE = 60_000
const DURATIONS = { undone: 15 * MINUTE, silent: 10 * MINUTE }

function begunAs(scenario: string): Run {
  const facts = { scenario, reason: 'Pages are empty', version: 'v1.4.0', target: 'v1.3.2' }
  return begun(rollback, facts, DURATIONS)
}

/** What people choose; Vigie reports the rest. */
const PEOPLE = ['done', 'retry', 'by-hand']

/** Ends one step after the other; answers the steps at which each happened, and how the run stands. */
function told(
  run: Run,
  outcomes: readonly string[],
  from = 1,
): { readonly path: readonly string[]; readonly run: Run } {
  const path: string[] = []
  let now = run
  for (const [n, outcome] of outcomes.entries()) {
    path.push(`${now.step} ${outcome}`)
    now = completed(now, outcome, from + n, PEOPLE.includes(outcome) ? 'yan' : 'vigie')
  }
  return { path, run: now }
}

const offered = (run: Run) => choicesNow(run).map(({ id }) => id)

describe.each([
  ['healthcheck', ['deploy deployed', 'smoke passed', 'close closed']],
  ['bug', ['deploy deployed', 'smoke passed', 'close closed']],
  ['migration', ['restore done', 'deploy deployed', 'smoke passed', 'close closed']],
  ['credentials', ['rotate done', 'deploy deployed', 'smoke passed', 'audit done', 'close closed']],
])('a rollback of %s', (scenario, steps) => {
  it('goes the way of the playbook', () => {
    const outcomes = steps.map((step) => step.split(' ')[1] ?? '')
    const { path, run } = told(begunAs(scenario), outcomes)
    expect(path).toEqual(steps)
    expect([run.state, run.facts['outcome'], run.facts['restored'], run.pinned]).toEqual([
      'finished',
      'rolled back',
      true,
      false,
    ])
    const done = progressOf(run).filter(({ state }) => state === 'done')
    expect(done.map(({ step }) => step.id)).toEqual(steps.map((step) => step.split(' ')[0]))
  })
})

describe('a rollback that always works', () => {
  it('can be done by hand at its deployment, whatever GitHub says', () => {
    const waiting = reported(begunAs('bug'), 'queued', 1, { what: 'rollback.deploy', system: 'github' })
    expect([offered(waiting), waitsFor(waiting)]).toEqual([['by-hand'], 'responders'])
    const byHand = completed(waiting, 'by-hand', 2, 'yan', { byHand: 'on the host' })
    expect([byHand.step, byHand.facts['byHand']]).toEqual(['smoke', 'on the host'])
  })

  it('is tried again when it was refused, and nothing of that is left when it is deployed', () => {
    const refused = reported(begunAs('bug'), 'failed', 1, { what: 'rollback.deploy', because: 'forbidden' })
    expect([offered(refused), refused.history.at(-1)?.posts]).toEqual([
      ['retry', 'by-hand'],
      ['rollback.failed'],
    ])
    const again = completed(refused, 'retry', 2, 'yan')
    expect([again.step, offered(again)]).toEqual(['deploy', ['by-hand']])
    expect(offered(completed(refused, 'deployed', 2, 'vigie'))).toEqual([])
  })

  it.each([
    ['deploy', ['failed']],
    ['smoke', ['deployed', 'failed']],
  ])('that failed at %s is stuck, with both ways out', (broken, outcomes) => {
    const { run } = told(begunAs('healthcheck'), outcomes)
    expect([run.step, run.facts['broken'], offered(run)]).toEqual(['stuck', broken, ['retry', 'by-hand']])
    expect(told(run, ['retry'], 10).run.step).toBe('deploy')
    const { path, run: over } = told(run, ['by-hand', 'passed', 'closed'], 10)
    expect([path, over.state]).toEqual([['stuck by-hand', 'smoke passed', 'close closed'], 'finished'])
  })

  it('keeps the audit of a leak also when it had to be done by hand', () => {
    const { run } = told(begunAs('credentials'), ['done', 'failed', 'by-hand', 'passed'])
    expect(run.step).toBe('audit')
  })

  it('says when nothing is heard, again and again', () => {
    const silent = due(due(begunAs('bug'), 'silent', 10), 'silent', 20)
    expect(silent.history.filter(({ posts }) => posts?.includes('rollback.silent'))).toHaveLength(2)
    expect(silent.facts['silent']).toBe(true)
    const forgotten = due(begunAs('migration'), 'undone', 15)
    expect(forgotten.history.at(-1)?.posts).toEqual(['rollback.waiting'])
  })

  it('is silent only so long after the last that was heard', () => {
    const heard = (run: Run, at: number) => reported(run, 'progressed', at, { progress: `look ${at}` })
    const running = heard(begunAs('bug'), 9)
    expect(running.timers.map(({ dueAt }) => dueAt)).toEqual([STARTED + 19 * MINUTE])
    const silent = due(running, 'silent', 19)
    expect([silent.facts['silent'], heard(silent, 20).facts['silent']]).toEqual([true, false])
  })

  it('is for responders alone', () => {
    const by = { id: 'ludo', groups: ['direction'] }
    const event = { key: 'ludo', at: STARTED, by, door: 'slack', fields: {} }
    expect(
      advance(begunAs('migration'), { ...event, type: 'complete', step: 'restore', outcome: 'done' }),
    ).toMatchObject({ advanced: false, reason: 'not_an_approver', group: 'responders' })
  })
})

it.each([{}, { incident: 'INC-3' }])('asks for its incident at once, known (%o) or not', (known) => {
  const { effects } = begin(rollback, {
    id: 'RBK-1',
    key: 'start',
    at: STARTED,
    by: { id: 'yan', groups: [] },
    door: 'slack',
    facts: { scenario: 'bug', ...known },
    durations: DURATIONS,
  })
  const acts = effects.flatMap((effect) => (effect.kind === 'act' ? [effect.action] : []))
  expect(acts).toEqual(['rollback.incident', 'rollback.deploy'])
})
