import { afterEach, describe, expect, it } from 'vitest'
import type { System } from '../../../src/sync/book.ts'
import { systemsOf } from '../../../src/sync/flow/outage.ts'
import { createSync } from '../../../src/sync/sync.ts'
import { change, createFlowRig, delivery, type FlowRig, fault, MINUTE, RULES, settled } from './flow-rig.ts'

const rigs: FlowRig[] = []

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop()
})

/** Remotes that go away and come back as told. */
function remotes(options: Parameters<typeof createFlowRig>[0] = {}) {
  const away = new Set<System>()
  const pings: { readonly system: System; readonly at: number }[] = []
  const answer = (system: System) => {
    if (away.has(system)) throw fault(system, 'unreachable')
  }
  const rig: FlowRig = createFlowRig({
    ping: async (system) => {
      pings.push({ system, at: rig.clock.now() })
      answer(system)
    },
    ...options,
    look: async (key, causes) => {
      for (const system of systemsOf(RULES, key)) answer(system)
      return (await options.look?.(key, causes)) ?? { ended: 'done' }
    },
  })
  rigs.push(rig)
  return { rig, away, pings }
}

/** The same numbers in an order that looks like none. */
function shuffled(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => ((n * 37) % count) + 1)
}

async function take(rig: FlowRig, entity: string, event: string): Promise<void> {
  await rig.queue.take(delivery(rig, [change(entity)], { event }))
}

describe('what a look needs', () => {
  it.each([
    ['projet:1', ['baserow', 'docmost']],
    ['intervention:1', ['baserow']],
    ['page:019a', ['docmost', 'baserow']],
  ])('%s', (entity, systems) => {
    expect(systemsOf(RULES, entity)).toEqual(systems)
  })
})

describe('the token of Baserow is revoked', () => {
  it('nothing is given up: all wait, people are told once, and all goes on with a new token', async () => {
    let isRevoked = true
    const refuse = () => {
      if (isRevoked) throw fault('baserow', 'refused', { retry: false })
    }
    const rig = createFlowRig({
      ping: async () => refuse(),
      look: async () => {
        refuse()
        return { ended: 'done' }
      },
    })
    rigs.push(rig)
    rig.work()
    for (const n of shuffled(20)) await take(rig, `projet:${n}`, `e${n}`)
    await rig.pass(2_000)
    expect(rig.toldOnce('failed')).toEqual([])
    expect(rig.toldOnce('away').map(({ is }) => is)).toEqual([
      { system: 'baserow', because: 'baserow: refused' },
    ])
    isRevoked = false
    await rig.pass(6_000)
    expect((await rig.sync.desk.status()).waiting).toEqual({ dead: 0, held: 0, parked: 0 })
    for (const n of shuffled(20)) expect(await rig.trace(`e${n}`)).toContain(`projet:${n} finish done .`)
  })
})

describe('Docmost is away for five minutes', () => {
  it('fifty entities wait and get in step; people are told once that it is away and once that it is back', async () => {
    const { rig, away } = remotes()
    rig.work()
    away.add('docmost')
    for (const n of shuffled(50)) {
      await take(rig, `projet:${n}`, `e${n}`)
      await rig.pass(6_000)
    }
    expect(rig.toldOnce('away')).toHaveLength(1)
    expect((await rig.sync.desk.status()).waiting).toEqual({ dead: 0, held: 0, parked: 50 })
    expect((await rig.sync.desk.status()).breakers).toMatchObject({
      docmost: { because: 'docmost: unreachable' },
    })
    // The first were tried four times; whoever met the open breaker not at all.
    const attempts = rig.looked.length
    expect(attempts).toBeLessThan(20)

    away.clear()
    const before = rig.looked.length
    await rig.pass(31_000)
    expect(rig.looked.slice(before).map(({ key }) => key)).toEqual(shuffled(50).map((n) => `projet:${n}`))
    for (const n of shuffled(50)) expect(await rig.trace(`e${n}`)).toContain(`projet:${n} finish done .`)
    expect((await rig.sync.desk.status()).waiting).toEqual({ dead: 0, held: 0, parked: 0 })
    expect((await rig.sync.desk.status()).breakers).toEqual({})
    expect(rig.toldOnce('away')).toHaveLength(1)
    expect(rig.toldOnce('back').map(({ is }) => is)).toEqual([{ system: 'docmost', drained: 50 }])
    expect(rig.toldOnce('back')[0]?.key).toBe(rig.toldOnce('away')[0]?.key)
    expect(rig.toldOnce('failed')).toEqual([])
  })

  it('fifty at once are as well off', async () => {
    const { rig, away } = remotes()
    rig.work()
    away.add('docmost')
    for (const n of shuffled(50)) await take(rig, `projet:${n}`, `e${n}`)
    await rig.pass(5 * MINUTE)
    expect((await rig.sync.desk.status()).waiting).toEqual({ dead: 0, held: 0, parked: 50 })
    away.clear()
    await rig.pass(31_000)
    for (const n of shuffled(50)) expect(await rig.trace(`e${n}`)).toContain(`projet:${n} finish done .`)
    expect((await rig.sync.desk.status()).waiting).toEqual({ dead: 0, held: 0, parked: 0 })
    expect([rig.toldOnce('away').length, rig.toldOnce('back').length]).toEqual([1, 1])
    expect(rig.toldOnce('failed')).toEqual([])
  })

  it('it is asked again after 5, 10, 20, 30 and 30 seconds', async () => {
    const { rig, away, pings } = remotes()
    rig.work()
    away.add('docmost')
    await take(rig, 'projet:1', 'e1')
    await rig.pass(2 * MINUTE)
    const gaps = pings.slice(1).map(({ at }, n) => Math.round((at - (pings[n]?.at ?? 0)) / 1_000))
    expect(gaps.slice(0, 3)).toEqual([10, 20, 30])
  })

  it('what needs Baserow alone goes on', async () => {
    const { rig, away } = remotes()
    rig.work()
    away.add('docmost')
    await take(rig, 'projet:1', 'e1')
    await rig.pass(10_000)
    await take(rig, 'personne:1', 'e2')
    await settled()
    expect(await rig.trace('e2')).toContain('personne:1 finish done .')
    expect(await rig.trace('e1')).toContain('projet:1 park docmost: unreachable')
  })

  it('events that come meanwhile cost an entity nothing, and it is parked once', async () => {
    const { rig, away } = remotes()
    rig.work()
    away.add('docmost')
    for (let n = 0; n < 20; n += 1) {
      await take(rig, 'projet:1', `e${n}`)
      await rig.pass(10_000)
    }
    expect(await rig.book.waiting.get('projet:1')).toMatchObject({ state: 'parked', times: 1 })
    away.clear()
    await rig.pass(31_000)
    for (let n = 0; n < 20; n += 1) expect(await rig.trace(`e${n}`)).toContain('projet:1 finish done .')
  })

  it('a second outage is told of again', async () => {
    const { rig, away } = remotes()
    rig.work()
    for (const event of ['e1', 'e2']) {
      away.add('docmost')
      await take(rig, 'projet:1', event)
      await rig.pass(20_000)
      away.clear()
      await rig.pass(31_000)
    }
    expect([rig.toldOnce('away').length, rig.toldOnce('back').length]).toEqual([2, 2])
  })
})

