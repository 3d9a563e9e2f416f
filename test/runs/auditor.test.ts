import { describe, expect, it } from 'vitest'
import { everyHourWorks } from '../../src/engine/span.ts'
import { auditEscalations } from '../../src/runs/auditor.ts'
import {
  acknowledged,
  chosen,
  declared,
  noted,
  resolved,
  STARTED,
  timerFired,
} from '../fixtures/incident-run.ts'

const MINUTE = 60_000
const at = (minutes: number) => STARTED + minutes * MINUTE
const audit = (run: ReturnType<typeof declared>) => auditEscalations(run, everyHourWorks)

describe('auditing the escalations', () => {
  it('tells what ran, what ran late and what was not due', () => {
    const called = timerFired(timerFired(declared(), 'callBackup', 5), 'callOwners', 12, true)
    const run = acknowledged(called, { minutes: 13, by: 'corentin' })
    expect(audit(run)).toEqual([
      { what: 'backup', dueAt: at(5), state: 'ran', at: at(5), entry: 1 },
      { what: 'owners', dueAt: at(10), state: 'late', at: at(12), entry: 2 },
      { what: 'target', dueAt: at(15), state: 'not_due' },
    ])
  })

  it('a timer that was lost is missed, also when the incident was resolved straight away', () => {
    const run = resolved(declared(), { minutes: 12, by: 'corentin' })
    expect(audit(run).map(({ state }) => state)).toEqual(['missed', 'missed', 'not_due'])
  })

  it('goes by the first decision of the triage, whatever comes after it', () => {
    const run = acknowledged(declared(), { minutes: 2, by: 'corentin' })
    const lowered = noted(run, 'severity', { minutes: 3, by: 'yan', fields: { severity: 'sev3' } })
    const later = resolved(lowered, { minutes: 90, by: 'corentin' })
    expect(audit(later)).toEqual([
      { what: 'backup', dueAt: at(5), state: 'not_due' },
      { what: 'owners', dueAt: at(10), state: 'not_due' },
      { what: 'target', dueAt: at(15), state: 'not_due' },
    ])
  })

  it('counts from the triage and not from the alert, also where a duration goes for every severity', () => {
    const alert = { ...declared({ title: 'Docmost is down' }), durations: { acknowledge: 15 * MINUTE } }
    const triaged = chosen(alert, 'sev1', { minutes: 9, by: 'corentin' })
    expect(audit(acknowledged(triaged, { minutes: 20, by: 'corentin' }))).toEqual([
      { what: 'target', dueAt: at(9 + 15), state: 'not_due' },
    ])
  })

  it('a change of severity counts anew what was not due yet, and takes back nothing that was', () => {
    const called = timerFired(declared(), 'callBackup', 5)
    const lowered = noted(called, 'severity', { minutes: 7, by: 'yan', fields: { severity: 'sev2' } })
    const run = acknowledged(lowered, { minutes: 60, by: 'corentin' })
    expect(audit(run)).toEqual([
      { what: 'backup', dueAt: at(5), state: 'ran', at: at(5), entry: 1 },
      { what: 'owners', dueAt: at(7 + 180), state: 'not_due' },
      { what: 'target', dueAt: at(7 + 240), state: 'not_due' },
    ])
  })

  it('a severity that has an escalation which the one before had not is counted from the change', () => {
    const raised = noted(declared({ severity: 'sev3' }), 'severity', {
      minutes: 10,
      by: 'yan',
      fields: { severity: 'sev1' },
    })
    const run = acknowledged(raised, { minutes: 16, by: 'corentin' })
    expect(audit(run).map(({ what, dueAt, state }) => [what, dueAt, state])).toEqual([
      ['backup', at(15), 'missed'],
      ['owners', at(20), 'not_due'],
      ['target', at(25), 'not_due'],
    ])
  })

  it('a severity without an escalation leaves it out', () => {
    const lowered = noted(declared(), 'severity', { minutes: 2, by: 'yan', fields: { severity: 'sev3' } })
    expect(audit(acknowledged(lowered, { minutes: 30, by: 'yan' })).map(({ what }) => what)).toEqual([
      'target',
    ])
  })

  it('of a triage that is not decided yet it says what the history tells', () => {
    const run = timerFired(declared(), 'callOwners', 10)
    expect(audit(run).map(({ state }) => state)).toEqual(['missed', 'ran', 'not_due'])
    expect(audit(declared()).map(({ state }) => state)).toEqual(['not_due', 'not_due', 'not_due'])
  })

  it('an alert that nobody made an incident has none', () => {
    expect(audit(declared({ title: 'Docmost is down' }))).toEqual([])
  })
})
