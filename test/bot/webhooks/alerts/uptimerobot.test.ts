import { expect, test } from 'vitest'
import { parseUptimerobot } from '../../../../src/bot/webhooks/alerts/uptimerobot.ts'
import { jsonOf, payload } from '../../../fixtures/alerts/payload.ts'

const now = Date.parse('2026-05-12T10:00:00Z')
const since = Date.parse('2026-05-12T09:41:07Z')

const down = {
  source: 'uptimerobot',
  fingerprint: 'uptimerobot:778812345',
  state: 'firing',
  title: 'Docmost & wiki is down',
  service: 'Docmost & wiki',
  summary: "HTTP 502 - Bad Gateway (server doesn't answer)",
  since,
  link: 'https://wiki.example.org/health',
}

test('down from a form: escaped names as they are, no password in the link', () => {
  const fields = Object.fromEntries(new URLSearchParams(payload('uptimerobot-down').toString('utf8')))
  expect(parseUptimerobot(fields, now)).toEqual({ ok: true, alerts: [down] })
})

test('up from JSON ends the same trouble, and began when it went down', () => {
  const alerts = [{ ...down, state: 'resolved', summary: 'HTTP 200 - OK' }]
  expect(parseUptimerobot(jsonOf('uptimerobot-up'), now)).toEqual({ ok: true, alerts })
})

test('an expiry is a trouble of its own; what stayed unreplaced is not said', () => {
  expect(parseUptimerobot(jsonOf('uptimerobot-ssl'), now)).toEqual({
    ok: true,
    alerts: [
      {
        source: 'uptimerobot',
        fingerprint: 'uptimerobot:778812345:expiry',
        state: 'firing',
        title: 'Docmost & wiki has a certificate or domain about to expire',
        service: 'Docmost & wiki',
        summary: 'Expires 2026-05-26 12:00:00, 14 days left',
        since,
      },
    ],
  })
})

test('the word says what the number would, and the address stands in for the id', () => {
  const sent = {
    monitorURL: 'https://wiki.example.org',
    alertType: '*alertType*',
    alertTypeFriendlyName: 'Down',
  }
  expect(parseUptimerobot(sent, now)).toEqual({
    ok: true,
    alerts: [
      {
        source: 'uptimerobot',
        fingerprint: 'uptimerobot:https://wiki.example.org',
        state: 'firing',
        title: 'https://wiki.example.org is down',
        service: 'https://wiki.example.org',
        link: 'https://wiki.example.org/',
      },
    ],
  })
})

test('a variable may be null', () => {
  const sent = { monitorID: 7, alertType: 2, alertDetails: null, alertDuration: null, alertDateTime: null }
  expect(parseUptimerobot(sent, now)).toEqual({
    ok: true,
    alerts: [
      {
        source: 'uptimerobot',
        fingerprint: 'uptimerobot:7',
        state: 'resolved',
        title: 'Monitor 7 is down',
        service: 'Monitor 7',
      },
    ],
  })
})

test.each([
  [{ alerts: [] }, 'it has no monitorID'],
  [[], 'it has no monitorID'],
  ['text', 'it has no monitorID'],
  [{ monitorID: '*monitorID*', monitorURL: '' }, 'it has no monitorID'],
  [{ monitorID: '7' }, 'its alertType is neither 1 (down) nor 2 (up) nor 3 (expiry)'],
  [{ monitorID: '7', alertType: '99' }, 'its alertType is neither 1 (down) nor 2 (up) nor 3 (expiry)'],
  [
    { monitorID: '7', alertType: 'constructor' },
    'its alertType is neither 1 (down) nor 2 (up) nor 3 (expiry)',
  ],
])('%o is refused: %s', (body, why) => {
  expect(parseUptimerobot(body, now)).toEqual({
    ok: false,
    because: `This is no alert of UptimeRobot: ${why}.`,
  })
})
