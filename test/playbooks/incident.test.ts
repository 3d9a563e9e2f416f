import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance } from '../../src/engine/advance.ts'
import { holds } from '../../src/engine/condition.ts'
import type { RunEvent } from '../../src/engine/event.ts'
import type { Run } from '../../src/engine/run.ts'
import { choicesNow, notesNow, progressOf } from '../../src/engine/standing.ts'
import { incident } from '../../src/playbooks/incident.ts'
import { acknowledged, chosen, declared, noted, resolved, timerFired } from '../fixtures/incident-run.ts'

const rulesOf = (run: Run) => run.timers.map((timer) => timer.rule).sort()
const offered = (run: Run) => notesNow(run).map((note) => note.id)
const sev = (severity: string) => ({ severity, title: 'Docmost is down' })
const by = (who: string, minutes: number) => ({ by: who, minutes })

/** Through all seven steps, as the playbook tells them. */
function told(severity: string): Run {
  let run = acknowledged(declared(sev(severity)), by('corentin', 3))
  for (const [n, choice] of ['cause', 'mitigated', 'verified', 'resolve'].entries())
    run = chosen(run, choice, by('yan', 10 + n))
  return run
}

describe('the sequence', () => {
  it('has the seven steps of the playbook, in its order', () => {
    expect(incident.steps.slice(0, 7).map((step) => step.title)).toEqual([
      'Detect',
      'Triage',
      'Investigate',
      'Mitigate',
      'Verify',
      'Communicate',
      'Post-mortem',
    ])
  })

  it.each(['sev1', 'sev2'])(
    'of %s goes through all of them, and is over when the post-mortem is published',
    (severity) => {
      const run = told(severity)
      expect([run.step, run.state, run.facts['resolved'], run.pinned]).toEqual([
        'postmortem',
        'open',
        true,
        false,
      ])
      expect(progressOf(run).map(({ step, state }) => `${step.id} ${state}`)).toEqual([
        'detect done',
        'triage done',
        'investigate done',
        'mitigate done',
        'verify done',
        'communicate done',
        'postmortem now',
        'notice passed',
      ])
      expect(rulesOf(run)).toEqual(['postmortemDue', 'postmortemRemind'])
      expect(chosen(run, 'published', by('yan', 60)).state).toBe('finished')
    },
  )

  it('of SEV3 opens an issue, has no investigation and no post-mortem', () => {
    const opened = declared(sev('sev3'))
    const taken = acknowledged(opened, by('yan', 1))
    expect(taken.step).toBe('mitigate')
    expect(choicesNow(taken).map((choice) => choice.id)).toEqual(['resolve'])
    expect(offered(taken)).toContain('workaround')
    expect(resolved(taken, by('yan', 2)).state).toBe('finished')
  })

  it('of SEV3 with a pattern owes a post-mortem after all', () => {
    const found = noted(declared(sev('sev3')), 'pattern', by('vigie', 1))
    expect(resolved(acknowledged(found, by('yan', 2)), by('yan', 3)).step).toBe('postmortem')
  })

  it('can be cut short at any step by resolving', () => {
    expect(resolved(declared(), by('yan', 1)).step).toBe('postmortem')
    expect(resolved(acknowledged(declared(), by('yan', 1)), by('yan', 2)).step).toBe('postmortem')
  })

  it('goes back to investigation when it is not fixed', () => {
    let run = acknowledged(declared(), by('yan', 1))
    for (const [n, choice] of ['cause', 'mitigated', 'not-fixed'].entries())
      run = chosen(run, choice, by('yan', 2 + n))
    expect(run.step).toBe('investigate')
  })
})

describe('a severity that was lowered', () => {
  it('leaves nothing but to resolve: no step after it ends the incident unsaid', () => {
    let run = acknowledged(declared(sev('sev2')), by('corentin', 1))
    run = chosen(chosen(run, 'cause', by('yan', 2)), 'mitigated', by('yan', 3))
    run = noted(run, 'severity', { ...by('yan', 4), fields: { severity: 'sev3', reason: 'one page' } })
    expect(run.step).toBe('verify')
    expect(choicesNow(run).map((choice) => choice.id)).toEqual(['not-fixed', 'resolve'])
    const over = resolved(run, by('yan', 5))
    expect([over.state, over.facts['resolved'], over.pinned]).toEqual(['finished', true, false])
  })
})

