import { afterEach, describe, expect, it } from 'vitest'
import { stalePatterns } from '../../../src/sync/flow/stale.ts'
import { BOT_USER, change, createFlowRig, delivery, type FlowRig, MINUTE, settled } from './flow-rig.ts'

const rigs: FlowRig[] = []

function open(options: Parameters<typeof createFlowRig>[0] = {}): FlowRig {
  const rig = createFlowRig(options)
  rigs.push(rig)
  return rig
}

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop()
})

describe('a delivery', () => {
  it('becomes a cause and a job for each of its entities, and says so', async () => {
    const rig = open()
    await rig.deliver(delivery(rig, [change('projet:1'), change('personne:2')], { event: 'e1' }))
    const cause = { event: 'e1', because: 'updated' }
    expect(await rig.book.causes.of('projet:1')).toMatchObject([cause])
    expect(await rig.book.causes.of('personne:2')).toMatchObject([cause])
    expect(await rig.queue.count()).toEqual({ deliveries: 0, entities: 2 })
    expect(await rig.trace('e1')).toEqual([
      '* receive baserow rows.updated',
      '* drop_cache',
      'projet:1 touch updated',
      'personne:2 touch updated',
    ])
  })

  it('taken in twice after a crash is the same as once', async () => {
    const rig = open()
    const one = delivery(rig, [change('projet:1', { hash: 'aa' })])
    await rig.deliver(one)
    await rig.sync.handlers.delivery(one, 1)
    expect(await rig.book.causes.of('projet:1')).toHaveLength(1)
    expect(await rig.queue.count()).toMatchObject({ entities: 1 })
  })

  it('marks when the last event came and how long it was on its way', async () => {
    const rig = open()
    const at = rig.clock.now()
    await rig.deliver(delivery(rig, [], { at, happenedAt: at - 1_500 }))
    expect(await rig.book.marks.all()).toEqual({ last_event: new Date(at).toISOString(), lag_ms: '1500' })
    await rig.deliver(delivery(rig, [], { at: at + MINUTE, source: 'docmost' }))
    expect((await rig.book.marks.all()).last_event).toBe(new Date(at).toISOString())
  })

  it('about nothing that anybody knows ends at once', async () => {
    const rig = open()
    await rig.deliver(delivery(rig, [], { event: 'e1' }))
    await rig.deliver(delivery(rig, [change('facture:1')], { event: 'e2' }))
    expect(await rig.trace('e1')).toEqual(['* receive baserow rows.updated', '* ignore no_rule .'])
    expect(await rig.trace('e2')).toEqual(['* receive baserow rows.updated', 'facture:1 ignore no_rule .'])
    expect(await rig.queue.count()).toMatchObject({ entities: 0 })
  })

  it('of our own making is ignored, by its header and by who wrote the row', async () => {
    const rig = open()
    await rig.deliver(delivery(rig, [change('projet:1')], { event: 'e1', origin: 'bridge' }))
    await rig.book.memory.set('projet:1', { fingerprint: 'f', row: 'aa', at: 1 })
    await rig.deliver(delivery(rig, [change('projet:1', { by: BOT_USER, hash: 'aa' })], { event: 'e2' }))
    expect(await rig.trace('e1')).toContain('projet:1 ignore own_write .')
    expect(await rig.trace('e2')).toContain('projet:1 ignore own_write .')
    expect(await rig.queue.count()).toMatchObject({ entities: 0 })
  })

  it('by the owner of our token, who is a person, and about a row from the trash is looked at', async () => {
    const rig = open()
    const back = change('projet:1', { by: BOT_USER, hash: 'aa', because: 'created' })
    await rig.deliver(delivery(rig, [back], { event: 'e1' }))
    await rig.book.memory.set('projet:2', { fingerprint: 'f', row: 'aa', at: 1 })
    await rig.deliver(delivery(rig, [change('projet:2', { by: BOT_USER, hash: 'bb' })], { event: 'e2' }))
    expect(await rig.trace('e1')).toContain('projet:1 touch created')
    expect(await rig.trace('e2')).toContain('projet:2 touch updated')
  })

  it('that can not be used is kept for people to see', async () => {
    const rig = open()
    await rig.deliver(delivery(rig, [], { event: 'e1', unusable: 'its rows can not be read' }))
    expect(await rig.book.waiting.get('delivery:e1')).toMatchObject({
      state: 'dead',
      because: 'its rows can not be read',
      events: ['e1'],
    })
    expect((await rig.sync.desk.status()).waiting).toEqual({ dead: 1, held: 0, parked: 0 })
    expect(await rig.trace('e1')).toEqual(['* receive its rows can not be read', '* ignore unusable .'])
  })

  it('that can not be used is told, once a day for each reason', async () => {
    const rig = open()
    const send = (unusable: string) => rig.deliver(delivery(rig, [], { at: rig.clock.now(), unusable }))
    for (const unusable of ['too large', 'too large', 'no rows']) await send(unusable)
    rig.clock.jump(24 * 60 * MINUTE)
    await send('too large')
    expect(rig.toldOnce('failed').map(({ is }) => is)).toMatchObject([
      { because: 'an event of baserow: too large' },
      { because: 'an event of baserow: no rows' },
      { because: 'an event of baserow: too large' },
    ])
  })
})

