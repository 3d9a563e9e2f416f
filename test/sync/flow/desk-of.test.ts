import { afterEach, describe, expect, it } from 'vitest'
import { change, createFlowRig, delivery, type FlowRig, fault, settled } from './flow-rig.ts'

const rigs: FlowRig[] = []

/** Looks at what is in `broken` fail for good. */
function open(...keys: readonly string[]) {
  const broken = new Set(keys)
  const rig: FlowRig = createFlowRig({
    look: async (key) => {
      if (broken.has(key)) throw fault('baserow', 'invalid', { retry: false })
      return { ended: 'done' }
    },
  })
  rigs.push(rig)
  rig.work()
  const take = async (entity: string, event: string) => {
    await rig.queue.take(delivery(rig, [change(entity)], { event }))
    await settled()
  }
  return { rig, desk: rig.sync.desk, broken, take }
}

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop()
})

const NOTHING = { dead: 0, held: 0, parked: 0 }

describe('the status', () => {
  it('says what waits, since when and why, longest first', async () => {
    const { rig, desk, take } = open('projet:1', 'projet:2')
    await take('projet:1', 'e1')
    rig.clock.jump(1_000)
    await take('projet:2', 'e2')
    await rig.book.breakers.open('baserow', { since: 5, because: 'baserow: timeout' })
    expect(await desk.status()).toMatchObject({
      queue: { deliveries: 0, entities: 0 },
      waiting: { dead: 2, held: 0, parked: 0 },
      examples: [{ entity: 'projet:1', because: 'baserow: invalid', events: ['e1'] }, { entity: 'projet:2' }],
      breakers: { baserow: { since: 5, because: 'baserow: timeout' } },
      marks: { last_event: expect.any(String) },
    })
  })
})

describe('a trace', () => {
  it('is found by its first letters, and all that begin with them', async () => {
    const { desk, take } = open()
    for (const event of ['0f8fad5b-1', '0f8fad5b-2', '11', '112']) await take('projet:1', event)
    const traced = await desk.trace('0f8f')
    expect(traced.map(({ event }) => event).sort()).toEqual(['0f8fad5b-1', '0f8fad5b-2'])
    expect(traced[0]?.lines.at(-1)).toMatchObject({ action: 'finish', ended: true })
    // One that is meant exactly is alone.
    expect((await desk.trace('11')).map(({ event }) => event)).toEqual(['11'])
    expect(await desk.trace('nothing')).toEqual([])
    expect(await desk.trace('')).toEqual([])
  })
})

describe('a retry', () => {
  it('of an event puts its entities back to work, and its trace goes on', async () => {
    const { rig, desk, broken, take } = open('projet:1', 'projet:2')
    await take('projet:1', 'aaa-1')
    await take('projet:2', 'bbb-1')
    broken.clear()
    expect(await desk.retry({ event: 'aaa' })).toEqual(['projet:1'])
    await settled()
    expect((await rig.trace('aaa-1')).slice(-2)).toEqual(['projet:1 touch retried', 'projet:1 finish done .'])
    expect((await desk.status()).waiting).toEqual({ ...NOTHING, dead: 1 })
    expect(await desk.retry({ event: 'aaa' })).toEqual([])
    expect(await desk.retry({ event: '' })).toEqual([])
  })

  it('of letters that several events begin with does nothing', async () => {
    const { desk, take } = open('projet:1', 'projet:2')
    await take('projet:1', 'aaa-1')
    await take('projet:2', 'aaa-2')
    expect(await desk.retry({ event: 'aaa' })).toEqual([])
    expect(await desk.retry({ event: 'aaa-2' })).toEqual(['projet:2'])
  })

  it('finds an event that came while its entity waited already', async () => {
    const { rig, desk, take } = open()
    await rig.book.breakers.open('docmost', { since: 1, because: 'docmost: timeout' })
    await take('projet:1', 'first')
    await take('projet:1', 'second')
    expect(await desk.retry({ event: 'second' })).toEqual(['projet:1'])
  })

  it('of one entity, and of all that is dead, held or parked', async () => {
    const { rig, desk, broken, take } = open('projet:1', 'projet:2')
    await take('projet:1', 'e1')
    await take('projet:2', 'e2')
    const held = { entity: 'projet:3', state: 'held', since: rig.clock.now(), because: 'loop' } as const
    await rig.book.waiting.put({ ...held, events: ['e3'] })
    await take('projet:3', 'e3')
    broken.clear()
    expect(await desk.retry({ entity: 'projet:2' })).toEqual(['projet:2'])
    await settled()
    expect(await desk.retry({ entity: 'projet:2' })).toEqual([])
    expect([...(await desk.retry('all'))].sort()).toEqual(['projet:1', 'projet:3'])
    await settled()
    expect((await desk.status()).waiting).toEqual(NOTHING)
    for (const n of [1, 2, 3]) expect(await rig.trace(`e${n}`)).toContain(`projet:${n} finish done .`)
  })

  it('that fails again waits again', async () => {
    const { rig, desk, take } = open('projet:1')
    await take('projet:1', 'e1')
    await desk.retry('all')
    await settled()
    expect((await desk.status()).waiting).toEqual({ ...NOTHING, dead: 1 })
    expect((await rig.trace('e1')).at(-1)).toBe('projet:1 give_up baserow: invalid .')
  })

  it('of a delivery that can not be used takes it off the list', async () => {
    const { rig, desk } = open()
    await rig.deliver(delivery(rig, [], { event: 'e1', unusable: 'its rows can not be read' }))
    expect(await desk.retry({ event: 'e1' })).toEqual(['delivery:e1'])
    await settled()
    expect((await desk.status()).waiting).toEqual(NOTHING)
    expect(rig.looked).toEqual([])
    expect((await rig.trace('e1')).at(-1)).toBe('delivery:e1 finish unusable .')
  })
})

describe('what is forced', () => {
  it('is looked at now, and can be traced', async () => {
    const { rig, desk } = open()
    const forced = await desk.force('projet:42')
    await settled()
    expect(forced).toMatchObject({ ok: true, event: expect.stringMatching(/^forced-projet:42-\d+$/) })
    expect(rig.looked).toMatchObject([{ key: 'projet:42', causes: [{ because: 'forced' }] }])
    expect(await rig.trace(forced.ok ? forced.event : '')).toEqual([
      'projet:42 touch forced',
      'projet:42 finish done .',
    ])
  })

  it('is done even when its entity is held, which stays so', async () => {
    const { rig, desk } = open()
    const held = { entity: 'projet:1', state: 'held', since: 1, because: 'loop', events: [] } as const
    await rig.book.waiting.put(held)
    await desk.force('projet:1')
    await settled()
    expect(rig.looked).toHaveLength(1)
    expect((await desk.status()).waiting.held).toBe(1)
  })

  it('has to be in a table that is known', async () => {
    const { desk } = open()
    for (const key of ['facture:1', 'projet:nought', 'nonsense', 'constructor:1'])
      expect(await desk.force(key)).toEqual({ ok: false, reason: 'no_such_table' })
    expect(await desk.force('page:019a')).toMatchObject({ ok: true })
    // It has no rule of its own; whoever asks for it is told so by its trace.
    expect(await desk.force('client:7')).toMatchObject({ ok: true })
  })
})

describe('a release', () => {
  it('of what is not held does nothing', async () => {
    const { desk, take } = open('projet:1')
    await take('projet:1', 'e1')
    expect(await desk.release('projet:1')).toBe(false)
    expect(await desk.release('projet:2')).toBe(false)
    expect((await desk.status()).waiting).toEqual({ ...NOTHING, dead: 1 })
  })
})
