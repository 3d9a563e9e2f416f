import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countOf, said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { closeSyncHouse, openSyncHouse, type SyncHouse } from './sync-house.ts'
import { eventOf, inStep, lastEvent, pageOf, pagesByBot, post, sync, writes } from './sync-words.ts'

let house: SyncHouse
afterEach(() => closeSyncHouse(house))

describe.each([
  ['in memory', false],
  ['on Redis', true],
] as const)('the same event five times, %s', (_where, redis) => {
  beforeEach(async () => {
    house = await openSyncHouse({ redis })
  })

  it('has one effect, and four are answered as duplicates', async () => {
    const [row = 0] = house.baserow.importRows('projet', [{ nom: 'Audit' }])
    const { event, bytes } = eventOf(house, 'projet', row)
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(house, bytes)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 202])
    const again = answers.filter(({ status }) => status === 200)
    for (const { body } of again) expect(body).toEqual({ duplicate: true, event_id: event })
    await pageOf(house, 'projet', row)
    await inStep(house)
    expect(writes(house)).toEqual({ 'pages/create': 1, 'PATCH row': 1 })
    expect(pagesByBot(house)).toMatchObject([{ title: 'Projet Audit' }])
  })

  it('also when Baserow itself sent the first, whose answer it never got', async () => {
    const row = house.nadia.create('projet', { nom: 'Audit' })
    await pageOf(house, 'projet', row)
    await inStep(house)
    const [sent] = house.baserow.deliveries.filter(({ url }) => url.endsWith('projet-changed'))
    for (let n = 0; n < 4; n += 1)
      expect(await post(house, sent?.body ?? '')).toEqual({
        status: 200,
        body: { duplicate: true, event_id: sent?.eventId },
      })
    await inStep(house)
    expect(writes(house)).toEqual({ 'pages/create': 1, 'PATCH row': 1 })
  })
})

describe('a write of ours', () => {
  beforeEach(async () => {
    house = await openSyncHouse()
  })

  it('bears our mark, and Baserow tells nobody of it', async () => {
    const row = house.nadia.create('projet', { nom: 'Audit' })
    await pageOf(house, 'projet', row)
    await inStep(house)
    expect(house.baserow.deliveries).toHaveLength(1)
    const ours = house.baserow.requests.filter(({ route }) => route === 'PATCH row')
    expect(ours).toMatchObject([
      { headers: { 'x-bridge-origin': 'bridge' }, query: { send_webhook_events: 'false' } },
    ])
    expect(new Set(house.docmost.calls.map(({ origin }) => origin))).toEqual(new Set(['bridge']))
  })

  it('is ignored when it comes back with that mark, and its trace says why', async () => {
    const [row = 0] = house.baserow.importRows('projet', [{ nom: 'Audit' }])
    const { event, bytes } = eventOf(house, 'projet', row)
    const bearer = { authorization: `Bearer ${house.secrets[0]}` }
    expect(await post(house, bytes, { ...bearer, 'x-bridge-origin': 'bridge' })).toMatchObject({
      status: 202,
    })
    await inStep(house)
    expect(await sync(house, `trace ${event}`)).toContain(`projet:${row} - ignored - it is our own write`)
    expect(pagesByBot(house)).toEqual([])
    // Only the mark kept it away.
    await post(house, eventOf(house, 'projet', row).bytes)
    await pageOf(house, 'projet', row)
  })

  it('is ignored when the event says that the bot wrote the row last, as we know it', async () => {
    const row = house.nadia.create('projet', { nom: 'Audit' })
    await pageOf(house, 'projet', row)
    await inStep(house)
    const before = writes(house)
    const reads = house.baserow.routes.length
    expect(house.baserow.rows('projet')).toMatchObject([{ 'modifié par': house.baserow.bot }])
    const { event, bytes } = eventOf(house, 'projet', row, { type: 'rows.updated' })
    expect(await post(house, bytes)).toMatchObject({ status: 202 })
    await inStep(house)
    expect(await sync(house, `trace ${event}`)).toContain(`projet:${row} - ignored - it is our own write`)
    expect(writes(house)).toEqual(before)
    expect(house.baserow.routes).toHaveLength(reads)
  })
})

