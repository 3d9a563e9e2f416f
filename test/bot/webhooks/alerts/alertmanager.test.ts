import { expect, test } from 'vitest'
import { parseAlertmanager } from '../../../../src/bot/webhooks/alerts/alertmanager.ts'
import { jsonOf } from '../../../fixtures/alerts/payload.ts'

const now = Date.parse('2026-05-12T10:00:00Z')
const link = 'https://prometheus.example.org/graph?g0.expr=probe_success+%3D%3D+0&g0.tab=1'

const slow = {
  source: 'alertmanager',
  fingerprint: 'alertmanager:859cc4f12c8e0328',
  state: 'firing',
  title: 'InstanceDown',
  summary: 'https://tables.example.org is slow: 4,2 s',
  service: 'blackbox',
  severity: 'warning',
  since: Date.parse('2026-05-12T09:43:00Z'),
  link,
}
const down = {
  source: 'alertmanager',
  fingerprint: 'alertmanager:4597b93d6e36c7aa',
  state: 'firing',
  title: "Docmost doesn't answer",
  summary:
    'https://wiki.example.org has answered 502 for more than 2 minutes. Last success: 09:41 & nothing <since>.',
  service: 'docmost',
  severity: 'critical',
  since: Date.parse('2026-05-12T09:41:07.123Z'),
  link,
}

test('a recorded group gives one alert each, with the fingerprint that Alertmanager sends', () => {
  expect(parseAlertmanager(jsonOf('alertmanager-firing'), now)).toEqual({ ok: true, alerts: [slow, down] })
})

test('the state is that of each alert, not of its group', () => {
  const alerts = [slow, { ...down, state: 'resolved' }]
  expect(parseAlertmanager(jsonOf('alertmanager-one-resolved'), now)).toEqual({ ok: true, alerts })
})

test("Grafana's webhook has the same shape", () => {
  expect(parseAlertmanager(jsonOf('grafana-firing'), now)).toEqual({
    ok: true,
    alerts: [
      {
        source: 'alertmanager',
        fingerprint: 'alertmanager:c6eadffa33fcdf37',
        state: 'firing',
        title: 'Memory of the wiki is above 90 %',
        service: 'wiki.example.org',
        since: Date.parse('2026-05-12T09:51:03.157Z'),
        link: 'https://grafana.example.org/alerting/1afz29v7z/edit',
      },
    ],
  })
})

test('without a fingerprint the labels name the alert, in whichever order they come', () => {
  const sent = (labels: object, status = 'firing') => ({ alerts: [{ status, labels }] })
  const one = parseAlertmanager(sent({ alertname: 'Disk', instance: 'a' }), now)
  const same = parseAlertmanager(sent({ instance: 'a', alertname: 'Disk' }), now)
  const other = parseAlertmanager(sent({ alertname: 'Disk', instance: 'b' }), now)
  expect(one).toEqual(same)
  expect(one).not.toMatchObject(other)
  expect(one).toMatchObject({ ok: true, alerts: [{ title: 'Disk', service: 'a' }] })
})

test('an address that is no web address is no link; that of Alertmanager itself is better than none', () => {
  const sent = {
    externalURL: 'https://alerts.example.org/am',
    alerts: [{ status: 'firing', labels: { alertname: 'Disk' }, generatorURL: 'javascript:alert(1)' }],
  }
  expect(parseAlertmanager(sent, now)).toMatchObject({
    alerts: [{ link: 'https://alerts.example.org/am' }],
  })
})

test.each([
  ['another product', { monitorID: '1', alertType: '1' }],
  ['no alert at all', { version: '4', status: 'firing', alerts: [] }],
  ['an unknown status', { alerts: [{ status: 'suppressed', labels: {} }] }],
  ['text', 'firing'],
  ['nothing', null],
])('%s is not taken for it', (_what, body) => {
  expect(parseAlertmanager(body, now)).toEqual({
    ok: false,
    because: "This is no webhook of Alertmanager: it has no list 'alerts' with a status each.",
  })
})
