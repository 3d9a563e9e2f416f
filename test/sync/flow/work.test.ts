import { afterEach, describe, expect, it } from 'vitest'
import { retryMs } from '../../../src/sync/queue.ts'
import { change, createFlowRig, delivery, type FlowRig, fault, settled } from './flow-rig.ts'

const rigs: FlowRig[] = []

function open(options: Parameters<typeof createFlowRig>[0] = {}): FlowRig {
  const rig = createFlowRig(options)
  rigs.push(rig)
  return rig
}

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop()
})

const outcome = (work: Promise<void>) =>
  work.then(
    () => 'ended',
    (error: unknown) => error,
  )

describe('a look at an entity', () => {
  it('is for every cause there is, and tells each how it ended', async () => {
    const rig = open({ look: async () => ({ ended: 'done', page: '019a' }) })
    for (const event of ['e1', 'e2']) await rig.deliver(delivery(rig, [change('projet:1')], { event }))
    await rig.sync.handlers.entity('projet:1', 0)
    expect(rig.looked).toHaveLength(1)
    expect(rig.looked[0]?.causes.map(({ event }) => event)).toEqual(['e1', 'e2'])
    expect(await rig.trace('e1')).toContain('projet:1 finish done .')
    expect((await rig.book.trace.of('e2')).at(-1)).toMatchObject({ success: true, page: '019a', ended: true })
    expect(await rig.book.causes.of('projet:1')).toEqual([])
  })

  it('that was left over after another saw to everything does nothing', async () => {
    const rig = open()
    await rig.sync.handlers.entity('projet:1', 0)
    expect(rig.looked).toEqual([])
  })

  it('leaves what came while it was under way, and the queue brings it again', async () => {
    const rig: FlowRig = open({
      look: async (key) => {
        if (rig.looked.length === 1) await rig.deliver(delivery(rig, [change(key)], { event: 'late' }))
        return { ended: 'done' }
      },
    })
    rig.work()
    await rig.deliver(delivery(rig, [change('projet:1')], { event: 'first' }))
    await settled()
    expect(rig.looked.map(({ causes }) => causes.map(({ event }) => event))).toEqual([['first'], ['late']])
    expect(await rig.trace('late')).toContain('projet:1 finish done .')
  })

  it('of a page is made by the look of pages, and what has no rule any more needs none', async () => {
    const rig = open()
    await rig.deliver(delivery(rig, [change('page:019a')]))
    await rig.sync.handlers.entity('page:019a', 0)
    expect(rig.looked.map(({ key }) => key)).toEqual(['page:019a'])
    await rig.book.causes.add('facture:1', { event: 'old', because: 'updated', at: 0 })
    await rig.sync.handlers.entity('facture:1', 0)
    expect(rig.looked).toHaveLength(1)
    expect(await rig.trace('old')).toEqual(['facture:1 finish no_rule .'])
  })
})

