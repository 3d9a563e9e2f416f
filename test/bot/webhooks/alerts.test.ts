import { once } from 'node:events'
import { connect } from 'node:net'
import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/adapters/system-clock.ts'
import { createServer } from '../../../src/bot/server.ts'
import { createAlertWebhooks, type Unusable } from '../../../src/bot/webhooks/alerts.ts'
import type { Alert } from '../../../src/runs/alerts.ts'
import { payload } from '../../fixtures/alerts/payload.ts'

const SECRETS = ['the new secret', 'the-old-secret']

let server: FastifyInstance | undefined
afterEach(() => server?.close())

async function start(over: { take?: (alerts: readonly Alert[]) => Promise<void> } = {}) {
  const taken: Alert[] = []
  const unusable: Unusable[] = []
  const lines: string[] = []
  const out = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const log = pino({ level: 'debug' }, out)
  server = createServer({
    log,
    health: { store: 'memory', surfaces: {}, ping: async () => undefined },
  })
  server.register(
    createAlertWebhooks({
      secrets: SECRETS,
      take: over.take ?? (async (alerts) => void taken.push(...alerts)),
      unusable: async (report) => void unusable.push(report),
      log,
      clock: systemClock,
    }),
  )
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  async function send(
    source: string,
    body?: string | Buffer<ArrayBuffer>,
    headers: Record<string, string> = {},
  ) {
    const url = `${address}/api/webhooks/alerts/${source}`
    const authorization = source.includes('token=') ? {} : { authorization: `Bearer ${SECRETS[0]}` }
    const answer = await fetch(url, {
      method: 'POST',
      body: body ?? null,
      headers: { ...authorization, ...headers },
    })
    const said: unknown = await answer.json()
    return { status: answer.status, body: said }
  }
  return { address, send, taken, unusable, lines }
}

const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe('what monitors send', () => {
  test('Alertmanager, byte for byte: one alert each', async () => {
    const { send, taken, unusable } = await start()
    const answer = await send('alertmanager', payload('alertmanager-firing'), json)
    expect(answer).toEqual({ status: 202, body: { accepted: true, alerts: 2 } })
    expect(taken.map((alert) => [alert.state, alert.title])).toEqual([
      ['firing', 'InstanceDown'],
      ['firing', "Docmost doesn't answer"],
    ])
    expect(unusable).toEqual([])
  })

  test('UptimeRobot as a form, then as JSON: up ends what down began', async () => {
    const { send, taken } = await start()
    const down = await send('uptimerobot?token=the-old-secret', payload('uptimerobot-down'), form)
    const up = await send('uptimerobot?token=the-old-secret', payload('uptimerobot-up'), json)
    expect([down.status, up.status]).toEqual([202, 202])
    expect(taken.map(({ fingerprint, state }) => [fingerprint, state])).toEqual([
      ['uptimerobot:778812345', 'firing'],
      ['uptimerobot:778812345', 'resolved'],
    ])
  })

  test('UptimeRobot in the address, posted and plainly fetched; the body comes before', async () => {
    const { address, send, taken } = await start()
    const query = 'token=the-old-secret&monitorID=7&monitorFriendlyName=Wiki&alertType=1'
    await send(`uptimerobot?${query}`)
    await send(`uptimerobot?${query}`, 'alertType=2', form)
    const got = await fetch(`${address}/api/webhooks/alerts/uptimerobot?${query}`)
    const looked = await fetch(`${address}/api/webhooks/alerts/uptimerobot?${query}`, { method: 'HEAD' })
    expect([got.status, looked.status]).toEqual([202, 404])
    expect(taken.map((alert) => alert.state)).toEqual(['firing', 'resolved', 'firing'])
  })

  test('JSON that is called a form, or nothing at all', async () => {
    const { send, taken } = await start()
    await send('generic', '{"title":"one"}', form)
    await send('generic', Buffer.from('\ufeff{"title":"two"}'))
    await send('generic', 'title=three&state=resolved', form)
    expect(taken.map((alert) => alert.title)).toEqual(['one', 'two', 'three'])
  })

  test('is answered after it is stored', async () => {
    let store: () => void = () => undefined
    const storing = new Promise<void>((resolve) => {
      store = resolve
    })
    let begun: () => void = () => undefined
    const taking = new Promise<void>((resolve) => {
      begun = resolve
    })
    const order: string[] = []
    const { send } = await start({
      take: async () => {
        begun()
        await storing
        order.push('stored')
      },
    })
    const answered = send('generic', '{"title":"x"}', json).then(() => order.push('answered'))
    await taking
    store()
    await answered
    expect(order).toEqual(['stored', 'answered'])
  })

  test('is refused with 503 while the store is away, so that it is sent again', async () => {
    const { send, lines } = await start({
      take: () => Promise.reject(new Error('redis://user:pw@host is away')),
    })
    const answer = await send('generic', '{"title":"x"}', json)
    expect(answer).toEqual({
      status: 503,
      body: { error: 'The alert could not be stored: please send it again.' },
    })
    expect(lines.join()).toContain('an alert could not be stored')
  })
})