describe('an alert', () => {
  it('that is over by itself and that nobody decided on ends after a day', () => {
    const over = noted(declared({ title: 'x' }), 'recovered', by('vigie', 1))
    expect(rulesOf(over)).toEqual(['faded'])
    const back = noted(over, 'alert', by('vigie', 2))
    expect(rulesOf(back)).toEqual(['undecided'])
    const ended = timerFired(over, 'faded', 24 * 60 + 1)
    expect([ended.state, ended.facts['ignored']]).toEqual(['finished', true])
  })

  it('waits for a severity; each declares, pins the card and starts its targets', () => {
    const alert = declared({ title: 'Docmost is down', alerted: true })
    expect([alert.step, alert.pinned, rulesOf(alert)]).toEqual(['detect', undefined, ['undecided']])
    const run = chosen(alert, 'sev1', by('yan', 2))
    expect([run.step, run.pinned]).toEqual(['triage', true])
    expect(rulesOf(run)).toEqual(['breach', 'callBackup', 'callOwners', 'remind'])
  })

  it('that is ignored is over', () => {
    const run = chosen(declared({ title: 'x' }), 'ignore', by('yan', 2))
    expect([run.state, run.timers]).toEqual(['finished', []])
  })

  it('that is over asks nobody any more', () => {
    expect(rulesOf(noted(declared({ title: 'x' }), 'recovered', by('vigie', 1)))).not.toContain('undecided')
  })
})

describe('targets and escalation', () => {
  it('end with the acknowledgement, whose author leads', () => {
    const run = acknowledged(declared(), by('corentin', 3))
    expect(rulesOf(run)).toEqual(['remind'])
    expect(run.facts['lead']).toBe('corentin')
  })

  it('start anew with another severity', () => {
    const low = declared(sev('sev3'))
    expect(rulesOf(low)).toEqual(['breach', 'remind'])
    const high = noted(low, 'severity', {
      ...by('yan', 60),
      fields: { severity: 'sev1', reason: 'all users' },
    })
    const dueIn = Object.fromEntries(
      high.timers.map(({ rule, dueAt }) => [rule, (dueAt - low.openedAt) / 60_000]),
    )
    expect(dueIn).toEqual({ breach: 75, remind: 90, callBackup: 65, callOwners: 70 })
  })

  it('note the breach', () => {
    expect(timerFired(declared(), 'breach', 15).facts['breached']).toBe(true)
  })
})

describe('reminders', () => {
  it('are put off by a snooze, and start anew with an update', () => {
    const run = acknowledged(declared(), by('yan', 1))
    const dueIn = (one: Run) =>
      ((one.timers.find(({ rule }) => rule === 'remind')?.dueAt ?? 0) - one.openedAt) / 60_000
    expect(dueIn(run)).toBe(30)
    expect(dueIn(noted(run, 'snooze90', by('yan', 10)))).toBe(100)
    // It never brings a reminder nearer.
    const seldom = acknowledged(declared(sev('sev3')), by('yan', 1))
    expect(dueIn(noted(seldom, 'snooze30', by('yan', 10)))).toBe(dueIn(seldom))
    expect(dueIn(noted(run, 'update', by('yan', 20)))).toBe(50)
  })

  it('say that nobody leads while nobody does', () => {
    const run = acknowledged(declared(), by('corentin', 1))
    const gone = noted(run, 'leadGone', by('vigie', 5))
    expect(rulesOf(gone)).toEqual(['remind', 'unled'])
    expect(offered(gone)).toContain('lead')
    expect(rulesOf(noted(gone, 'lead', by('yan', 6)))).toEqual(['remind'])
  })
})

