import { describe, expect, it } from 'vitest'
import type { Playbook } from '../../../src/engine/playbook.ts'
import type { Run } from '../../../src/engine/run.ts'
import { timelineOf } from '../../../src/notify/cards/timeline.ts'
import { textOf } from '../../../src/notify/text.ts'
import { PLAYBOOKS } from '../../../src/playbooks/index.ts'
import {
  acknowledged,
  chosen,
  declared,
  lookAt,
  noted,
  resolved,
  STARTED,
  timerFired,
  updated,
} from '../../fixtures/incident-run.ts'

const spoken = (run: Run, minutes = 90) =>
  timelineOf(run, lookAt(minutes)).map(({ when, what }) => `${when} ${textOf(what)}`)

const taken = acknowledged(declared(), { minutes: 3, by: 'yan' })
const minute = (minutes: number) => String(STARTED + minutes * 60_000)

describe('the timeline of a run', () => {
  it('has a line for each thing that happened', () => {
    const told = updated(taken, {
      minutes: 5,
      by: 'yan',
      fields: { investigating: 'Disk', eta: '15:00' },
    })
    expect(spoken(timerFired(told, 'remind', 44))).toEqual([
      '14:32 declared by Nadia (slack)',
      '14:35 acknowledged by Yan (slack)',
      '14:37 updated by Yan (slack) - investigating: Disk - eta: 15:00',
      '15:16 reminder: an update was due - late by 9 min',
    ])
  })

  it('follows the steps to the end', () => {
    const found = chosen(taken, 'cause', { minutes: 10, by: 'yan', fields: { hypothesis: 'Disk full' } })
    const mitigated = chosen(found, 'mitigated', { minutes: 20, by: 'yan', fields: { action: 'Cleanup' } })
    const broken = chosen(mitigated, 'not-fixed', { minutes: 30, by: 'yan', fields: { reason: 'Still 502' } })
    const over = resolved(broken, { minutes: 40, by: 'nadia', fields: { cause: 'Logs', dataLoss: 'no' } })
    const published = chosen(over, 'published', { minutes: 50, by: 'corentin' })
    expect(spoken(published).slice(2)).toEqual([
      '14:42 cause found by Yan (slack) - hypothesis: Disk full',
      '14:52 mitigated by Yan (slack) - action: Cleanup',
      '15:02 found not fixed by Yan (slack) - Still 502',
      '15:12 resolved by Nadia (slack) - cause: Logs - data loss: no',
      '15:22 post-mortem published by Corentin (slack)',
    ])
  })

  it('says what people said, and who took which role', () => {
    const joined = noted(taken, 'comms', { minutes: 4, by: 'nadia' })
    const led = noted(joined, 'takeover', { minutes: 5, by: 'corentin' })
    const fields = { severity: 'sev2', reason: 'Half is back' }
    const lowered = noted(led, 'severity', { minutes: 6, by: 'corentin', fields })
    const flagged = noted(lowered, 'dataLoss', { minutes: 7, by: 'nadia', fields: { what: 'Drafts' } })
    expect(spoken(flagged).slice(2)).toEqual([
      '14:36 Nadia (slack) joined as communications',
      '14:37 Corentin (slack) took over the lead',
      '14:38 Corentin (slack) changed the severity - severity: SEV2 - Half is back',
      '14:39 Nadia (slack) flagged data loss - what: Drafts',
    ])
  })

  it('says what Vigie found and did, with links', () => {
    const vigie = (run: Run, note: string, minutes: number, fields: Record<string, string>) =>
      noted(run, note, { minutes, by: 'vigie', fields })
    const checked = vigie(taken, 'checked', 4, { docmost: '503, expected 200', at: '200' })
    const issued = vigie(checked, 'issued', 5, { issue: '12', issueUrl: 'https://github.com/a/b/issues/12' })
    const failed = vigie(issued, 'failed', 6, { what: 'incident.mail', because: 'no address' })
    expect(spoken(failed).slice(2)).toEqual([
      '14:36 health checks (Vigie, slack) - docmost: 503, expected 200 - at: 200',
      '14:37 issue opened (Vigie, slack) - issue: #12 (https://github.com/a/b/issues/12)',
      '14:38 could not be done (Vigie, slack) - what: incident.mail - because: no address',
    ])
  })

  it('begins with the alert, whatever became of it', () => {
    const alert = declared({ title: 'HTTP 502', source: 'uptimerobot', link: 'https://monitor.example/1' })
    const more = noted(alert, 'alert', { minutes: 1, by: 'vigie', fields: { title: 'Baserow', count: '2' } })
    const over = noted(more, 'recovered', { minutes: 2, by: 'vigie', fields: { title: 'HTTP 502' } })
    expect(spoken(chosen(over, 'sev2', { minutes: 3, by: 'yan' }))).toEqual([
      '14:32 alert raised by Nadia (slack) - HTTP 502 - uptimerobot',
      '14:33 alert (Vigie, slack) - Baserow - count: 2',
      '14:34 alert over (Vigie, slack) - HTTP 502',
      '14:35 declared SEV2 by Yan (slack)',
    ])
    expect(spoken(declared({ severity: 'sev1', drill: true }))).toEqual([
      '14:32 drill declared by Nadia (slack)',
    ])
  })

  it('puts a note where it belongs, and says when it was written', () => {
    const fields = { text: 'Snapshot taken', at: minute(1) }
    expect(spoken(noted(taken, 'note', { minutes: 20, by: 'nadia', fields }))).toEqual([
      '14:32 declared by Nadia (slack)',
      '14:33 noted by Nadia (slack) - Snapshot taken - written down at 14:52',
      '14:35 acknowledged by Yan (slack)',
    ])
  })

  it('quotes messages with their latest words, at their own time, and those that are gone not at all', () => {
    const mark = (run: Run, note: string, minutes: number, fields: Record<string, string>) =>
      noted(run, note, { minutes, by: 'vigie', fields })
    const slow = { message: 'm1', author: 'nadia', text: 'It is slow', at: minute(-4), marked: 'yan' }
    const first = mark(taken, 'quoted', 10, slow)
    const second = mark(first, 'quoted', 11, { message: 'm2', author: 'yan', text: 'Wrong channel' })
    const edited = mark(second, 'quote-edited', 12, { message: 'm1', text: 'It is very slow' })
    expect(spoken(mark(edited, 'quote-deleted', 13, { message: 'm2' }))).toEqual([
      '14:28 "It is very slow" - Nadia - marked by Yan (slack) - written down at 14:42',
      '14:32 declared by Nadia (slack)',
      '14:35 acknowledged by Yan (slack)',
    ])
  })

  it('leads to the message that was marked', () => {
    const fields = { message: 'm1', text: 'Hm', link: 'https://chat.example/p1' }
    const [, , line] = timelineOf(noted(taken, 'quoted', { minutes: 4, by: 'vigie', fields }), lookAt(5))
    expect(line?.what).toEqual([
      '"Hm"',
      ' (slack)',
      ' - ',
      { link: 'https://chat.example/p1', label: 'message' },
    ])
  })

  it('has words for every timer of every playbook', () => {
    const [began] = declared().history
    if (began === undefined) throw new Error('a run has a beginning')
    for (const playbook of Object.values<Playbook>(PLAYBOOKS)) {
      for (const { id } of [...playbook.timers, ...playbook.steps.flatMap((step) => step.timers ?? [])]) {
        const due = { ...began, key: id, kind: 'due' as const, what: id, by: 'vigie' }
        expect(spoken({ ...declared(), history: [due] })).not.toEqual([`14:32 ${id}`])
      }
    }
  })
})
