import { expect, test } from 'vitest'
import { parseGeneric } from '../../../../src/bot/webhooks/alerts/generic.ts'
import { jsonOf } from '../../../fixtures/alerts/payload.ts'

const now = Date.parse('2026-05-12T10:00:00Z')

/** The one alert that a body gives. */
function parsed(body: unknown) {
  const result = parseGeneric(body, now)
  if (!result.ok) throw new Error(result.because)
  return result.alerts[0]
}

test('an array gives an alert each', () => {
  expect(parseGeneric(jsonOf('generic-two'), now)).toEqual({
    ok: true,
    alerts: [
      {
        source: 'generic',
        fingerprint: 'generic:backup',
        state: 'firing',
        title: 'Nightly backup failed',
        summary: 'pg_dump: connection refused',
        service: 'backup',
        severity: 'critical',
        since: Date.parse('2026-05-12T00:10:00Z'),
        link: 'https://ci.example.org/job/12',
      },
      {
        source: 'generic',
        fingerprint: expect.stringMatching(/^generic:[0-9a-f]{32}$/),
        state: 'firing',
        title: 'Disk of the café host is full',
      },
    ],
  })
})

test('without an id, service and title name the trouble, and its end', () => {
  const firing = parsed({ title: 'Disk full', service: 'a' })
  const resolved = parsed({ title: 'Disk full', service: 'a', state: 'resolved', summary: 'again 40 % free' })
  expect(resolved?.fingerprint).toBe(firing?.fingerprint)
  expect(parsed({ title: 'Disk full', service: 'b' })?.fingerprint).not.toBe(firing?.fingerprint)
})

test.each([
  ['ISO', '2026-05-12T09:00:00Z', Date.parse('2026-05-12T09:00:00Z')],
  ['seconds', 1_778_576_400, Date.parse('2026-05-12T09:00:00Z')],
  ['seconds as text, from a form', '1778576400', Date.parse('2026-05-12T09:00:00Z')],
  ['milliseconds, meant as seconds', 1_778_576_400_000, Date.parse('2026-05-12T09:00:00Z')],
  ['later than now', '2027-01-01T00:00:00Z', now],
  ["a product's nothing", '0001-01-01T00:00:00Z', undefined],
  ['no time', 'yesterday', undefined],
])('since may be %s', (_how, since, expected) => {
  expect(parsed({ title: 'x', since })?.since).toBe(expected)
})

test.each([
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['/relative', undefined],
  ['https://user:secret@example.org/a?b=c', 'https://example.org/a?b=c'],
])('of the link %s there is %s', (link, expected) => {
  expect(parsed({ title: 'x', link })?.link).toBe(expected)
})

test('a title is one line of at most 150 characters, and no character of it is cut through', () => {
  const long = parsed({ title: `down\r\n\u0000\u001b[31m ${'é🜁'.repeat(100)}` })?.title ?? ''
  expect(long.startsWith('down [31m é')).toBe(true)
  expect(long.endsWith('…')).toBe(true)
  expect(long.length).toBeLessThanOrEqual(150)
  expect(long).not.toMatch(/\p{Cs}|\p{Cc}/u)
})

test('nothing turns the direction of the text around it', () => {
  expect(parsed({ title: 'a\u202eb\u2066c\ud800d' })?.title).toBe('abcd')
})

test('an id too long or too odd for a key is known by its digest', () => {
  const odd = parsed({ title: 'x', id: 'a b\nc' })?.fingerprint
  expect(odd).toMatch(/^generic:[0-9a-f]{32}$/)
  expect(parsed({ title: 'x', id: 'y'.repeat(201) })?.fingerprint).toMatch(/^generic:[0-9a-f]{32}$/)
  expect(parsed({ title: 'x', id: 42 })?.fingerprint).toBe('generic:42')
})

test('a script that knows nothing about a field may send null', () => {
  const nothing = {
    state: null,
    id: null,
    service: null,
    severity: null,
    summary: null,
    since: null,
    link: null,
  }
  expect(parsed({ title: 'x', ...nothing })).toEqual({
    source: 'generic',
    fingerprint: expect.stringMatching(/^generic:/),
    state: 'firing',
    title: 'x',
  })
})

test.each([
  ['no title', { state: 'firing' }],
  ['an empty title', { title: ' \n' }],
  ['an unknown state', { title: 'x', state: 'ok' }],
  ['one bad alert among good ones', [{ title: 'x' }, {}]],
  ['no alert', []],
  ['text', 'x'],
  ['nothing', null],
])('%s is refused whole', (_what, body) => {
  expect(parseGeneric(body, now)).toMatchObject({ ok: false, because: expect.stringContaining("'title'") })
})
