import { pino } from 'pino'
import { describe, expect, it, vi } from 'vitest'
import { createServer } from '../../src/bot/server.ts'
import { createStatus } from '../../src/bot/status.ts'
import type { Status } from '../../src/runs/status.ts'
import { createLeverClock } from '../fakes/clock.ts'

const OURS = 'https://docs.formation-hub.example'
const OTHER = 'https://elsewhere.example'
const operational = { state: 'operational' } as const

function open(origins: readonly string[] = ['*'], read: () => Promise<Status> = async () => operational) {
  const clock = createLeverClock()
  const asked = vi.fn(read)
  const server = createServer({
    log: pino({ level: 'silent' }),
    health: { store: 'memory', surfaces: {}, ping: async () => 'PONG' },
  })
  server.register(createStatus({ read: asked, origins, clock }))
  server.get('/console', async () => 'private')
  const ask = (origin?: string, method: 'GET' | 'HEAD' = 'GET') =>
    server.inject({ url: '/api/status', method, headers: origin === undefined ? {} : { origin } })
  const preflight = (origin: string, url = '/api/status') =>
    server.inject({
      url,
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'x-banner',
      },
    })
  return { server, clock, asked, ask, preflight }
}

describe('the status banner', () => {
  it('is answered as JSON, for a moment, with the headers of the server', async () => {
    const answer = await open().ask()
    expect([answer.statusCode, answer.json()]).toEqual([200, operational])
    expect(answer.headers).toMatchObject({
      'cache-control': 'public, max-age=5',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    })
    const head = await open().ask(undefined, 'HEAD')
    expect([head.statusCode, head.body]).toEqual([200, ''])
  })

  it('may be read by every page where the team says so', async () => {
    const { ask, preflight } = open(['*'])
    expect((await ask(OTHER)).headers['access-control-allow-origin']).toBe('*')
    const before = await preflight(OTHER)
    expect(before.statusCode).toBe(204)
    expect(before.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'x-banner',
      'access-control-max-age': '86400',
    })
  })

  it('may be read by the pages that the team names, and by no other', async () => {
    const { ask, preflight } = open([OURS, 'https://app.formation-hub.example'])
    const ours = await ask(OURS)
    expect(ours.headers).toMatchObject({ 'access-control-allow-origin': OURS, vary: 'Origin' })
    const other = await ask(OTHER)
    expect([other.statusCode, other.headers['access-control-allow-origin']]).toEqual([200, undefined])
    expect((await preflight(OURS)).headers['access-control-allow-origin']).toBe(OURS)
    expect((await preflight(OTHER)).headers['access-control-allow-origin']).toBeUndefined()
    expect((await ask()).statusCode).toBe(200)
  })

  it('opens no other address of this server', async () => {
    const { preflight, server } = open(['*'])
    expect((await preflight(OTHER, '/console')).statusCode).toBe(404)
    const page = await server.inject({ url: '/console', headers: { origin: OTHER } })
    expect(page.headers['access-control-allow-origin']).toBeUndefined()
    expect(page.headers['cross-origin-resource-policy']).toBe('same-origin')
  })
})

describe('the store', () => {
  it('is asked once in five seconds, however many pages ask', async () => {
    const { ask, asked, clock } = open()
    await Promise.all(Array.from({ length: 50 }, () => ask()))
    clock.jump(4_000)
    await ask()
    expect(asked).toHaveBeenCalledTimes(1)
    clock.jump(1_000)
    await ask()
    expect(asked).toHaveBeenCalledTimes(2)
  })

  it('that is away leaves the last answer standing, and is asked again', async () => {
    let isAway = false
    const { ask, clock } = open(['*'], async () => {
      if (isAway) throw new Error('away')
      return operational
    })
    await ask()
    isAway = true
    clock.jump(60_000)
    const answer = await ask()
    expect([answer.statusCode, answer.json()]).toEqual([200, operational])
    isAway = false
    expect((await ask()).statusCode).toBe(200)
  })

  it('that was never there is no status', async () => {
    let isAway = true
    const { ask } = open(['*'], async () => {
      if (isAway) throw new Error('redis://user:password@host is away')
      return operational
    })
    const answer = await ask(OTHER)
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      { error: 'The status is not known at the moment' },
    ])
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    })
    isAway = false
    expect((await ask()).json()).toEqual(operational)
  })

  it('that hangs is waited for a second, and its late answer counts', async () => {
    const answers: ((status: Status) => void)[] = []
    const { ask, asked, clock } = open(['*'], () => new Promise((answer) => answers.push(answer)))
    const first = ask()
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1))
    clock.jump(1_000)
    expect((await first).statusCode).toBe(503)
    answers[0]?.(operational)
    expect((await ask()).json()).toEqual(operational)
    clock.jump(5_000)
    const second = ask()
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2))
    clock.jump(1_000)
    expect((await second).json()).toEqual(operational)
  })
})