describe('one entity that fails as if its remote were away', () => {
  it('is given up after a few rounds, and holds nobody up for ever', async () => {
    const { rig } = remotes({
      look: async (key) => {
        if (key === 'projet:13') throw fault('docmost', 'timeout')
        return { ended: 'done' }
      },
    })
    rig.work()
    await take(rig, 'projet:13', 'poison')
    await rig.pass(3 * MINUTE)
    expect(await rig.book.waiting.get('projet:13')).toMatchObject({ state: 'dead' })
    expect(rig.toldOnce('failed')).toHaveLength(1)
    expect(rig.toldOnce('away')).toHaveLength(6)
    expect((await rig.sync.desk.status()).breakers).toEqual({})
    await take(rig, 'projet:1', 'e1')
    await rig.pass(1_000)
    expect(await rig.trace('e1')).toContain('projet:1 finish done .')
  })
})

describe('a replica that met the breaker just before it was closed', () => {
  it('parks nothing for ever', async () => {
    const { rig } = remotes()
    const { deps, looks, book } = rig
    const breaker = { since: rig.clock.now(), because: 'docmost: timeout' }
    await book.breakers.open('docmost', breaker)
    // The remote is back, and all that was parked has its job, before this one is put down.
    const put: typeof book.waiting.put = async (entry) => {
      await rig.sync.handlers.probe('docmost', 0)
      return book.waiting.put(entry)
    }
    const late = createSync({ ...deps, book: { ...book, waiting: { ...book.waiting, put } } }, looks)
    rig.queue.work(late.handlers)
    await rig.deliver(delivery(rig, [change('projet:1')], { event: 'e1' }))
    await settled()
    expect(await rig.trace('e1')).toContain('projet:1 park docmost: timeout')
    expect(await rig.trace('e1')).toContain('projet:1 finish done .')
    expect(await book.waiting.get('projet:1')).toBeUndefined()
  })
})

describe('the start after a crash', () => {
  const parked = { state: 'parked', because: 'docmost: timeout', system: 'docmost' } as const

  it('has a remote whose breaker is open asked again', async () => {
    const { rig, pings } = remotes()
    await rig.deliver(delivery(rig, [change('projet:1')], { event: 'e1' }))
    await rig.book.breakers.open('docmost', { since: 1, because: 'docmost: timeout' })
    rig.work()
    await settled()
    expect(rig.looked).toEqual([])
    await rig.sync.start()
    await rig.pass(6_000)
    expect(pings).toHaveLength(1)
    expect(await rig.trace('e1')).toContain('projet:1 finish done .')
  })

  it('goes on with what was parked when the breaker had just been closed', async () => {
    const { rig } = remotes()
    await rig.book.causes.add('projet:1', { event: 'e1', because: 'updated', at: 0 })
    await rig.book.waiting.put({ ...parked, entity: 'projet:1', since: 1, events: ['e1'] })
    rig.work()
    await rig.sync.start()
    await settled()
    expect(await rig.trace('e1')).toContain('projet:1 finish done .')
    expect(await rig.book.waiting.get('projet:1')).toBeUndefined()
  })
})

describe('both remotes are away in turn', () => {
  it('what waited for the one, and then met the other away, goes on when that is back', async () => {
    const { rig, away } = remotes()
    rig.work()
    away.add('docmost')
    await take(rig, 'projet:1', 'e1')
    await rig.pass(20_000)
    expect(await rig.book.waiting.list('parked', 9)).toMatchObject([{ system: 'docmost' }])
    away.add('baserow')
    await take(rig, 'intervention:1', 'e2')
    await rig.pass(20_000)
    away.delete('docmost')
    await rig.pass(MINUTE)
    expect(await rig.book.waiting.count()).toMatchObject({ parked: 2 })
    away.delete('baserow')
    await rig.pass(MINUTE)
    expect(await rig.book.waiting.count()).toEqual({ parked: 0, dead: 0, held: 0 })
    expect(await rig.trace('e1')).toContain('projet:1 finish done .')
  })
})