describe('a change that says what was synchronised just now', () => {
  const aa = [change('projet:1', { hash: 'aa' })]

  async function inStep(rig: FlowRig, row = 'aa') {
    await rig.book.memory.set('projet:1', { fingerprint: 'f', row, at: rig.clock.now() })
  }

  it('is ignored for five minutes', async () => {
    const rig = open()
    await inStep(rig)
    await rig.deliver(delivery(rig, aa, { event: 'e1' }))
    expect(await rig.trace('e1')).toContain('projet:1 ignore identical_sync .')
    rig.clock.jump(5 * MINUTE)
    await rig.deliver(delivery(rig, aa, { event: 'e2' }))
    expect(await rig.trace('e2')).toContain('projet:1 touch updated')
  })

  it('is looked at when another state may be read at this moment: changed there and back again', async () => {
    const rig = open()
    await inStep(rig)
    await rig.deliver(delivery(rig, [change('projet:1', { hash: 'bb' })]))
    await rig.deliver(delivery(rig, aa, { event: 'back' }))
    expect(await rig.trace('back')).toContain('projet:1 touch updated')
  })
})

describe('what shows a row that changed', () => {
  const renamed = [change('client:7', { hash: 'aa', readers: ['projet:1', 'projet:2'] })]

  it('is looked at too, whatever rule the row itself has', async () => {
    const rig = open()
    await rig.deliver(delivery(rig, renamed, { event: 'e1' }))
    expect((await rig.trace('e1')).slice(-3)).toEqual([
      'client:7 ignore no_rule .',
      'projet:1 touch linked',
      'projet:2 touch linked',
    ])
    expect(await rig.book.causes.of('projet:1')).toMatchObject([{ because: 'linked', through: 'client:7' }])
  })

  it('is not looked at for our own write', async () => {
    const rig = open()
    await rig.deliver(delivery(rig, renamed, { origin: 'bridge' }))
    expect(await rig.book.causes.of('projet:1')).toEqual([])
  })
})

describe('the cache', () => {
  it('loses what a change may have made wrong', () => {
    expect(stalePatterns({ entity: 'projet:42', links: ['client:7'] })).toEqual([
      'bridge:projet:42',
      'bridge:projet:*',
      'bridge:client:7',
      'bridge:client:7:*',
    ])
    expect(stalePatterns({ entity: 'page:019a' })).toEqual(['bridge:page:019a', 'bridge:page:019a:*'])
    expect(stalePatterns({ entity: 'no entity' })).toEqual([])
  })

  it('is read anew after a change, and only where it may be wrong', async () => {
    const rig = open()
    const read = (key: string, value: string) => rig.cache.read(key, async () => value)
    for (const key of ['bridge:projet:1', 'bridge:client:7:projets', 'bridge:client:70'])
      await read(key, 'old')
    await rig.deliver(delivery(rig, [change('projet:9', { links: ['client:7'] })]))
    expect(await read('bridge:projet:1', 'new')).toBe('new')
    expect(await read('bridge:client:7:projets', 'new')).toBe('new')
    expect(await read('bridge:client:70', 'new')).toBe('old')
  })

  it('of a table without any rule is dropped too: others read it', async () => {
    const rig = open()
    await rig.cache.read('bridge:client:7', async () => 'old')
    await rig.deliver(delivery(rig, [change('client:7')], { event: 'e1' }))
    expect(await rig.cache.read('bridge:client:7', async () => 'new')).toBe('new')
    expect(await rig.trace('e1')).toContain('client:7 ignore no_rule .')
  })

  it('that is away stops nobody', async () => {
    const down = async () => {
      throw new Error('no cache')
    }
    const rig = open({ through: (deps) => ({ ...deps, cache: { ...deps.cache, drop: down } }) })
    await rig.deliver(delivery(rig, [change('projet:1')], { event: 'e1' }))
    expect(rig.logged).toEqual(['the cache could not be dropped'])
    expect(await rig.trace('e1')).toEqual([
      '* receive baserow rows.updated',
      '* drop_cache no cache',
      'projet:1 touch updated',
    ])
  })
})

