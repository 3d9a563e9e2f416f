import { describe, expect, it } from 'vitest'
import { feedOf } from '../../src/commands/feed.ts'
import { homeOf } from '../../src/commands/home.ts'
import { BY_URGENCY } from '../../src/commands/shown-runs.ts'
import { PLAYBOOKS } from '../../src/playbooks/index.ts'
import type { PersonId } from './rig.ts'
import { createTold } from './told-rig.ts'

function open(channels?: Parameters<typeof createTold>[0]) {
  const told = createTold(channels)
  return {
    ...told,
    async feed(): Promise<readonly string[]> {
      return (await feedOf(told)).threads.map(({ run, open: isOpen }) => (isOpen ? run : `${run} over`))
    },
    /** The runs whose cards wait for the person, and the others. */
    async home(id: PersonId) {
      const { waiting, running } = await homeOf(told, told.speaker(id).person)
      const titles = (cards: typeof waiting) => cards.map(({ title }) => title)
      return { waiting: titles(waiting), running: titles(running) }
    },
  }
}

type Told = ReturnType<typeof open>

/** Everything that the sync may tell, the least urgent last. */
async function tellAll(told: Told): Promise<void> {
  await told.say('yan', '/incident sev3 Slow search')
  await told.away()
  await told.looping()
  await told.failed()
  await told.shared()
  await told.overCapacity()
  await told.orphaned()
  await told.hookTrouble()
  await told.reconcile()
}

const ALL = ['INC-1', 'OUT-1', 'LOOP-1', 'FAIL-1', 'SHR-1', 'CAP-1', 'ORP-1', 'HOOK-1', 'REC-1']

describe('what the sync tells, in the feed', () => {
  it('has each kind of it, what is on fire first, then what waits for a decision', async () => {
    const told = open()
    await tellAll(told)
    expect(await told.feed()).toEqual(ALL)
    expect([...BY_URGENCY].sort()).toEqual(Object.keys(PLAYBOOKS).sort())
  })

  it('stands by its urgency, whatever came last', async () => {
    const told = open()
    await told.reconcile()
    await told.orphaned()
    await told.looping()
    await told.say('yan', '/incident sev3 Slow search')
    expect(await told.feed()).toEqual(['INC-1', 'LOOP-1', 'ORP-1', 'REC-1'])
  })

  it('says of hours that are used up where their card stands', async () => {
    const places = async (told: Told) => {
      await told.overCapacity()
      return (await feedOf(told)).threads.map(({ elsewhere }) => elsewhere)
    }
    expect(await places(open())).toEqual(['#capacity'])
    expect(await places(open({ ops: {}, sandbox: {} }))).toEqual([undefined])
  })

  it('has the latest few that are over, under the incidents that are', async () => {
    const told = open()
    await told.say('yan', '/incident sev3 Typo')
    await told.choose('yan', 'INC-1', 'resolve')
    for (let n = 1; n <= 9; n += 1) await told.report(await told.reconcile(), 'reconciled')
    await told.shared('s1')
    await told.notices.unshared('s1')
    expect(await told.feed()).toEqual([
      'INC-1 over',
      'SHR-1 over',
      ...[9, 8, 7, 6].map((n) => `REC-${n} over`),
    ])
  })

  it('has a letter only while it waits, or when it could not be sent', async () => {
    const told = open()
    for (let n = 1; n <= 9; n += 1) await told.letter()
    expect(await told.feed()).toEqual([])
    await told.report('LTR-1', 'queued', { because: 'down' })
    await told.report('LTR-2', 'failed', { because: 'no such address' })
    for (let n = 3; n <= 9; n += 1) await told.report(`LTR-${n}`, 'sent')
    expect(await told.feed()).toEqual(['LTR-1', 'LTR-2 over'])
    await told.report('LTR-1', 'sent')
    expect(await told.feed()).toContain('LTR-1 over')
  })
})

describe('what the sync tells, for somebody', () => {
  it('waits for the responders where there is something to decide', async () => {
    const told = open()
    await tellAll(told)
    const { waiting, running } = await told.home('sam')
    expect(waiting).toEqual([
      expect.stringContaining('Slow search'),
      expect.stringContaining('projet:3'),
      expect.stringContaining('projet:4'),
      expect.stringContaining('Tarifs'),
      expect.stringContaining('Nadia'),
      expect.stringContaining('Row deleted'),
      expect.stringContaining('Webhooks of Baserow'),
    ])
    expect(running).toEqual([
      expect.stringContaining('Docmost does not answer'),
      expect.stringContaining('Reconciling'),
    ])
    expect((await told.home('nadia')).waiting).toEqual([])
  })

  it('waits for nobody while Vigie does what was asked', async () => {
    const told = open()
    await told.shared()
    await told.talk.press(told.speaker('yan'), { kind: 'note', run: 'SHR-1', note: 'revoke' })
    const { waiting, running } = await told.home('yan')
    expect([waiting, running]).toEqual([[], [expect.stringContaining('Tarifs')]])
    await told.report('SHR-1', 'failed', { because: 'forbidden' })
    expect((await told.home('yan')).waiting).toHaveLength(1)
  })

  it('waits for whoever took on hours that are used up, and for nobody else', async () => {
    const told = open()
    await told.overCapacity()
    await told.choose('sam', 'CAP-1', 'acknowledge')
    expect((await told.home('sam')).waiting).toHaveLength(1)
    expect(await told.home('yan')).toMatchObject({ waiting: [], running: [expect.stringContaining('Nadia')] })
  })

  it('shows no letter that goes out at once', async () => {
    const told = open()
    await told.letter()
    expect(await told.home('yan')).toEqual({ waiting: [], running: [] })
  })
})
