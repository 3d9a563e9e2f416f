import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance } from '../../src/engine/advance.ts'
import { begin } from '../../src/engine/begin.ts'
import type { RunEvent } from '../../src/engine/event.ts'
import type { Run } from '../../src/engine/run.ts'
import type { DueAfter } from '../../src/engine/span.ts'
import { incident } from '../../src/playbooks/incident.ts'
import { auditEscalations } from '../../src/runs/auditor.ts'
import { DURATIONS } from '../fixtures/incident-run.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WHAT = { callBackup: 'backup', callOwners: 'owners', breach: 'target' } as const
const RULES = ['callBackup', 'callOwners', 'breach'] as const

/** A team that works from 9 to 17 h UTC every day. */
const nineToFive: DueAfter = (at, span) => {
  if (typeof span === 'number') return at + span
  let left = span.working
  for (let day = Math.floor(at / DAY) * DAY; ; day += DAY) {
    const from = Math.max(at, day + 9 * HOUR)
    const worked = Math.max(0, day + 17 * HOUR - from)
    if (worked >= left) return from + left
    left -= worked
  }
}

type Story = {
  readonly severity: string
  /** Minutes until somebody decides that the alert is an incident; undefined when it was declared. */
  readonly detected: number | undefined
  readonly changes: readonly { readonly after: number; readonly severity: string }[]
  readonly acknowledgedAfter: number
  readonly choice: string
  /** Whether the timer with this rule comes, when it is due. */
  readonly comes: Readonly<Record<(typeof RULES)[number], boolean>>
  readonly startsAt: number
}

const minutes = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 4 * 24 * 60 }))
const story = fc.record({
  severity: fc.constantFrom('sev1', 'sev2', 'sev3'),
  detected: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
  changes: fc.constant([]),
  acknowledgedAfter: minutes,
  choice: fc.constantFrom('acknowledge', 'resolve'),
  comes: fc.record({ callBackup: fc.boolean(), callOwners: fc.boolean(), breach: fc.boolean() }),
  startsAt: fc.integer({ min: 0, max: 24 * 60 }),
})
const prompt = fc.record({
  severity: fc.constantFrom('sev1', 'sev2'),
  detected: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
  changes: fc.array(fc.record({ after: minutes, severity: fc.constantFrom('sev1', 'sev2') }), {
    maxLength: 4,
  }),
  acknowledgedAfter: minutes,
  choice: fc.constantFrom('acknowledge', 'resolve'),
  comes: fc.constant({ callBackup: true, callOwners: true, breach: true }),
  startsAt: fc.integer({ min: 0, max: 24 * 60 }),
})

type Told = {
  /** As the run stood when the triage was about to be decided. */
  readonly before: Run
  readonly after: Run
  readonly decidedAt: number
}

function tell(one: Story): Told {
  const startedAt = one.startsAt * MINUTE
  let keys = 0
  const base = (at: number) => {
    keys += 1
    return { key: `k${keys}`, at, by: { id: 'ann', groups: ['responders'] }, door: 'test', fields: {} }
  }
  const go = (run: Run, event: RunEvent): Run => {
    const result = advance(run, event, nineToFive)
    if (!result.advanced) throw new Error(result.reason)
    return result.run
  }
  const fire = (run: Run, until: number): Run => {
    const due = run.timers.filter(
      ({ rule, dueAt }) => dueAt <= until && RULES.some((known) => known === rule && one.comes[known]),
    )
    return due
      .sort((a, b) => a.dueAt - b.dueAt)
      .reduce(
        (now, { id, dueAt }) => go(now, { ...base(dueAt), type: 'due', timer: id, restart: false }),
        run,
      )
  }
  const opening = { ...base(startedAt), id: 'INC-1', durations: DURATIONS }
  const triaged =
    one.detected === undefined
      ? begin(incident, { ...opening, facts: { severity: one.severity }, step: 'triage' }, nineToFive).run
      : go(begin(incident, { ...opening, facts: {} }, nineToFive).run, {
          ...base(startedAt + one.detected * MINUTE),
          type: 'decide',
          step: 'detect',
          decision: one.severity,
        })
  const triageAt = startedAt + (one.detected ?? 0) * MINUTE
  const decidedAt = triageAt + one.acknowledgedAfter * MINUTE
  const changed = [...one.changes]
    .filter(({ after }) => after <= one.acknowledgedAfter)
    .sort((a, b) => a.after - b.after)
    .reduce((run, { after, severity }) => {
      const at = triageAt + after * MINUTE
      return go(fire(run, at), { ...base(at), type: 'note', note: 'severity', fields: { severity } })
    }, triaged)
  const before = fire(changed, decidedAt)
  const after = go(before, { ...base(decidedAt), type: 'decide', step: 'triage', decision: one.choice })
  return { before, after, decidedAt }
}

describe('auditing the escalations', () => {
  it('exactly those that were due and never came are missed, whenever somebody acknowledges', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(story, (one) => {
        const { before, after, decidedAt } = tell(one)
        const waiting = (isDue: (dueAt: number) => boolean) =>
          RULES.filter((rule) => before.timers.some((timer) => timer.rule === rule && isDue(timer.dueAt)))
        const audited = auditEscalations(after, nineToFive)
        const those = (state: string) =>
          audited.filter((each) => each.state === state).map(({ what }) => what)
        for (const { state } of audited) seen.set(state, (seen.get(state) ?? 0) + 1)
        expect(those('missed')).toEqual(waiting((dueAt) => dueAt <= decidedAt).map((rule) => WHAT[rule]))
        expect(those('not_due')).toEqual(waiting((dueAt) => dueAt > decidedAt).map((rule) => WHAT[rule]))
        expect(those('ran')).toEqual(
          RULES.filter((rule) => after.history.some(({ what }) => what === rule)).map((rule) => WHAT[rule]),
        )
      }),
      { numRuns: 1_000 },
    )
    for (const state of ['missed', 'not_due', 'ran'])
      expect([state, seen.get(state) ?? 0]).toEqual([state, expect.toSatisfy((n) => n > 100)])
  })

  it('when every timer comes in time nothing is missed or late, however the severity changes', () => {
    fc.assert(
      fc.property(prompt, (one) => {
        const states = auditEscalations(tell(one).after, nineToFive).map(({ state }) => state)
        expect(states).toHaveLength(3)
        expect(states.filter((state) => state === 'missed' || state === 'late')).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })
})
