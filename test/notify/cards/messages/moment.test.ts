import { describe, expect, it } from 'vitest'
import type { Run } from '../../../../src/engine/run.ts'
import { earlier, momentOf } from '../../../../src/notify/cards/messages/moment.ts'
import {
  acknowledged,
  chosen,
  declared,
  lookAt,
  noted,
  resolved,
  timerFired,
} from '../../../fixtures/incident-run.ts'

/** Every way in which facts change: begun, decided, claimed, kept, flagged, set by a timer, taken back. */
function story(): readonly Run[] {
  const alert = declared({ title: 'Docmost does not answer' })
  const sev2 = chosen(alert, 'sev2', { minutes: 1, by: 'yan' })
  const missed = timerFired(sev2, 'breach', 241)
  const taken = acknowledged(missed, { minutes: 242, by: 'yan' })
  const grown = noted(taken, 'severity', {
    minutes: 243,
    by: 'yan',
    fields: { severity: 'sev1', reason: 'x' },
  })
  const gone = noted(grown, 'leadGone', { minutes: 244, by: 'vigie' })
  const led = noted(gone, 'lead', { minutes: 245, by: 'corentin' })
  const fields = { cause: 'Disk', impact: 'x', users: '1', dataLoss: 'yes' }
  const over = resolved(led, { minutes: 246, by: 'corentin', fields })
  return [alert, sev2, missed, taken, grown, gone, led, over]
}

describe('a run as it stood', () => {
  const stages = story()
  const now = stages.at(-1) ?? declared()

  it('has the facts and the history that it had then, entry by entry', () => {
    const replayed = now.history.map((entry) => momentOf(now, entry, lookAt(0)).run)
    expect(replayed.map((run) => run.facts)).toEqual(stages.map((run) => run.facts))
    expect(replayed.map((run) => run.history.length)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('earlier than an entry is the run after the one before; nothing is earlier than the first', () => {
    const moments = now.history.map((entry) => momentOf(now, entry, lookAt(0)))
    expect(moments.map((moment) => earlier(moment).facts)).toEqual(
      [stages[0], ...stages.slice(0, -1)].map((run) => run?.facts),
    )
  })
})