describe('who may send', () => {
  test.each([
    ['the first secret', { authorization: `Bearer ${SECRETS[0]}` }, '', 202],
    ['the second, in another case of the scheme', { authorization: 'bearer the-old-secret' }, '', 202],
    ['a token beside the header of a proxy', { authorization: 'Basic eDp5' }, '?token=the-old-secret', 202],
    ['nothing', {}, '', 401],
    ['a wrong secret', { authorization: 'Bearer the-old-secre' }, '', 401],
    ['a wrong token', {}, '?token=the-old-secret-', 401],
    ['an empty token', {}, '?token=', 401],
    ['a token twice', {}, '?token=the-old-secret&token=x', 401],
    ['a token that is an object', {}, '?token[a]=the-old-secret', 401],
  ])('%s', async (_who, headers, query, status) => {
    const { address, taken } = await start()
    const answer = await fetch(`${address}/api/webhooks/alerts/generic${query}`, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: '{"title":"x"}',
    })
    expect([answer.status, taken.length]).toEqual([status, status === 202 ? 1 : 0])
  })

  test('is decided before the body is there, and logged without the token', async () => {
    const { address, lines, unusable } = await start()
    const socket = connect(Number(new URL(address).port), '127.0.0.1')
    socket.write(
      'POST /api/webhooks/alerts/uptimerobot?token=s3cret-guess HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{"never',
    )
    const [first] = await once(socket, 'data')
    socket.destroy()
    expect(String(first)).toMatch(/^HTTP\/1\.1 401 /)
    expect(String(first)).toContain('www-authenticate: Bearer')
    expect(lines.join()).toContain('an alert with a missing or wrong secret')
    expect(lines.join()).not.toContain('s3cret-guess')
    expect(unusable).toEqual([])
  })
})

describe('what can not be used', () => {
  test('of another product is accepted, logged and reported', async () => {
    const { send, taken, unusable, lines } = await start()
    const because = "This is no webhook of Alertmanager: it has no list 'alerts' with a status each."
    const answer = await send('alertmanager', payload('uptimerobot-up'), json)
    expect(answer).toEqual({ status: 202, body: { accepted: false, because } })
    expect(unusable).toEqual([{ source: 'alertmanager', because }])
    expect(taken).toEqual([])
    expect(lines.join()).toContain('an alert that can not be used')
  })

  test.each([
    ['broken JSON', '{"title":', json],
    ['plain text', 'the disk is full', { 'content-type': 'text/plain' }],
    ['bytes', Buffer.from([0, 255, 1]), { 'content-type': 'application/octet-stream' }],
  ])('%s is a 400, and reported too', async (_what, body, headers) => {
    const { send, unusable } = await start()
    const because = 'The body is neither JSON nor a form.'
    expect(await send('generic', body, headers)).toEqual({ status: 400, body: { accepted: false, because } })
    expect(unusable).toEqual([{ source: 'generic', because }])
  })

  test('an empty body has no fields', async () => {
    const { send, unusable } = await start()
    expect(await send('uptimerobot')).toMatchObject({ status: 202, body: { accepted: false } })
    expect(unusable).toHaveLength(1)
  })

  test('more than 5 MB is refused and reported; nearly so much is not', async () => {
    const { send, taken, unusable } = await start()
    const size = 5 * 1024 * 1024
    const small = JSON.stringify({ title: 'x', more: 'x'.repeat(size - 30) })
    expect((await send('generic', small, json)).status).toBe(202)
    const large = JSON.stringify({ title: 'y', more: 'x'.repeat(size) })
    expect(await send('generic', large, json)).toEqual({
      status: 413,
      body: { accepted: false, because: 'The body is larger than 5 MB.' },
    })
    expect([taken.length, unusable.length]).toEqual([1, 1])
  })

  test('an unknown source is told the three', async () => {
    const { send, unusable } = await start()
    expect(await send('pingdom', '{}', json)).toEqual({
      status: 404,
      body: { error: 'No such source: the address ends in one of uptimerobot, alertmanager, generic.' },
    })
    expect(unusable).toEqual([])
  })
})
