import { describe, expect, test } from 'vitest'
import { createLinkSigner } from '../../src/bot/console/session.ts'
import type { Reply } from '../../src/commands/command.ts'
import { openThread, refusedCard, resolveAct, startScripted } from './scripted.ts'
import { createVisitor, hiddenOf } from './visitor.ts'

type Script = Parameters<typeof startScripted>[0]

async function enter(script: Script = {}, person = 'corentin') {
  const scripted = await startScripted(script)
  const visitor = createVisitor(scripted.server)
  await visitor.enterAs(person)
  return { ...scripted, visitor }
}

const RELOAD = 'Nothing was changed. Open the console again and repeat it there.'

describe('the feed', () => {
  test('shows what is open before what is finished, whatever order it came in', async () => {
    const { visitor } = await enter()
    const page = await visitor.get('/console')
    expect(page.statusCode).toBe(200)
    const places = ['id="run-INC-1"', 'Recently finished', 'id="run-INC-0"'].map((mark) =>
      page.body.indexOf(mark),
    )
    expect(places.every((place) => place > 0)).toBe(true)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(page.body).toContain('<title>(1) #ops - formation-hub - Vigie</title>')
    expect(page.body).toContain('memory store: gone at restart')
    expect(page.body).toContain('placeholder="/incident sev1 Docmost is down"')
  })

  test("answers the root with the console, and the forms' addresses as well", async () => {
    const { visitor } = await enter()
    for (const path of ['/console/act', '/console/command', '/console/form', '/']) {
      const page = await visitor.get(path)
      expect([page.statusCode, page.headers.location]).toEqual([303, '/console'])
    }
  })

  test('gives a part a new rev only when it shows something else', async () => {
    let symptom = 'one'
    const card = { ...refusedCard, lines: [] }
    const threads = async () => [{ run: 'INC-7', open: true, replies: [], card: { ...card, title: symptom } }]
    const { visitor } = await enter({ threads })
    const rev = async () =>
      /id="run-INC-7" data-rev="([^"]+)"/.exec((await visitor.get('/console/feed')).body)?.[1]
    const [first, again] = [await rev(), await rev()]
    symptom = 'two'
    expect(first).toMatch(/.{12}/)
    expect(again).toBe(first)
    expect(await rev()).not.toBe(first)
  })

  test('folds a long story, and leaves the beginning to the page of the run', async () => {
    const replies = Array.from({ length: 40 }, (_, n) => ({
      at: n,
      card: { ...refusedCard, title: `reply ${n}.` },
    }))
    const { visitor } = await enter({ threads: async () => [{ ...openThread, replies }] })
    const { body } = await visitor.get('/console')
    expect(body).toContain('<summary>36 earlier</summary>')
    expect(body).toContain('<a href="/console/runs/INC-1">16 before these, on the page of INC-1</a>')
    const shown = [...body.matchAll(/reply (\d+)\./g)].map(([, n]) => Number(n))
    expect(shown).toEqual(Array.from({ length: 24 }, (_, n) => n + 16))
  })

  test('marks what stands elsewhere, and says who is on call and where drills stand', async () => {
    const { visitor } = await enter({ threads: async () => [{ ...openThread, elsewhere: '#sandbox' }] })
    const { body } = await visitor.get('/console')
    expect(body).toContain('<p class="elsewhere">Stands in #sandbox</p>')
    expect(body).toContain('Next hand-over: 30 Nov 09:00')
    expect(body).toContain('Drills stand in the sandbox.')
    expect(body).toContain('<a href="/console/figures">Figures</a>')
  })

  test('shows hostile names and words as words', async () => {
    const { visitor } = await enter({}, 'maya')
    const page = await visitor.get('/console')
    expect(page.body).toContain('<strong>Maya &lt;b&gt;Testeuse&lt;/b&gt;</strong>')
    expect(page.body).not.toContain('<b>')
  })
})

