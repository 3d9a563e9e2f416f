import { describe, expect, test } from 'vitest'
import type { Reply } from '../../src/commands/command.ts'
import { okCard, startScripted } from './scripted.ts'
import { createVisitor, hiddenOf } from './visitor.ts'

const answered: Reply = { kind: 'answer', ok: true, card: okCard }
const patience = { page: 150, giveUp: 600, retry: 20 }
const now = () => Date.now()

type Answer = NonNullable<Parameters<typeof startScripted>[0]>['answer']

async function sendWith(answer: NonNullable<Answer>) {
  const scripted = await startScripted({ answer, now, deps: { patience } })
  const visitor = createVisitor(scripted.server)
  await visitor.enterAs('corentin')
  const box = hiddenOf(await visitor.get('/console'), 'id="command"')
  const fields: Record<string, string> = { ...box, text: '/incident sev1 Docmost is down' }
  return { ...scripted, visitor, fields, page: await visitor.post('/console/command', fields) }
}

const away = () => Promise.reject(new Error('redis://user:password@host is away'))

describe('while the store is away', () => {
  test('a short while is not noticed', async () => {
    let tries = 0
    const { page, calls } = await sendWith(() => (++tries < 3 ? away() : Promise.resolve(answered)))
    expect(page.body).toContain('INC-1 is declared')
    expect(new Set(calls.map((call) => call.speaker.key)).size).toBe(1)
    expect(calls).toHaveLength(3)
  })

  test('a command is held, the page says so in time and shows the answer when it came', async () => {
    const back = now() + 300
    const began = now()
    const { page, visitor, fields } = await sendWith(() =>
      now() < back ? away() : Promise.resolve(answered),
    )
    expect(now() - began).toBeLessThan(1000)
    expect(page.statusCode).toBe(202)
    expect(page.body).toContain('Held, not lost')
    expect(page.body).toContain('<code>/incident sev1 Docmost is down</code>')
    const path = `/console/held/${fields['nonce']}`
    expect(page.body).toContain(`<meta http-equiv="refresh" content="2; url=${path}">`)
    await expect.poll(async () => (await visitor.get(path)).body).toContain('INC-1 is declared')
  })

  test('a store that hangs is waited for no longer than the page may take', async () => {
    const began = now()
    const { page } = await sendWith(() => new Promise(() => {}))
    expect(page.statusCode).toBe(202)
    expect(now() - began).toBeLessThan(1000)
  })

  test('given up, it can be sent again and counts as the same delivery', async () => {
    let gone = true
    const { visitor, fields, calls } = await sendWith(() => (gone ? away() : Promise.resolve(answered)))
    const path = `/console/held/${fields['nonce']}`
    await expect.poll(async () => (await visitor.get(path)).statusCode, { timeout: 3000 }).toBe(503)
    const page = await visitor.get(path)
    expect(page.body).toContain('Sending it again is safe: it counts once.')
    expect(page.body).not.toContain('password')
    gone = false
    const again = await visitor.post('/console/command', hiddenOf(page, 'Send again'))
    expect(again.body).toContain('INC-1 is declared')
    expect(new Set(calls.map((call) => call.speaker.key)).size).toBe(1)
  })

  test('what is held is shown to nobody else', async () => {
    const { server, fields } = await sendWith(away)
    const other = createVisitor(server)
    await other.enterAs('yan')
    const page = await other.get(`/console/held/${fields['nonce']}`)
    expect(page.statusCode).toBe(404)
    expect(page.body).not.toContain('Docmost')
  })

  test('the feed says that it waits, and asks again by itself', async () => {
    const { server } = await startScripted({ threads: away, now, deps: { patience } })
    const visitor = createVisitor(server)
    await visitor.enterAs('corentin')
    const page = await visitor.get('/console')
    expect(page.statusCode).toBe(503)
    expect(page.body).toContain('The store does not answer')
    expect(page.body).toContain('<meta http-equiv="refresh" content="3; url=/console">')
    expect((await visitor.get('/console/feed')).statusCode).toBe(503)
  })

  test('an answer is shown though the feed cannot be', async () => {
    let gone = false
    const threads = () => (gone ? away() : Promise.resolve([]))
    const { server } = await startScripted({ threads, now, deps: { patience } })
    const visitor = createVisitor(server)
    await visitor.enterAs('corentin')
    const box = hiddenOf(await visitor.get('/console'), 'id="command"')
    gone = true
    const page = await visitor.post('/console/command', { ...box, text: '/ops help' })
    expect(page.body).toContain('INC-1 is declared')
    expect(page.body).toContain("can't be read at the moment")
  })
})