describe('a hundred identical events within a minute', () => {
  const FLOOD = 99

  beforeEach(async () => {
    house = await openSyncHouse()
  })

  it('are one sync, open the breaker and call whoever is on call, who closes it', async () => {
    const row = house.nadia.create('projet', { nom: 'Audit' })
    const { id } = await pageOf(house, 'projet', row)
    await inStep(house)
    house.nadia.update('projet', row, { nom: 'Audit 2027' })
    await inStep(house)
    const once = { 'pages/create': 1, 'PATCH row': 1, 'pages/update': 1 }
    expect(writes(house)).toEqual(once)
    const read = house.baserow.routes.filter((route) => route === 'GET row').length

    const flood = Array.from({ length: FLOOD }, () => eventOf(house, 'projet', row, { type: 'rows.updated' }))
    for (const { bytes } of flood) expect(await post(house, bytes)).toMatchObject({ status: 202 })
    const card = await said(house, `Loop stopped - projet:${row}`)
    expect(card.text).toContain('11 identical events in a minute')
    expect(card.text).toContain(flood[0]?.event)
    const call = await said(house, `Loop - projet:${row}`)
    expect(call.text).toContain('Corentin - you are on call: 11 identical events in a minute')
    expect(JSON.stringify(call.blocks)).toContain(`<@${SLACK.corentin}>`)
    await soon(async () => expect(await sync(house, 'status')).toMatch(/\b1 held - the same came again/))
    expect(await sync(house, `trace ${flood.at(-1)?.event}`)).toContain('held back')
    expect(writes(house)).toEqual(once)
    expect(house.baserow.routes.filter((route) => route === 'GET row')).toHaveLength(read)

    // What a person does meanwhile waits too, and is not lost.
    house.nadia.update('projet', row, { nom: 'Audit 2028' })
    await house.baserow.settled()
    await soon(async () =>
      expect(await sync(house, `trace ${lastEvent(house, 'projet')}`)).toContain('held back'),
    )
    expect(house.docmost.page(id).title).toBe('Projet Audit 2027')

    await house.people.click(SLACK.corentin, card, 'Close the breaker')
    await said(house, `Loop over - projet:${row}`)
    await soon(() => expect(house.docmost.page(id).title).toBe('Projet Audit 2028'))
    await inStep(house)
    house.nadia.update('projet', row, { nom: 'Audit 2029' })
    await soon(() => expect(house.docmost.page(id).title).toBe('Projet Audit 2029'))
    expect(await countOf(house, 'Loop over')).toBe(1)
  })
})

describe('who may speak for Baserow', () => {
  const signed = (secret: string, bytes: string) =>
    `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`

  beforeEach(async () => {
    house = await openSyncHouse()
  })

  it('nobody with a wrong signature, a wrong bearer or none: 401, and nothing is stored', async () => {
    const [row = 0] = house.baserow.importRows('projet', [{ nom: 'Audit' }])
    const { event, bytes } = eventOf(house, 'projet', row)
    const strangers = [
      { 'x-baserow-signature': signed('a guess of somebody', bytes) },
      { 'x-baserow-signature': signed(house.secrets[0], `${bytes} `) },
      { 'x-baserow-signature': 'sha256=' },
      { authorization: 'Bearer a guess of somebody' },
      { authorization: house.secrets[0] },
      {},
    ]
    for (const headers of strangers)
      expect(await post(house, bytes, headers), JSON.stringify(headers)).toMatchObject({ status: 401 })
    expect(await sync(house, `trace ${event}`)).toContain('No event begins with')
    expect(await sync(house, 'status')).toContain('Last event: never')
    expect(writes(house)).toEqual({})
  })

  it.each([0, 1] as const)('whoever signs or bears secret %i of the two', async (which) => {
    const rows = house.baserow.importRows('projet', [{ nom: 'Signed' }, { nom: 'Borne' }])
    const [one, other] = rows.map((row) => eventOf(house, 'projet', row).bytes)
    const secret = house.secrets[which]
    const signature = { 'x-baserow-signature': signed(secret, one ?? '') }
    expect(await post(house, one ?? '', signature)).toMatchObject({ status: 202 })
    expect(await post(house, other ?? '', { authorization: `Bearer ${secret}` })).toMatchObject({
      status: 202,
    })
    for (const row of rows) await pageOf(house, 'projet', row)
  })
})