describe('more than ten identical events in a minute', () => {
  const aa = [change('projet:1', { hash: 'aa' })]

  /** As the look would: it remembers what the row says. */
  function looping(): FlowRig {
    const rig: FlowRig = open({
      look: async (key) => {
        await rig.book.memory.set(key, { fingerprint: 'f', row: 'aa', at: rig.clock.now() })
        return { ended: 'done' }
      },
    })
    return rig
  }

  async function burst(rig: FlowRig, count: number, name = 'e') {
    for (let n = 1; n <= count; n += 1) {
      await rig.queue.take(delivery(rig, aa, { event: `${name}${n}` }))
      await settled()
    }
  }

  it('open its breaker: a hundred make one look and one notice', async () => {
    const rig = looping()
    rig.work()
    await burst(rig, 100)
    expect(rig.looked).toHaveLength(1)
    const loops = rig.toldOnce('looping')
    expect(loops).toHaveLength(1)
    expect(loops[0]?.is).toMatchObject({ entity: 'projet:1', count: 11, hash: 'aa' })
    expect(loops[0]?.is).toHaveProperty(
      'events',
      Array.from({ length: 11 }, (_, n) => `e${n + 1}`),
    )
    expect(await rig.trace('e2')).toContain('projet:1 ignore identical_sync .')
    expect(await rig.trace('e11')).toContain('projet:1 hold 11 identical events within a minute')
    expect(await rig.trace('e100')).toContain('projet:1 hold 11 identical events within a minute')
    expect((await rig.sync.desk.status()).waiting).toEqual({ dead: 0, held: 1, parked: 0 })
  })

  it('that come all at once are told of once', async () => {
    const rig = looping()
    rig.work()
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => rig.queue.take(delivery(rig, aa, { event: `e${n}` }))),
    )
    await settled()
    expect(rig.looked.length).toBeLessThanOrEqual(1)
    expect(rig.toldOnce('looping')).toHaveLength(1)
    expect((await rig.sync.desk.status()).waiting.held).toBe(1)
  })

  it('over more than a minute are no loop', async () => {
    const rig = looping()
    rig.work()
    for (let n = 0; n < 30; n += 1) {
      await rig.queue.take(delivery(rig, aa))
      await rig.pass(7_000)
    }
    expect(rig.told).toEqual([])
  })

  it('that differ are no loop', async () => {
    const rig = open()
    for (let n = 0; n < 30; n += 1) await rig.deliver(delivery(rig, [change('projet:1', { hash: `${n}` })]))
    expect(rig.told).toEqual([])
    expect(await rig.book.causes.of('projet:1')).toHaveLength(30)
  })

  it('of pages without a hash say nothing of what they are, and are no loop', async () => {
    const rig = open()
    for (let n = 0; n < 30; n += 1) await rig.deliver(delivery(rig, [change('page:019a')]))
    expect(rig.told).toEqual([])
  })

  it('keep what comes meanwhile, until somebody closes the breaker', async () => {
    const rig = looping()
    rig.work()
    await burst(rig, 20)
    await rig.queue.take(delivery(rig, [change('projet:1', { hash: 'bb' })], { event: 'other' }))
    await settled()
    expect(rig.looked).toHaveLength(1)
    expect(await rig.trace('other')).toContain('projet:1 hold 11 identical events within a minute')

    expect(await rig.sync.desk.release('projet:1')).toBe(true)
    await settled()
    expect(rig.looked).toHaveLength(2)
    expect(rig.looked[1]?.causes.map(({ event }) => event)).toContain('other')
    expect(await rig.trace('other')).toContain('projet:1 finish done .')
    expect(await rig.trace('e20')).toContain('projet:1 finish done .')
    expect((await rig.sync.desk.status()).waiting).toEqual({ dead: 0, held: 0, parked: 0 })
    expect(await rig.sync.desk.release('projet:1')).toBe(false)
  })

  it('that go on after it was closed open it again, and are told of again', async () => {
    const rig = looping()
    rig.work()
    await burst(rig, 20)
    await rig.sync.desk.release('projet:1')
    await burst(rig, 5, 'again')
    expect(rig.toldOnce('looping')).toHaveLength(2)
    expect(rig.looked).toHaveLength(2)
  })

  it('are told of when the one that opened it dies before it could tell, and comes again', async () => {
    let dies = true
    const rig = open({
      through: (deps) => ({
        ...deps,
        notices: {
          ...deps.notices,
          looping: async (loop) => {
            if (dies) throw new Error('gone')
            await deps.notices.looping(loop)
          },
        },
      }),
    })
    for (let n = 1; n <= 10; n += 1) await rig.deliver(delivery(rig, aa))
    const eleventh = delivery(rig, aa, { event: 'e11' })
    await expect(rig.deliver(eleventh)).rejects.toThrow('gone')
    dies = false
    await rig.sync.handlers.delivery(eleventh, 1)
    expect(rig.toldOnce('looping').map(({ is }) => is)).toMatchObject([{ entity: 'projet:1', count: 11 }])
  })

  it('are looked at when the breaker is closed just as one more is being kept', async () => {
    let closes = false
    const rig: FlowRig = open({
      through: (deps) => {
        const add: typeof deps.book.causes.add = async (entity, cause) => {
          if (closes) {
            closes = false
            await rig.sync.desk.release(entity)
            await settled()
          }
          return deps.book.causes.add(entity, cause)
        }
        return { ...deps, book: { ...deps.book, causes: { ...deps.book.causes, add } } }
      },
    })
    rig.work()
    await burst(rig, 12)
    closes = true
    await rig.deliver(delivery(rig, [change('projet:1', { hash: 'bb' })], { event: 'late' }))
    await settled()
    expect(await rig.trace('late')).toContain('projet:1 finish done .')
  })

  it('are not counted again when we fail ourselves', async () => {
    const rig = open()
    const one = delivery(rig, aa)
    for (let failed = 0; failed < 30; failed += 1) await rig.sync.handlers.delivery(one, failed)
    expect(rig.told).toEqual([])
  })
})
