import { describe, expect, it } from 'vitest'
import { homeOf } from '../../src/commands/home.ts'
import { cardToText } from '../../src/notify/text.ts'
import { actionItem } from '../../src/playbooks/action-item.ts'
import { handover } from '../../src/playbooks/handover.ts'
import { createTalk, type PersonId } from './rig.ts'

const DAY = 24 * 3_600_000

function open() {
  const talk = createTalk()
  let n = 0
  const entry = () => {
    n += 1
    return { key: `opened ${n}`, at: talk.clock.now(), by: { id: 'vigie', groups: [] }, door: 'vigie' }
  }
  return {
    ...talk,
    item: (owner: string, text = 'Alert on disk space') =>
      talk.runs.open(actionItem, {
        ...entry(),
        facts: { text, owner, due: '2026-12-01', number: '1' },
        durations: { due: 7 * DAY },
      }),
    handOver: (to: string) =>
      talk.runs.open(handover, {
        ...entry(),
        facts: { to, backup: 'yan', recap: 'No incident since the last hand-over' },
        durations: { untaken: DAY },
      }),
    /** The first line of each card that waits for the person, and of the others. */
    async home(id: PersonId) {
      const { waiting, running } = await homeOf(talk, talk.speaker(id).person)
      const titles = (cards: typeof waiting) => cards.map((card) => cardToText(card).split('\n')[0] ?? '')
      return { waiting: titles(waiting), running: titles(running) }
    },
  }
}

describe('what waits for somebody', () => {
  it('is an incident for each responder, and for nobody else', async () => {
    const { say, home } = open()
    await say('yan', '/incident sev1 Docmost is down')
    for (const id of ['corentin', 'yan', 'sam'] as const) {
      const { waiting, running } = await home(id)
      expect([waiting.length, running.length]).toEqual([1, 0])
    }
    expect(await home('nadia')).toEqual({
      waiting: [],
      running: [expect.stringContaining('[SEV1] formation-hub - Docmost is down')],
    })
  })

  it('is an action item for its owner alone, responder or not', async () => {
    const { item, home } = open()
    await item('nadia')
    expect(await home('nadia')).toMatchObject({
      waiting: [expect.stringContaining('Alert on disk space')],
      running: [],
    })
    expect((await home('yan')).waiting).toEqual([])
    expect((await home('yan')).running).toHaveLength(1)
  })

  it('is a hand-over for whoever takes over', async () => {
    const { handOver, home } = open()
    await handOver('corentin')
    expect((await home('corentin')).waiting).toHaveLength(1)
    expect((await home('yan')).waiting).toEqual([])
  })

  it('is no stand-in: it ends by itself', async () => {
    const { say, home } = open()
    await say('yan', '/ops oncall sam for 2h')
    expect(await home('sam')).toMatchObject({ waiting: [], running: [expect.stringContaining('Sam Martin')] })
  })

  it('is an incident also beside a crowd of action items', async () => {
    const { say, item, home, clock } = open()
    await say('yan', '/incident sev1 Docmost is down')
    clock.jump(1_000)
    for (let n = 0; n < 60; n += 1) await item('nadia', `Item ${n}`)
    expect((await home('yan')).waiting).toEqual([expect.stringContaining('Docmost is down')])
  })

  it('is nothing once it is done', async () => {
    const { item, home, choose } = open()
    const { id } = await item('sam')
    expect(await choose('sam', id, 'done')).toContain(`${id} - done`)
    expect(await home('sam')).toEqual({ waiting: [], running: [] })
  })
})