describe('a command', () => {
  test('is said with its slash, its text and a key of the console', async () => {
    const { visitor, calls } = await enter()
    const box = hiddenOf(await visitor.get('/console'), 'id="command"')
    const page = await visitor.post('/console/command', {
      ...box,
      text: '  /incident  sev1 Docmost is  down ',
    })
    expect(calls).toMatchObject([
      {
        method: 'say',
        command: '/incident',
        text: 'sev1 Docmost is  down',
        speaker: { person: { id: 'corentin' }, door: 'console', key: `console:${box['nonce']}` },
      },
    ])
    expect(page.body).toContain('Only you see this')
    expect(page.body).toContain('INC-1 is declared')
    expect(page.body.indexOf('Only you see this')).toBeLessThan(page.body.indexOf('id="command"'))
  })

  test('without its slash is understood, without anything is refused', async () => {
    const { visitor, calls } = await enter()
    const box = hiddenOf(await visitor.get('/console'), 'id="command"')
    const empty = await visitor.post('/console/command', { ...box, text: '  ' })
    expect(empty.statusCode).toBe(400)
    expect(empty.body).toContain('Nothing was typed')
    await visitor.post('/console/command', { ...box, text: 'ops help' })
    expect(calls).toMatchObject([{ command: '/ops', text: 'help' }])
  })

  test('refused keeps what was typed, and looks like a refusal', async () => {
    const answer = async (): Promise<Reply> => ({ kind: 'answer', ok: false, card: refusedCard })
    const { visitor } = await enter({ answer })
    const box = hiddenOf(await visitor.get('/console'), 'id="command"')
    const page = await visitor.post('/console/command', { ...box, text: '/ops approve "K7M2"' })
    expect(page.body).toContain('value="/ops approve &quot;K7M2&quot;"')
    expect(page.body).toContain('<section class="answer answer-refused" role="alert"')
    expect(page.body).toContain('<strong class="refused">Refused</strong>')
  })

  test('of 4,000 characters arrives whole', async () => {
    const { visitor, calls } = await enter()
    const box = hiddenOf(await visitor.get('/console'), 'id="command"')
    const title = '<!channel> '.repeat(400).trim()
    await visitor.post('/console/command', { ...box, text: `/incident sev1 ${title}` })
    expect(calls).toMatchObject([{ text: `sev1 ${title}` }])
  })
})

