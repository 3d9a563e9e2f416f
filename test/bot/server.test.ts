import { Writable } from 'node:stream'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { createMetrics } from '../../src/bot/metrics.ts'
import { createServer, type Health, type ServerDeps } from '../../src/bot/server.ts'

function start(more: { health?: Partial<Health>; metrics?: ServerDeps['metrics'] } = {}) {
  const lines: string[] = []
  const out = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const health = {
    store: 'memory',
    surfaces: { slack: 'off' },
    ping: async () => 'PONG',
    ...more.health,
  } as const
  const log = pino({ level: 'debug' }, out)
  const server = createServer({
    log,
    health,
    ...(more.metrics === undefined ? {} : { metrics: more.metrics }),
  })
  return { server, lines }
}

describe('health', () => {
  test('tells the store and the surfaces without asking the store', async () => {
    const { server } = start({ health: { ping: () => Promise.reject(new Error('away')) } })
    const answer = await server.inject('/healthz')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({ status: 'ok', store: 'memory', surfaces: { slack: 'off' } })
  })

  test('is ready when the store answers', async () => {
    const answer = await start().server.inject('/readyz')
    expect([answer.statusCode, answer.json()]).toEqual([200, { ready: true }])
  })

  test.each([
    ['fails', () => Promise.reject(new Error('away'))],
    ['hangs', () => new Promise(() => {})],
  ])('is not ready when the store %s', async (_how, ping) => {
    const began = performance.now()
    const answer = await start({ health: { store: 'redis', ping } }).server.inject('/readyz')
    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toEqual({ ready: false, because: 'the redis store did not answer within 1 s' })
    expect(performance.now() - began).toBeLessThan(1500)
  })
})

describe('metrics', () => {
  test('count answers and acknowledge times, for this machine', async () => {
    const read = createMetrics()
    const { server } = start({ metrics: { read } })
    read.answered('slack', 'refused')
    read.acknowledged('slack', 30)
    const answer = await server.inject('/metrics')
    expect(answer.headers['content-type']).toContain('text/plain')
    expect(answer.body).toContain('vigie_answers_total{door="slack",result="refused"} 1')
    expect(answer.body).toContain('vigie_acknowledge_seconds_bucket{le="0.05",door="slack"} 1')
    expect(answer.body).toContain('vigie_acknowledge_seconds_bucket{le="0.025",door="slack"} 0')
    expect(answer.body).toContain('process_cpu_seconds_total')
  })

  test('are refused to other machines, and to what a proxy here forwards', async () => {
    const { server } = start({ metrics: { read: createMetrics() } })
    const far = await server.inject({ url: '/metrics', remoteAddress: '203.0.113.7' })
    const forwarded = await server.inject({ url: '/metrics', headers: { 'x-forwarded-for': '127.0.0.1' } })
    expect([far.statusCode, forwarded.statusCode]).toEqual([403, 403])
  })

  test('with a token are for its bearer only, wherever from', async () => {
    const { server } = start({ metrics: { read: createMetrics(), token: 'let-me-read' } })
    const ask = async (authorization?: string) => {
      const headers = authorization === undefined ? {} : { authorization }
      return (await server.inject({ url: '/metrics', remoteAddress: '203.0.113.7', headers })).statusCode
    }
    expect(await ask('Bearer let-me-read')).toBe(200)
    expect(await ask('Bearer let-me-rea')).toBe(403)
    expect(await ask()).toBe(403)
  })
})

describe('answers', () => {
  test('carry the security headers, faults too', async () => {
    const { headers } = await start().server.inject('/nowhere')
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
    )
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('same-origin')
  })

  test('to an unknown address say so, as a page for a browser', async () => {
    const { server } = start()
    const json = await server.inject('/nowhere')
    expect(json.statusCode).toBe(404)
    expect(json.json()).toEqual({ error: 'Nothing is at this address. The console is at /console.' })
    const page = await server.inject({ url: '/nowhere', headers: { accept: 'text/html' } })
    expect(page.body).toContain('<p>Nothing is at this address. The console is at /console.</p>')
  })

  test('to a fault of ours leak nothing; the log has it', async () => {
    const { server, lines } = start()
    server.get('/broken', async () => {
      throw new Error('redis://user:password@host refused')
    })
    const answer = await server.inject('/broken?token=s3cret-token')
    expect(answer.statusCode).toBe(500)
    expect(answer.json()).toEqual({
      error: 'Something went wrong here. It is in the log, and trying again is safe.',
    })
    expect(lines.join()).toContain('refused')
    expect(lines.join()).not.toContain('s3cret-token')
  })

  test('to more than 1 MB say how much fits', async () => {
    const { server } = start()
    server.post('/take', async () => 'taken')
    const answer = await server.inject({
      method: 'POST',
      url: '/take',
      payload: { much: 'x'.repeat(1024 * 1024) },
    })
    expect(answer.statusCode).toBe(413)
    expect(answer.json()).toEqual({ error: 'That is more than fits: at most 1 MB is taken here.' })
  })

  test('to broken JSON do not quote the parser', async () => {
    const { server } = start()
    server.post('/take', async () => 'taken')
    const headers = { 'content-type': 'application/json' }
    const answer = await server.inject({ method: 'POST', url: '/take', payload: '{"a":', headers })
    expect([answer.statusCode, answer.json()]).toEqual([400, { error: 'The request could not be read.' }])
  })
})