describe('a look that fails', () => {
  async function failing(error: () => unknown, ping?: () => Promise<void>) {
    let well = false
    const rig = open({
      look: async () => {
        if (!well) throw error()
        return { ended: 'done' }
      },
      ...(ping === undefined ? {} : { ping }),
    })
    await rig.deliver(delivery(rig, [change('projet:1')], { event: 'e1' }))
    const attempt = (failed: number) => outcome(rig.sync.handlers.entity('projet:1', failed))
    const recover = () => {
      well = true
    }
    const state = async () => (await rig.book.waiting.get('projet:1'))?.state
    return { rig, attempt, recover, state }
  }

  it('is retried after one, two and four seconds, and then given up and told', async () => {
    const { rig, state } = await failing(() => new TypeError('ours'))
    rig.work()
    const attempts: number[] = []
    for (let second = 0; second < 20; second += 1) {
      await rig.pass(1_000)
      attempts.push(rig.looked.length)
    }
    expect([1, 2, 3].map((failed) => retryMs(failed, undefined))).toEqual([1_000, 2_000, 4_000])
    expect(attempts.at(-1)).toBe(4)
    expect(await state()).toBe('dead')
    expect(rig.toldOnce('failed').map(({ is }) => is)).toMatchObject([
      { entity: 'projet:1', because: 'ours', events: ['e1'] },
    ])
    expect((await rig.trace('e1')).slice(3)).toEqual([
      'projet:1 retry ours',
      'projet:1 retry ours',
      'projet:1 retry ours',
      'projet:1 give_up ours .',
    ])
  })

  it('for good is given up at once', async () => {
    const { attempt, state, rig } = await failing(() => fault('baserow', 'invalid', { retry: false }))
    expect(await attempt(0)).toBe('ended')
    expect(await state()).toBe('dead')
    expect(rig.toldOnce('failed')).toHaveLength(1)
  })

  it('and then is well again is forgotten', async () => {
    const { attempt, state, recover, rig } = await failing(() => fault('docmost', 'timeout'))
    expect(await attempt(0)).toMatchObject({ code: 'timeout' })
    recover()
    expect(await attempt(1)).toBe('ended')
    expect(await state()).toBeUndefined()
    expect(rig.told).toEqual([])
  })

  it('given up keeps its causes: the next event that goes well ends them all', async () => {
    const { attempt, state, recover, rig } = await failing(() =>
      fault('baserow', 'invalid', { retry: false }),
    )
    await attempt(0)
    recover()
    await rig.deliver(delivery(rig, [change('projet:1')], { event: 'e2' }))
    expect(await attempt(0)).toBe('ended')
    expect(await state()).toBeUndefined()
    expect(await rig.trace('e1')).toContain('projet:1 finish done .')
    expect(await rig.trace('e2')).toContain('projet:1 finish done .')
  })

  it('is told once for all events of a broken row, and again when somebody asked', async () => {
    const { attempt, rig } = await failing(() => fault('baserow', 'invalid', { retry: false }))
    await attempt(0)
    for (let n = 0; n < 5; n += 1) {
      await rig.deliver(delivery(rig, [change('projet:1')]))
      await attempt(0)
    }
    expect(rig.toldOnce('failed')).toHaveLength(1)
    rig.clock.jump(1_000)
    expect(await rig.sync.desk.retry('all')).toEqual(['projet:1'])
    await attempt(0)
    expect(rig.toldOnce('failed')).toHaveLength(2)
  })

  it('because its remote is away is parked, and people are told', async () => {
    const { attempt, state, rig } = await failing(() => fault('docmost', 'unreachable'))
    for (const failed of [0, 1, 2]) expect(await attempt(failed)).toMatchObject({ code: 'unreachable' })
    expect(await attempt(3)).toBe('ended')
    expect(await state()).toBe('parked')
    expect(rig.toldOnce('away').map(({ is }) => is)).toEqual([
      { system: 'docmost', because: 'docmost: unreachable' },
    ])
    expect(rig.toldOnce('failed')).toEqual([])
    expect((await rig.trace('e1')).at(-1)).toBe('projet:1 park docmost: unreachable')
  })

  it('with a 500 is parked only when the remote does not answer at all', async () => {
    const broken = await failing(() => fault('docmost', 'server_error'))
    await broken.attempt(3)
    expect(await broken.state()).toBe('dead')
    expect(await broken.rig.book.breakers.get('docmost')).toBeUndefined()

    const away = await failing(
      () => fault('docmost', 'server_error'),
      async () => {
        throw fault('docmost', 'server_error')
      },
    )
    await away.attempt(3)
    expect(await away.state()).toBe('parked')
    expect(await away.rig.book.breakers.get('docmost')).toMatchObject({ because: 'docmost: server_error' })
  })

  it('does not take the breaker of a loop away, whatever comes of it', async () => {
    for (const error of [fault('docmost', 'timeout'), fault('docmost', 'invalid', { retry: false })]) {
      const { attempt, state, rig } = await failing(() => error)
      const held = { entity: 'projet:1', state: 'held', since: 1, because: 'loop', events: [] } as const
      await rig.sync.desk.force('projet:1')
      await rig.book.waiting.put(held)
      await attempt(3)
      expect(await state()).toBe('held')
    }
  })

  it('does not close the breaker of a loop that opened while it was under way', async () => {
    const rig: FlowRig = open({
      look: async (entity) => {
        await rig.book.waiting.put({ entity, state: 'held', since: 1, because: 'loop', events: [] })
        return { ended: 'done' }
      },
    })
    await rig.deliver(delivery(rig, [change('projet:1')]))
    await rig.sync.handlers.entity('projet:1', 0)
    expect((await rig.book.waiting.get('projet:1'))?.state).toBe('held')
  })
})
