import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { closeSyncHouse, openSyncHouse, type SyncHouse } from './sync-house.ts'
import { eventOf, inStep, lastEvent, pageOf, pagesByBot, post, sync } from './sync-words.ts'

let house: SyncHouse
beforeEach(async () => {
  house = await openSyncHouse()
})
afterEach(() => closeSyncHouse(house))

const reads = () => house.baserow.routes.filter((route) => route === 'GET row').length

describe('/sync status', () => {
  it('says in one line that all is well, then when what was last heard', async () => {
    house.nadia.create('projet', { nom: 'Audit' })
    await inStep(house)
    const status = await sync(house, 'status')
    expect(status).toMatch(/^In step - nothing waits\n/)
    expect(status).toMatch(/- Last event: 14:00 - \d+ s ago/)
    expect(status).toMatch(/- Reconciliation: 14:00 - \d+ s ago/)
  })

  it('names what is given up, and /sync retry puts it back to work', async () => {
    house.docmost.fail('pages/create', { status: 400, times: 1 })
    const row = house.nadia.create('projet', { nom: 'Audit' })
    const card = await said(house, `Could not synchronise - projet:${row}`)
    expect(card.text).toContain('docmost: bad_request')
    const status = await soon(async () => {
      const now = await sync(house, 'status')
      expect(now).toMatch(/^Not in step - 1 to look at/)
      return now
    })
    expect(status).toContain('1 given up - say /sync retry all')
    expect(status).toMatch(
      new RegExp(`projet:${row} - given up since 14:0\\d: docmost: bad_request.* - /sync trace`),
    )
    expect(await sync(house, `retry projet:${row}`, { by: SLACK.nadia })).not.toContain('back to work')
    expect(await sync(house, `retry projet:${row}`)).toMatch(/^1 back to work/)
    await pageOf(house, 'projet', row)
    await inStep(house)
    expect(await sync(house, 'retry all')).toContain('Nothing to retry')
    expect(pagesByBot(house)).toHaveLength(1)
  })
})

describe('/sync trace', () => {
  it('tells every step of what was done, by the first letters of the event', async () => {
    const row = house.nadia.create('projet', { nom: 'Audit' })
    const { id } = await pageOf(house, 'projet', row)
    await inStep(house)
    const event = lastEvent(house, 'projet')
    const trace = await sync(house, `trace ${event.slice(0, 8)}`)
    const steps = [
      'received - baserow rows.created',
      'put in line - it was created',
      'read the row',
      'looked for its page - none',
      'created the page',
      'linked row and page',
      `labelled the page - baserow-t43-r${row}`,
      'wrote the id of the page into the row',
      `finished - page ${id}`,
      'It is over.',
    ]
    let from = -1
    for (const step of steps) {
      const at = trace.indexOf(step)
      expect(at, `${step} in ${trace}`).toBeGreaterThan(from)
      from = at
    }
  })

  it('says why nothing was done', async () => {
    house.nadia.create('client', { nom: 'Atelier Morel' })
    await inStep(house)
    const trace = await sync(house, `trace ${lastEvent(house, 'client')}`)
    expect(trace).toContain('client:1 - ignored - vigie.yaml has no rule for it')
    expect(await sync(house, 'trace ffffffff-none')).toContain('No event begins with ffffffff-none')
  })

  it('tells of several events that became one look, each to its end', async () => {
    const row = house.nadia.create('projet', { nom: 'Audit' })
    const { id } = await pageOf(house, 'projet', row)
    await inStep(house)
    const before = reads()
    // The look at the first takes so long that the others come while it is under way.
    house.docmost.fail('pages/update', { delayMs: 600 })
    house.nadia.update('projet', row, { nom: 'Audit 1' })
    await soon(() => expect(house.docmost.routes).toContain('pages/update'))
    for (const nom of ['Audit 2', 'Audit 3', 'Audit 4']) house.nadia.update('projet', row, { nom })
    await inStep(house)
    expect(house.docmost.page(id).title).toBe('Projet Audit 4')
    expect(reads() - before).toBe(2)
    const events = house.baserow.deliveries.slice(-3).map(({ eventId }) => eventId)
    for (const event of events) {
      const trace = await sync(house, `trace ${event}`)
      expect(trace).toContain(`projet:${row} - put in line - it was changed`)
      expect(trace).toMatch(new RegExp(`finished - page ${id}\\n- It is over\\.`))
    }
  })
})

describe('rows that were imported, which no event tells of', () => {
  const importMany = () =>
    house.baserow.importRows(
      'projet',
      Array.from({ length: 42 }, (_, at) => ({ nom: `Nr ${at + 1}` })),
    )

  it('/sync force projet 42 makes the page of that one', async () => {
    importMany()
    expect(await sync(house, 'force projet 42', { by: SLACK.nadia })).not.toContain('is synchronised now')
    const answer = await sync(house, 'force projet 42')
    expect(answer).toMatch(/^projet:42 - is synchronised now/)
    const page = await pageOf(house, 'projet', 42)
    expect(page.title).toBe('Projet Nr 42')
    await inStep(house)
    expect(pagesByBot(house)).toHaveLength(1)
    const event = /\/sync trace (\S+)/.exec(answer)?.[1]
    expect(await sync(house, `trace ${event}`)).toContain('put in line - somebody asked for it')
    expect(await sync(house, 'force devis 42')).toContain('There is no table "devis"')
  })

  it('/sync reconcile makes them all, under a card that shows how far it is', async () => {
    importMany()
    await sync(house, 'force projet 42')
    await pageOf(house, 'projet', 42)
    await inStep(house)
    expect(await sync(house, 'reconcile projet')).toMatch(/^REC-1 - projet is compared/)
    const card = await said(house, 'Reconciled - projet')
    expect(card.text).toContain('Rows looked at: 42')
    expect(card.text).toContain('Found different: 41')
    expect(card.text).toContain('REC-1 - asked by Corentin')
    await inStep(house)
    const titles = pagesByBot(house).map(({ title }) => title)
    expect(new Set(titles).size).toBe(42)
    expect(titles).toHaveLength(42)
    expect(await house.ops()).toHaveLength(1)
  })
})

describe('a caller that is ready to wait', () => {
  it('is answered with the id of the page', async () => {
    const [row = 0] = house.baserow.importRows('projet', [{ nom: 'Audit' }])
    const { event, bytes } = eventOf(house, 'projet', row)
    const headers = { authorization: `Bearer ${house.secrets[0]}`, prefer: 'wait=4' }
    const answer = await post(house, bytes, headers)
    const { id } = await pageOf(house, 'projet', row)
    expect(answer).toEqual({ status: 200, body: { processed: true, event_id: event, page_id: id } })
  })

  it('is not kept waiting for ever', async () => {
    const [row = 0] = house.baserow.importRows('projet', [{ nom: 'Audit' }])
    house.docmost.fail('pages/create', { delayMs: 1_500 })
    const { event, bytes } = eventOf(house, 'projet', row)
    const headers = { authorization: `Bearer ${house.secrets[0]}`, prefer: 'wait=1' }
    expect(await post(house, bytes, headers)).toEqual({
      status: 202,
      body: { accepted: true, event_id: event },
    })
    await pageOf(house, 'projet', row)
  })
})
