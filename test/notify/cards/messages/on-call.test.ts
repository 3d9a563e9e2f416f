import { describe, expect, it } from 'vitest'
import { cardOf } from '../../../../src/notify/cards/index.ts'
import { handover } from '../../../../src/playbooks/handover.ts'
import { override } from '../../../../src/playbooks/override.ts'
import { lookAt, STARTED } from '../../../fixtures/incident-run.ts'
import { begun, completed, due } from '../../../fixtures/small-runs.ts'
import { messageOf, read, spoken } from '../../../fixtures/spoken.ts'

const HOUR = 60

describe('whoever stands in', () => {
  const facts = {
    role: 'primary',
    person: 'yan',
    instead: 'corentin',
    from: String(STARTED),
    until: String(STARTED + 4 * HOUR * 60_000),
  }
  const run = begun(override, facts, { 'stand-in': 4 * HOUR * 60_000 })

  it('is named, with the time and a way to end it', () => {
    expect(read(cardOf(run, lookAt(0)))).toEqual([
      'Yan stands in as primary',
      '- On call: Yan, primary',
      '- Instead of: Corentin',
      '- From: 14:32',
      '- Until: 18:32',
      '- OVR-1 - set by Nadia at 14:32',
      '[End now]',
    ])
    expect(messageOf(run, 'override.card')).toMatchObject({ place: 'channel', follows: true })
  })

  it('may end before, by somebody', () => {
    expect(read(cardOf(completed(run, 'end', 60, 'yan'), lookAt(61)))).toEqual([
      'Yan stood in as primary',
      '- On call: Yan, primary',
      '- Instead of: Corentin',
      '- From: 14:32',
      '- Until: 18:32',
      '- Ended: Yan at 15:32',
      '- OVR-1 - set by Nadia at 14:32',
    ])
  })

  it('hands back at the end of the time', () => {
    expect(spoken(due(run, 'over', 4 * HOUR), 'override.over')).toEqual([
      'Stand-in over - OVR-1',
      '- Yan is not on call as primary any more.',
      '- On call now: Corentin, backup Yan.',
    ])
  })
})

describe('the hand-over of the week', () => {
  const recap = 'INC-1 [SEV1] Docmost is down - resolved\nINC-2 [SEV3] Typo - open'
  const facts = { from: 'corentin', to: 'yan', backup: 'corentin', recap }
  const durations = { untaken: 4 * HOUR * 60_000, week: 7 * 24 * HOUR * 60_000 }
  const run = begun(handover, facts, durations)

  it('says who takes over from whom, with the recap', () => {
    expect(read(cardOf(run, lookAt(0)))).toEqual([
      'On-call hand-over - Yan',
      '- On call: Yan',
      '- Backup: Corentin',
      '- Handed over by: Corentin',
      '- INC-1 [SEV1] Docmost is down - resolved',
      '- INC-2 [SEV3] Typo - open',
      '- HND-1',
      '[Recap read]',
    ])
    expect(messageOf(run, 'handover.card')).toMatchObject({ place: 'channel', follows: true })
  })

  it('says by how much it came late, and why', () => {
    const late = { ...facts, lateMs: String(2 * HOUR * 60_000), lateRestart: true }
    expect(read(cardOf(begun(handover, late, durations), lookAt(0)))).toContain(
      '- This is late by 2 h (restart).',
    )
    const slow = { ...facts, lateMs: String(7 * 60_000) }
    expect(read(cardOf(begun(handover, slow, durations), lookAt(0)))).toContain('- This is late by 7 min.')
  })

  it('says so when there is nothing to say', () => {
    const quiet = begun(handover, { ...facts, recap: '' }, durations)
    expect(read(cardOf(quiet, lookAt(0)))).toContain('- Nothing to hand over: a quiet week.')
  })

  it('is taken, or stays untaken', () => {
    expect(read(cardOf(completed(run, 'taken', 60, 'yan'), lookAt(61)))).toContain(
      '- Taken over: Yan at 15:32',
    )
    expect(read(cardOf(due(run, 'over', 7 * 24 * HOUR), lookAt(8 * 24 * HOUR)))).toContain(
      '- Taken over: never said so',
    )
  })

  it('asks whoever is on call to say that it is read', () => {
    const untaken = due(run, 'untaken', 4 * HOUR)
    expect(spoken(untaken, 'handover.untaken')).toEqual([
      'Hand-over not taken - HND-1',
      '- Yan - you are on call and did not say so for 4 h. Read the recap, then press Recap read.',
      '[Recap read]',
    ])
    expect(messageOf(untaken, 'handover.untaken').place).toBe('thread_and_channel')
  })
})
