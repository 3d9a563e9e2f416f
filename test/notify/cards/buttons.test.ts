import { describe, expect, it } from 'vitest'
import { advance } from '../../../src/engine/advance.ts'
import type { RunEvent } from '../../../src/engine/event.ts'
import { findStep } from '../../../src/engine/playbook.ts'
import type { Fields, Run } from '../../../src/engine/run.ts'
import type { Act } from '../../../src/notify/card.ts'
import { buttonsOf } from '../../../src/notify/cards/buttons.ts'
import { acknowledged, chosen, declared, noted, resolved, STARTED } from '../../fixtures/incident-run.ts'

const labels = (run: Run) =>
  buttonsOf(run).map(({ label, tone }) => (tone === undefined ? label : `${label} (${tone})`))

const by = (who: string, minutes: number, fields: Fields = {}) => ({ by: who, minutes, fields })

const facts = { severity: 'sev1', title: 'Docmost is down', checks: true }
const taken = acknowledged(declared(facts), by('corentin', 3))
const mitigating = chosen(taken, 'cause', by('yan', 10))
const verifying = chosen(mitigating, 'mitigated', by('yan', 20))
const unled = noted(verifying, 'leadGone', by('vigie', 21))
const lost = noted(unled, 'dataLoss', by('nadia', 22))
const minor = acknowledged(declared({ ...facts, severity: 'sev3' }), by('yan', 1))
const alert = declared({ title: 'HTTP 502' })

const stages = {
  alert,
  declared: declared(facts),
  taken,
  mitigating,
  verifying,
  unled,
  lost,
  flagged: noted(taken, 'dataLoss', by('nadia', 22)),
  communicating: chosen(verifying, 'verified', by('yan', 30)),
  resolved: resolved(lost, by('yan', 40)),
  notifying: chosen(resolved(lost, by('yan', 40)), 'published', by('yan', 50)),
  minor,
  ignored: chosen(alert, 'ignore', by('yan', 1)),
  over: resolved(minor, by('yan', 2)),
}

describe('the buttons of an incident', () => {
  it('begin with what leads on and end with the other choices', () => {
    expect(labels(stages.alert)).toEqual(['Declare SEV1 (danger)', 'Declare SEV2', 'Declare SEV3', 'Ignore'])
    expect(labels(stages.declared)).toEqual([
      'Acknowledge (primary)',
      'Update',
      'Data loss (danger)',
      'Resolve',
    ])
    expect(labels(stages.verifying)).toEqual([
      'Verified (primary)',
      'Update',
      'Join as communications',
      'Join as scribe',
      'Run checks',
      'Action item',
      'Data loss (danger)',
      'Not fixed (danger)',
      'Resolve',
    ])
  })

  it('have the notes that are possible now: a role that is free, what is confirmed once', () => {
    expect(labels(stages.unled)).toContain('Join as lead')
    expect(labels(stages.unled)).not.toContain('Confirm and e-mail everybody (danger)')
    expect(labels(stages.lost)).toContain('Confirm and e-mail everybody (danger)')
    expect(labels(stages.lost)).not.toContain('Data loss (danger)')
    expect(labels(stages.minor)).toContain('Workaround')
    expect(labels(stages.resolved)).toContain('Write post-mortem')
    expect(labels(acknowledged(declared(), by('yan', 1)))).not.toContain('Run checks')
  })

  it('leave out what only a typed command or Vigie itself says', () => {
    for (const run of Object.values(stages)) {
      for (const hidden of ['Note', 'Change severity', 'Take the lead', 'Snooze 30 min', 'alert'])
        expect(labels(run)).not.toContain(hidden)
    }
  })

  it('are none when it is over', () => {
    expect(labels(stages.ignored)).toEqual([])
    expect(labels(stages.over)).toEqual([])
  })

  it('fill two rows of five at most, and each of them would be taken', () => {
    for (const run of Object.values(stages)) {
      const buttons = buttonsOf(run)
      expect(buttons.length).toBeLessThanOrEqual(10)
      for (const { act } of buttons) expect(advance(run, eventOf(run, act)).advanced).toBe(true)
    }
  })
})

/** Pressed by whoever may: the lead, where there is one. */
function eventOf(run: Run, act: Act): RunEvent {
  const id = String(run.facts['lead'] || 'yan')
  const base = { key: 'press', at: STARTED + 3_600_000, by: { id, groups: ['responders'] }, door: 'slack' }
  if (act.kind === 'show') throw new Error('no button of an incident shows something')
  if (act.kind === 'note') return { ...base, type: 'note', note: act.note, fields: {} }
  const { step, choice } = act
  return findStep(run.steps, step)?.kind === 'gate'
    ? {
        ...base,
        type: 'decide',
        step,
        decision: choice,
        fields: {},
        ...(act.code === undefined ? {} : { code: act.code }),
      }
    : { ...base, type: 'complete', step, outcome: choice, fields: {} }
}
