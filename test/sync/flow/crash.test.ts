import { afterEach, describe, expect, it } from 'vitest'
import { createCrash } from './crash-at.ts'
import { change, createFlowRig, delivery, type FlowRig, fault, settled } from './flow-rig.ts'

const rigs: FlowRig[] = []

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop()
})

/** Every call of the store, the queue and the people dies once, the `at`th of them; the queue brings the job again. */
function mortal(at: number) {
  const crash = createCrash(at)
  let away = false
  const answer = async () => {
    if (away) throw fault('docmost', 'unreachable')
  }
  /** What the row says, and what the page says since the last look. */
  const row = new Map<string, number>()
  const page = new Map<string, number>()
  const rig = createFlowRig({
    ping: answer,
    look: async (key) => {
      await answer()
      page.set(key, row.get(key) ?? 0)
      return { ended: 'done' }
    },
    through: (deps) => ({
      ...deps,
      book: crash.wrap(deps.book),
      queue: crash.wrap(deps.queue, ['touch', 'probe']),
      notices: crash.wrap(deps.notices),
    }),
  })
  rigs.push(rig)
  rig.work()

  async function write(key: string, value: number, event: string) {
    row.set(key, value)
    await rig.queue.take(delivery(rig, [change(key, { hash: `${value}` })], { event }))
  }

  const open = () => {
    away = true
  }
  const close = () => {
    away = false
  }
  return { rig, crash, write, row, page, open, close }
}

/** Stories that are told side by side: each mostly waits. */
const AT_ONCE = 25

/** Tells a story with a crash after each of its calls in turn, until it is over before the crash. Answers how many there were. */
async function atEveryCall(tell: (at: number) => Promise<{ readonly died: boolean }>): Promise<number> {
  for (let from = 1; ; from += AT_ONCE) {
    const told = await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => tell(from + n)))
    const survived = told.findIndex(({ died }) => !died)
    if (survived >= 0) return from + survived - 1
  }
}

describe('a crash after any call', () => {
  it('of taking in and looking leaves no row behind its page', async () => {
    const calls = await atEveryCall(async (at) => {
      const { rig, crash, write, row, page } = mortal(at)
      await write('projet:1', 1, 'e1')
      await write('projet:2', 1, 'e2')
      await write('projet:1', 2, 'e3')
      await rig.pass(3_000)
      expect(page, `crash ${at}`).toEqual(row)
      for (const [event, key] of [
        ['e1', 'projet:1'],
        ['e2', 'projet:2'],
        ['e3', 'projet:1'],
      ] as const)
        expect(await rig.trace(event), `crash ${at}`).toContain(`${key} finish done .`)
      expect(await rig.book.waiting.count()).toEqual({ dead: 0, held: 0, parked: 0 })
      expect(await rig.book.causes.of('projet:1')).toEqual([])
      return { died: crash.died() }
    })
    expect(calls).toBeGreaterThan(20)
  })

  it('of an outage leaves nobody parked, and everybody told', async () => {
    const calls = await atEveryCall(async (at) => {
      const { rig, crash, write, row, page, open, close } = mortal(at)
      open()
      await write('projet:1', 1, 'e1')
      await rig.pass(25_000)
      await write('projet:2', 1, 'e2')
      await rig.pass(3_000)
      close()
      await rig.pass(35_000)
      expect(page, `crash ${at}`).toEqual(row)
      expect(await rig.book.waiting.count(), `crash ${at}`).toEqual({ dead: 0, held: 0, parked: 0 })
      expect(await rig.book.breakers.get('docmost'), `crash ${at}`).toBeUndefined()
      expect([rig.toldOnce('away').length, rig.toldOnce('back').length], `crash ${at}`).toEqual([1, 1])
      expect(rig.toldOnce('failed')).toEqual([])
      return { died: crash.died() }
    })
    expect(calls).toBeGreaterThan(40)
  })

  it('of a loop tells of it once, keeps what came, and goes on when it is released', async () => {
    const calls = await atEveryCall(async (at) => {
      const { rig, crash, row, page, write } = mortal(at)
      for (let n = 0; n < 13; n += 1) await write('projet:1', 1, `e${n}`)
      await rig.pass(2_000)
      await write('projet:1', 1, 'e13')
      await rig.pass(2_000)
      expect(rig.toldOnce('looping'), `crash ${at}`).toHaveLength(1)
      await write('projet:1', 2, 'other')
      await rig.pass(2_000)
      await release(rig)
      await rig.pass(2_000)
      expect(page, `crash ${at}`).toEqual(row)
      expect(await rig.trace('other'), `crash ${at}`).toContain('projet:1 finish done .')
      expect(await rig.book.waiting.count(), `crash ${at}`).toEqual({ dead: 0, held: 0, parked: 0 })
      return { died: crash.died() }
    })
    expect(calls).toBeGreaterThan(100)
  })
})

/** A click that dies is clicked again, and the process that comes up after it starts. */
async function release(rig: FlowRig): Promise<void> {
  try {
    await rig.sync.desk.release('projet:1')
  } catch {
    await settled()
    await rig.sync.desk.release('projet:1')
    await rig.sync.start()
  }
}