describe('one delivery', () => {
  test('sent twice at once or again later carries one key; at once it is told once', async () => {
    let done: (reply: Reply) => void = () => undefined
    const answer = () =>
      new Promise<Reply>((resolve) => {
        done = resolve
      })
    const { visitor, calls } = await enter({ answer })
    const button = hiddenOf(await visitor.get('/console'), 'Acknowledge')
    const both = Promise.all([visitor.post('/console/act', button), visitor.post('/console/act', button)])
    await expect.poll(() => calls.length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    done({ kind: 'answer', ok: true, card: refusedCard })
    expect((await both).map((page) => page.statusCode)).toEqual([200, 200])
    expect(calls).toHaveLength(1)
    const later = visitor.post('/console/act', button)
    await expect.poll(() => calls.length).toBe(2)
    done({ kind: 'answer', ok: true, card: refusedCard })
    await later
    expect(calls[1]?.speaker.key).toBe(calls[0]?.speaker.key)
  })

  test('has another key for every button and every page', async () => {
    const { visitor } = await enter()
    const pages = [await visitor.get('/console'), await visitor.get('/console')]
    const nonces = pages.flatMap((page) =>
      [...page.body.matchAll(/name="nonce" value="([^"]+)"/g)].map(([, n]) => n),
    )
    expect(nonces.length).toBeGreaterThan(6)
    expect(new Set(nonces).size).toBe(nonces.length)
  })
})

describe('a button', () => {
  test('is pressed with its act, unchanged', async () => {
    const { visitor, calls } = await enter()
    await visitor.post('/console/act', hiddenOf(await visitor.get('/console'), 'Acknowledge'))
    expect(calls).toMatchObject([
      {
        method: 'press',
        act: { kind: 'choose', run: 'INC-1', step: 'triage', choice: 'acknowledge', code: 'K7M2' },
      },
    ])
  })

  test.each([
    '',
    '{',
    '[]',
    '{"kind":"drop","run":"INC-1"}',
    '{"kind":"show","run":""}',
    '{"kind":"show","run":"1","x":1}',
  ])('that is not ours is refused: %s', async (act) => {
    const { visitor, calls } = await enter()
    const button = hiddenOf(await visitor.get('/console'), 'Acknowledge')
    const page = await visitor.post('/console/act', { ...button, act })
    expect(page.statusCode).toBe(400)
    expect(page.body).toContain('This is not one of Vigie&#39;s buttons')
    expect(calls).toEqual([])
  })

  test('without a proper nonce is refused', async () => {
    const { visitor, calls } = await enter()
    const button = hiddenOf(await visitor.get('/console'), 'Acknowledge')
    const page = await visitor.post('/console/act', { ...button, nonce: 'again and again' })
    expect([page.statusCode, calls]).toEqual([400, []])
  })

  test('on the page of a run answers on that page', async () => {
    const { visitor } = await enter()
    const button = hiddenOf(await visitor.get('/console/runs/INC-1'), 'Acknowledge')
    const page = await visitor.post('/console/act', button)
    expect(page.body).toContain('<h1 class="run-name">INC-1</h1>')
    expect(page.body).toContain('Only you see this')
  })
})

describe('a form', () => {
  const filled = {
    'value.cause': 'disk <full>',
    'value.impact': '',
    'value.users': '12',
    'value.dataLoss': 'no',
  }

  async function open(script: Script = {}) {
    const entered = await enter(script)
    const page = await entered.visitor.post(
      '/console/act',
      hiddenOf(await entered.visitor.get('/console'), 'Resolve'),
    )
    return { ...entered, page, hidden: hiddenOf(page, 'id="in-cause"') }
  }

  test('opens as a page and is sent with what was typed', async () => {
    const { page, hidden, visitor, calls } = await open()
    expect(page.body).toContain('<h1>Resolve the incident</h1>')
    await visitor.post('/console/form', { ...hidden, ...filled })
    expect(calls[1]).toMatchObject({
      method: 'send',
      speaker: { key: `console:${hidden['nonce']}` },
      form: { id: 'incident.resolve', purpose: { kind: 'act', act: resolveAct } },
      values: { cause: 'disk <full>', impact: '', users: '12', dataLoss: 'no' },
    })
  })

  test('with faults comes back with each beside its input, everything typed, and a new nonce', async () => {
    const faults = { impact: 'Impact is needed' }
    const { hidden, visitor } = await open({
      answer: async (call) =>
        call.method === 'press'
          ? {
              kind: 'form',
              form: (await import('../../src/notify/forms/incident.ts')).resolveForm({
                kind: 'act',
                act: resolveAct,
              }),
            }
          : { kind: 'faults', faults },
    })
    const page = await visitor.post('/console/form', { ...hidden, ...filled })
    expect(page.statusCode).toBe(422)
    expect(page.body).toContain('<p class="fault" id="fault-impact">Impact is needed</p>')
    expect(page.body).toContain('value="disk &lt;full&gt;"')
    expect(hiddenOf(page, 'id="in-cause"')['nonce']).not.toBe(hidden['nonce'])
  })

  test.each([
    ['with another maximum', (form: string) => form.replace('"max":300', '"max":300000')],
    ['for another run', (form: string) => form.replace('INC-1', 'INC-2')],
    ['without a seal', (form: string) => form.slice(form.indexOf('{'))],
    ['with nothing in it', () => ''],
  ])('forged %s is refused', async (_how, forge) => {
    const { hidden, visitor, calls } = await open()
    const forged = forge(hidden['form'] ?? '')
    expect(forged).not.toBe(hidden['form'])
    const page = await visitor.post('/console/form', { ...hidden, ...filled, form: forged })
    expect([page.statusCode, calls.length]).toEqual([400, 1])
    expect(page.body).toContain('This is not one of Vigie&#39;s forms')
  })

  test('of somebody else is refused', async () => {
    const { hidden, server, calls } = await open()
    const other = createVisitor(server)
    await other.enterAs('yan')
    const { csrf } = hiddenOf(await other.get('/console'), 'id="command"')
    const page = await other.post('/console/form', { ...hidden, ...filled, csrf: csrf ?? '' })
    expect([page.statusCode, calls.length]).toEqual([400, 1])
  })
})

describe('who may send', () => {
  test.each([
    ['no token', { csrf: '' }, {}],
    ['another token', { csrf: '2f0c0c57-6f6f-4b8c-9d44-111111111111' }, {}],
    ['our token from another site', {}, { 'sec-fetch-site': 'cross-site' }],
    ['our token from a sister site', {}, { 'sec-fetch-site': 'same-site' }],
  ])('not a form with %s', async (_how, fields, headers) => {
    const { visitor, calls } = await enter()
    const button = hiddenOf(await visitor.get('/console'), 'Acknowledge')
    const page = await visitor.post('/console/act', { ...button, ...fields }, headers)
    expect([page.statusCode, calls]).toEqual([403, []])
  })

  test('a page made for another session says who one is now', async () => {
    const { visitor, calls } = await enter()
    const button = hiddenOf(await visitor.get('/console'), 'Acknowledge')
    await visitor.enterAs('yan')
    const page = await visitor.post('/console/act', button)
    expect(page.body).toContain('This page was made for another session; you are Yan now.')
    expect(page.body).toContain(RELOAD)
    expect(calls).toEqual([])
  })

  test('browsers without Sec-Fetch-Site are judged by Origin', async () => {
    const { server, calls } = await enter()
    const ask = async (headers: Record<string, string>) => {
      const answer = await server.inject({
        method: 'POST',
        url: '/console/session',
        payload: 'person=yan',
        headers: { 'content-type': 'application/x-www-form-urlencoded', host: 'localhost:3000', ...headers },
      })
      return answer.statusCode
    }
    expect(await ask({ origin: 'http://localhost:3000' })).toBe(303)
    expect(await ask({ origin: 'http://localhost:3001' })).toBe(403)
    expect(await ask({ origin: 'null' })).toBe(403)
    expect(await ask({})).toBe(403)
    expect(calls).toEqual([])
  })

  test('a foreign name for this machine is not the demo', async () => {
    const { server } = await enter()
    const host = 'rebound.example:3000'
    const answer = await server.inject({ url: '/console', headers: { host } })
    expect(answer.statusCode).toBe(403)
    expect((await server.inject({ url: '/console', headers: { host: '127.0.0.1:9' } })).statusCode).toBe(200)
  })
})

describe('the session', () => {
  const PRODUCTION = { demo: false, publicUrl: 'https://vigie.example' } as const
  const secret = 'a secret of at least thirty-two characters'

  test('is a strict cookie for the console alone, https only when the address is', async () => {
    const { server } = await startScripted()
    const chosen = await createVisitor(server).enterAs('corentin')
    const attributes = String(chosen.headers['set-cookie']).split('; ').slice(1)
    expect(attributes).toEqual(['Max-Age=43200', 'Path=/console', 'HttpOnly', 'SameSite=Strict'])
    const secure = await startScripted({ deps: { publicUrl: 'https://vigie.example' } })
    const again = await createVisitor(secure.server).enterAs('corentin')
    expect(String(again.headers['set-cookie'])).toContain('; Secure')
  })

  test('forged, of another purpose, changed or old is none', async () => {
    let now = Date.UTC(2026, 10, 23)
    const { visitor, server } = await enter({ now: () => now })
    const good = visitor.cookie() ?? ''
    const isIn = async (cookie: string) => {
      visitor.setCookie(cookie)
      return (await visitor.get('/console/feed')).statusCode === 200
    }
    const [head, body = '', mark] = good.split('.')
    const other = createVisitor(
      (await startScripted({ deps: { secret: 'another secret of thirty-two characters' } })).server,
    )
    await other.enterAs('corentin')
    const link = (await createLinkSigner({ secret, clock: { now: () => now } }).linkFor('corentin')).split(
      'token=',
    )[1]
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const yan = Buffer.from(Buffer.from(body, 'base64url').toString().replace('corentin', 'yan')).toString(
      'base64url',
    )
    expect(await isIn(good)).toBe(true)
    for (const cookie of [
      other.cookie() ?? '',
      link ?? '',
      `${none}.${body}.`,
      `${head}.${yan}.${mark}`,
      'x',
      '',
    ]) {
      expect(await isIn(cookie)).toBe(false)
    }
    now += 12 * 3_600_000 - 2000
    expect(await isIn(good)).toBe(true)
    now += 2001
    expect(await isIn(good)).toBe(false)
    await server.close()
  })

  test('ends for somebody who left the directory', async () => {
    const { createDirectory } = await import('../../src/runs/people.ts')
    const before = await startScripted()
    const visitor = createVisitor(before.server)
    await visitor.enterAs('yan')
    const after = createVisitor((await startScripted({ deps: { directory: createDirectory([]) } })).server)
    after.setCookie(visitor.cookie())
    expect((await after.get('/console/feed')).statusCode).toBe(401)
  })

  test('is left by a form, which clears the cookie', async () => {
    const { visitor } = await enter()
    const { csrf = '' } = hiddenOf(await visitor.get('/console'), 'Acting as')
    const left = await visitor.post('/console/leave', { csrf })
    expect(String(left.headers['set-cookie'])).toContain('Expires=Thu, 01 Jan 1970')
    expect(left.headers.location).toBe('/console')
  })

  test('in production is not for the choosing', async () => {
    const { server, calls } = await startScripted({ deps: PRODUCTION })
    const visitor = createVisitor(server)
    const page = await visitor.get('/console/runs/INC-1')
    expect(page.statusCode).toBe(401)
    expect(page.body).toContain('Type <code>/ops link</code> in the chat')
    expect(page.body).not.toContain('Corentin')
    expect((await visitor.enterAs('corentin')).statusCode).toBe(403)
    expect((await visitor.get('/console/feed')).statusCode).toBe(401)
    expect((await visitor.get('/console/live')).statusCode).toBe(401)
    expect((await visitor.get('/console/audit.jsonl')).statusCode).toBe(401)
    expect(calls).toEqual([])
  })

  test('begins by a link that is asked about, lets in once, and only for 10 minutes', async () => {
    let now = Date.UTC(2026, 10, 23)
    const clock = { now: () => now }
    const { server } = await startScripted({ deps: PRODUCTION, now: clock.now })
    const links = createLinkSigner({ secret, clock })
    const link = await links.linkFor('corentin')
    const token = link.split('token=')[1] ?? ''
    const visitor = createVisitor(server)
    // Programs that look at the link first do not use it up.
    for (const _look of [1, 2]) expect((await visitor.get(link)).body).toContain('Enter as Corentin')
    expect(visitor.cookie()).toBeUndefined()
    const crossSite = await visitor.post('/console/enter', { token }, { 'sec-fetch-site': 'cross-site' })
    expect(crossSite.statusCode).toBe(403)
    expect((await visitor.post('/console/enter', { token })).headers.location).toBe('/console')
    expect((await visitor.get('/console')).body).toContain('Signed in as')
    const second = createVisitor(server)
    expect((await second.post('/console/enter', { token })).statusCode).toBe(403)
    expect((await second.get(link)).body).toContain('The link is no longer good')
    const old = await links.linkFor('corentin')
    now += 10 * 60_000 + 1000
    expect((await second.get(old)).statusCode).toBe(403)
    expect((await second.get('/console/enter?token=x')).statusCode).toBe(403)
    expect((await second.get('/console/enter')).statusCode).toBe(403)
  })

  test('that a chat link leaves behind is fetched by a hop of our own', async () => {
    const { visitor } = await enter()
    visitor.setCookie(undefined)
    const page = await visitor.get('/console/runs/INC-1', { 'sec-fetch-site': 'cross-site' })
    expect(page.body).toContain('<meta http-equiv="refresh" content="0; url=/console/runs/INC-1">')
    expect((await visitor.get('/console/runs/INC-1')).body).toContain('Choose whom to act as')
  })
})

describe('a run', () => {
  test('has its card, timeline and audit', async () => {
    const { visitor } = await enter()
    const page = await visitor.get('/console/runs/INC-1')
    expect(page.body).toContain('<span>declared by <span class="person">Yan</span> (slack)</span>')
    expect(page.body).toContain('<span>yan - slack - began - done</span>')
    expect(page.body).toContain('data-live="/console/runs/INC-1/part"')
  })

  test('has its steps: who is expected to do what, and what came out', async () => {
    const { visitor } = await enter()
    const { body } = await visitor.get('/console/runs/INC-1')
    expect(body).toContain('<h3>1. Detect</h3><p class="stage-state">Done</p>')
    expect(body).toContain('monitor or anybody: situation understood')
    expect(body).toMatch(/<time [^>]*>14:32<\/time> declared by <span class="person">Yan<\/span> \(slack\)/)
    expect(body).toContain('<dt>Title</dt><dd>Docmost &lt;b&gt;is down</dd>')
    expect(body).toMatch(/<li class="stage stage-now" aria-current="step">.*2\. Triage/)
    expect(body).toContain('<h3>4. Mitigate</h3><p class="stage-state">Left out</p>')
  })

  test('takes a note, and says what one may type about it', async () => {
    const { visitor, calls } = await enter()
    const page = await visitor.get('/console/runs/INC-1')
    expect(page.body).toContain('<code>/incident lead INC-1</code> - take the lead')
    const form = await visitor.post('/console/act', hiddenOf(page, 'Add a note'))
    expect(calls).toMatchObject([{ method: 'press', act: { kind: 'note', run: 'INC-1', note: 'note' } }])
    expect(hiddenOf(form, 'value.cause')).toMatchObject({ from: 'INC-1' })
  })

  test('has a command box of its own, which keeps what was refused', async () => {
    const answer = async (): Promise<Reply> => ({ kind: 'answer', ok: false, card: refusedCard })
    const { visitor } = await enter({ answer })
    const box = hiddenOf(await visitor.get('/console/runs/INC-1'), 'id="command"')
    const page = await visitor.post('/console/command', { ...box, text: '/incident note INC-1 "full"' })
    expect(page.body).toContain('<h1 class="run-name">INC-1</h1>')
    expect(page.body).toContain('value="/incident note INC-1 &quot;full&quot;"')
  })

  test('that there is not says so', async () => {
    const { visitor } = await enter()
    const page = await visitor.get('/console/runs/%3Cscript%3E')
    expect(page.statusCode).toBe(404)
    expect(page.body).toContain('There is no run &lt;script&gt;.')
  })
})

describe('the audit', () => {
  const emptyView = {
    feed: async () => ({ threads: [], onCall: [], drills: '' }),
    run: async () => undefined,
    figures: async () => [],
    releaseFigures: async () => [],
    watch: async () => undefined,
    postMortem: async () => undefined,
  }
  const records = [
    { at: 1, by: 'yan', door: 'slack', did: 'began', result: 'done' },
    { at: 2, by: 'maya', door: 'console', did: 'decide', result: 'refused', reason: 'not_an_approver' },
  ] as const

  test('is exported to owners, a line each', async () => {
    const { visitor } = await enter({ records })
    const answer = await visitor.get('/console/audit.jsonl')
    expect(answer.headers['content-type']).toContain('application/jsonl')
    expect(answer.body).toBe(records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  })

  test('that cannot be read at all is no empty file, and one that breaks off is cut visibly', async () => {
    const broken = (sent: number) => ({
      ...emptyView,
      auditExport: async function* () {
        yield* records.slice(0, sent)
        throw new Error('away')
      },
    })
    const none = await enter({ deps: { view: broken(0) } })
    expect((await none.visitor.get('/console/audit.jsonl')).statusCode).toBe(500)
    const half = await enter({ deps: { view: broken(1) } })
    await expect(half.visitor.get('/console/audit.jsonl')).rejects.toThrow()
  })

  test('is refused to others, who are told who may', async () => {
    const { visitor } = await enter({ records }, 'yan')
    const answer = await visitor.get('/console/audit.jsonl')
    expect(answer.statusCode).toBe(403)
    expect(answer.body).toContain('The whole audit may be exported by owners only: Corentin.')
  })
})