describe('data loss', () => {
  const flagged = noted(acknowledged(declared(), by('corentin', 1)), 'dataLoss', by('nadia', 5))

  it('starts the 72 hours of the authority, once', () => {
    const due = flagged.timers.find((timer) => timer.rule === 'noticeDue')?.dueAt ?? 0
    expect((due - flagged.openedAt) / 3_600_000).toBeCloseTo(72 + 5 / 60)
    expect(offered(flagged)).not.toContain('dataLoss')
  })

  it('is confirmed by the lead alone', () => {
    const event = (id: string): RunEvent => ({
      type: 'note',
      key: id,
      at: flagged.openedAt,
      by: { id, groups: ['responders'] },
      door: 'test',
      note: 'confirmDataLoss',
      fields: {},
    })
    expect(advance(flagged, event('yan'))).toMatchObject({ reason: 'not_an_approver', person: 'corentin' })
    const confirmed = advance(flagged, event('corentin'))
    expect(confirmed.advanced && confirmed.effects.map((effect) => effect.kind)).toEqual(['act', 'redraw'])
    expect(advance(confirmed.run, { ...event('corentin'), key: 'again' })).toMatchObject({
      reason: 'not_now',
    })
  })

  it('is flagged by the form of the end too, and no later no takes it back', () => {
    const run = resolved(acknowledged(declared(), by('yan', 1)), {
      ...by('yan', 2),
      fields: { dataLoss: 'yes' },
    })
    expect(run.facts['dataLoss']).toBe(true)
    const kept = resolved(flagged, { ...by('yan', 9), fields: { dataLoss: 'no' } })
    expect(kept.facts['dataLoss']).toBe(true)
  })

  it('keeps the incident open until the authority knows, whatever else is done', () => {
    const run = chosen(resolved(flagged, by('yan', 9)), 'published', by('yan', 20))
    expect([run.state, run.step]).toEqual(['open', 'notice'])
    const noted72 = noted(run, 'noticeFiled', by('nadia', 25))
    expect([noted72.state, noted72.timers]).toEqual(['finished', []])
    const filed = chosen(run, 'filed', by('yan', 30))
    expect([filed.state, filed.timers]).toEqual(['finished', []])
  })
})

describe('whatever happens, in whatever order', () => {
  const events = fc.array(
    fc.record({
      pick: fc.nat(60),
      who: fc.constantFrom('corentin', 'yan', 'vigie'),
      later: fc.nat(3_600_000),
    }),
    { maxLength: 40 },
  )
  const facts = fc.constantFrom<Record<string, string | boolean>>(
    sev('sev1'),
    sev('sev2'),
    sev('sev3'),
    { title: 'alert' },
    { ...sev('sev1'), drill: true, dataLoss: true },
  )

  const straightOn = incident.steps.map(() => ({ pick: 0, who: 'yan' as const, later: 60_000 }))

  it('timers run exactly while their condition holds, once each, and none after the end', () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(facts, events, (first, moves) => {
        let run = declared(first)
        let at = run.openedAt
        const ids = new Set<string>()
        for (const { pick, who, later } of moves) {
          at += later
          const event = eventFor(run, pick, who, at)
          const result = advance(run, event)
          if (!result.advanced) continue
          for (const effect of result.effects) {
            expect(ids.has(effect.id)).toBe(false)
            ids.add(effect.id)
          }
          run = result.run
          reached.add(run.step)
          judge(run)
        }
      }),
      // Chance alone comes to the last steps in most seeds only: one walk takes the first choice at each of them.
      { numRuns: 400, examples: [[sev('sev1'), straightOn]] },
    )
    expect([...reached].sort()).toEqual(incident.steps.map((step) => step.id).sort())
  })

  function eventFor(run: Run, pick: number, who: string, at: number): RunEvent {
    const base = { key: `${run.version} ${pick}`, at, by: { id: who, groups: ['responders'] }, door: 'test' }
    const fields = {
      severity: ['sev1', 'sev2', 'sev3'][pick % 3] ?? 'sev1',
      dataLoss: pick % 2 === 0 ? 'yes' : 'no',
    }
    const choices = choicesNow(run)
    const choice = choices[pick % Math.max(1, choices.length)]?.id ?? 'none'
    if (pick < 25)
      return run.gate === undefined
        ? { ...base, type: 'complete', step: run.step, outcome: choice, fields }
        : { ...base, type: 'decide', step: run.step, decision: choice, fields }
    const timer = run.timers[pick % Math.max(1, run.timers.length)]
    if (pick < 35 && timer !== undefined) return { ...base, type: 'due', timer: timer.id, restart: false }
    const note = run.notes[pick % run.notes.length]?.id ?? 'note'
    return { ...base, type: 'note', note, fields }
  }

  function judge(run: Run): void {
    expect(run.version).toBe(run.history.length)
    const running = rulesOf(run)
    expect(new Set(running).size).toBe(running.length)
    if (run.state === 'finished') expect(running).toEqual([])
    if (run.state === 'finished') return
    for (const rule of run.timerRules) {
      if (!holds(rule.while, run.facts)) expect(running).not.toContain(rule.id)
      else if (rule.repeats === true) expect(running).toContain(rule.id)
    }
  }
})
