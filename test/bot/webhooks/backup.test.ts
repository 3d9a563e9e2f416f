import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { createMemoryBackupBook } from '../../../src/adapters/memory/backup-book.ts'
import { createServer } from '../../../src/bot/server.ts'
import { createBackupWebhook } from '../../../src/bot/webhooks/backup.ts'
import type { AuditRecord } from '../../../src/runs/ports.ts'
import type { BackupBook } from '../../../src/runs/release/ports.ts'

const SECRETS = ['the new secret', 'the-old-secret']
const NOW = Date.parse('2026-11-24T12:00:00Z')
const bearer = { authorization: `Bearer ${SECRETS[0]}` }
const json = { ...bearer, 'content-type': 'application/json' }
const form = { ...bearer, 'content-type': 'application/x-www-form-urlencoded' }

let server: FastifyInstance | undefined
afterEach(() => server?.close())

async function start(over: { keep?: BackupBook['keep'] } = {}) {
  const book = createMemoryBackupBook()
  const audited: AuditRecord[] = []
  const log = pino({ level: 'silent' })
  server = createServer({ log, health: { store: 'memory', surfaces: {}, ping: async () => undefined } })
  server.register(
    createBackupWebhook({
      secrets: SECRETS,
      keep: over.keep ?? book.keep,
      audit: async (record) => void audited.push(record),
      log,
      clock: { now: () => NOW },
    }),
  )
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  async function send(body: string | null, headers: Record<string, string> = json, query = '') {
    const answer = await fetch(`${address}/api/webhooks/backup${query}`, { method: 'POST', body, headers })
    const said: unknown = await answer.json()
    return { status: answer.status, body: said }
  }
  const results = () => audited.map(({ result, reason }) => `${result}: ${reason}`)
  return { book, send, audited, results }
}

describe('news of a backup', () => {
  test('without a body is one that was made now', async () => {
    const { book, send, audited } = await start()
    expect(await send(null, bearer)).toEqual({
      status: 202,
      body: { accepted: true, counts: true, at: '2026-11-24T12:00:00.000Z' },
    })
    expect(await book.last()).toEqual({ at: NOW, said: '' })
    expect(audited).toEqual([
      {
        at: NOW,
        by: 'backup',
        door: 'backup',
        did: 'backup',
        result: 'done',
        reason: '2026-11-24T12:00:00.000Z',
      },
    ])
  })

  test('as JSON and as a form; the same again is a duplicate, and audited once', async () => {
    const { book, send, results } = await start()
    const first = await send('{"at":"2026-11-24T04:00:00Z","name":"hub.dump","size":1200000000}')
    expect(first.status).toBe(202)
    expect(await send('at=1795492800&name=hub.dump', form)).toEqual({
      status: 200,
      body: { duplicate: true, counts: true },
    })
    expect(await book.last()).toEqual({
      at: Date.parse('2026-11-24T04:00:00Z'),
      said: 'hub.dump, 1.2 GB',
    })
    expect(results()).toEqual(['done: 2026-11-24T04:00:00.000Z'])
  })

  test('that is older than the last does not count', async () => {
    const { book, send, results } = await start()
    await send('{"at":"2026-11-24T04:00:00Z"}')
    expect(await send('{"at":"2026-11-23T04:00:00Z"}')).toEqual({
      status: 202,
      body: { accepted: true, counts: false, because: 'A newer backup is known.' },
    })
    expect((await book.last())?.at).toBe(Date.parse('2026-11-24T04:00:00Z'))
    expect(results()[1]).toBe('done: 2026-11-23T04:00:00.000Z, older than the last')
  })

  test('that failed is told and audited, and does not count', async () => {
    const { book, send, results } = await start()
    expect(await send('{"ok":false,"name":"hub.dump"}')).toEqual({
      status: 202,
      body: { accepted: true, counts: false, because: 'The backup failed, so it does not count.' },
    })
    expect(await book.last()).toBeUndefined()
    expect(results()).toEqual(['failed: The backup failed, so it does not count. hub.dump'])
  })

  test.each([
    ['{"at":"2026-11-25T04:00:00Z"}', json, 202, 'at is in the future.'],
    ['[]', json, 202, 'The fields are at, name, size and ok: each a text or a number.'],
    ['{"at":', json, 400, 'The body is neither JSON nor a form.'],
  ])('%s can not be used', async (body, headers, status, because) => {
    const { book, send, results } = await start()
    expect(await send(body, headers)).toEqual({ status, body: { accepted: false, because } })
    expect(await book.last()).toBeUndefined()
    expect(results()).toEqual([`refused: ${because}`])
  })

  test('larger than 5 MB can not be used', async () => {
    const { send, results } = await start()
    const answer = await send(`{"name":"${'x'.repeat(5 * 1024 * 1024)}"}`)
    expect(answer.status).toBe(413)
    expect(results()).toEqual(['refused: The body is larger than 5 MB.'])
  })

  test('is refused with 503 while the store is away, so that it is sent again', async () => {
    const { send, results } = await start({ keep: () => Promise.reject(new Error('away')) })
    expect(await send(null, bearer)).toEqual({
      status: 503,
      body: { error: 'The backup could not be stored: please send it again.' },
    })
    expect(results()).toEqual([])
  })
})

describe('who may tell', () => {
  test.each([
    ['the first secret', bearer, '', 202],
    ['the second in the address', {}, '?token=the-old-secret', 202],
    ['nothing', {}, '', 401],
    ['a wrong secret', { authorization: 'Bearer the-old-secre' }, '', 401],
    ['a wrong token', {}, '?token=the-old-secret-', 401],
  ])('%s', async (_what, headers, query, status) => {
    const { book, send, audited } = await start()
    expect((await send(null, headers, query)).status).toBe(status)
    expect((await book.last()) !== undefined).toBe(status === 202)
    expect(audited).toHaveLength(status === 202 ? 1 : 0)
  })
})
