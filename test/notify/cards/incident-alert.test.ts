import { describe, expect, it } from 'vitest'
import type { Run } from '../../../src/engine/run.ts'
import { cardOf } from '../../../src/notify/cards/index.ts'
import {
  acknowledged,
  chosen,
  declared,
  lookAt,
  noted,
  resolved,
  STARTED,
} from '../../fixtures/incident-run.ts'
import { labels, words } from './reading.ts'

const resolution = { cause: 'Logs filled the disk', impact: 'No saving', users: '40', dataLoss: 'no' }

describe('an alert', () => {
  const facts = {
    title: 'HTTP 502',
    source: 'uptimerobot',
    link: 'https://monitor.example/1',
    service: 'docmost',
    alertSeverity: 'critical',
    since: String(STARTED - 4 * 60_000),
  }
  const alert: Run = { ...declared(facts), requester: 'vigie' }
  const more = { minutes: 3, by: 'vigie', fields: { title: 'Baserow 502', count: '3' } }

  it('that nobody decided yet shows what the monitor says, and what one may do', () => {
    expect(words(alert, 2)).toBe(
      [
        '[ALERT] formation-hub - HTTP 502',
        '- Symptom: HTTP 502',
        '- Started: 14:28 - 6 min ago',
        '- Decision: nobody yet - Corentin is on call',
        '- Monitor: uptimerobot - docmost - critical - details (https://monitor.example/1)',
        '- Alerts: still firing',
        '- Code INC-1-A - /ops approve INC-1-A',
        '- INC-1 - alert of uptimerobot at 14:32',
      ].join('\n'),
    )
    expect(labels(alert)).toEqual(['Declare SEV1', 'Declare SEV2', 'Declare SEV3', 'Ignore'])
    expect(cardOf(alert, lookAt(2)).status).toBe('warning')
  })

  it('groups others, and may be over by itself', () => {
    const grouped = noted(alert, 'alert', more)
    expect(words(grouped, 4)).toContain('- Alerts: 3 grouped, the last at 14:35: Baserow 502 - still firing')
    const over = noted(grouped, 'recovered', { minutes: 8, by: 'vigie', fields: { title: 'HTTP 502' } })
    expect(words(over, 9)).toContain('Baserow 502 - over since 14:40')
    expect(cardOf(over, lookAt(9)).status).toBe('info')
    const again = noted(over, 'alert', { ...more, minutes: 10 })
    expect(words(again, 11)).toContain('- still firing')
  })

  it('that was ignored says by whom, without a button', () => {
    const ignored = chosen(alert, 'ignore', { minutes: 10, by: 'yan' })
    expect(words(ignored, 11)).toContain('[ALERT IGNORED] formation-hub - HTTP 502\n')
    expect(words(ignored, 11)).toContain('- Ignored by: Yan at 14:42\n')
    expect(words(ignored, 11)).not.toContain('Code')
    expect(labels(ignored)).toEqual([])
  })

  it('that was declared counts from its start, and its target from the declaration', () => {
    const sev1 = chosen(alert, 'sev1', { minutes: 10, by: 'yan' })
    const text = words(sev1, 10)
    expect(text).toContain('[SEV1] formation-hub - HTTP 502\n')
    expect(text).toContain('- Started: 14:28\n')
    expect(text).toContain('- Target: acknowledge by 14:57 - in 15 min\n')
    expect(text).toContain('- Monitor: uptimerobot - docmost - critical')
    expect(text).toContain('- INC-1 - declared by Yan at 14:42')
    const over = resolved(acknowledged(sev1, { minutes: 11, by: 'yan' }), {
      minutes: 56,
      by: 'yan',
      fields: resolution,
    })
    expect(words(over, 70)).toContain('- Duration down: 1h00m\n')
  })
})
