import { describe, expect, it } from 'vitest'
import { createLeadsDuty } from '../../../src/runs/duties/leads.ts'
import { createDirectory } from '../../../src/runs/people.ts'
import { createRig } from '../rig.ts'

const MINUTE = 60_000
const PEOPLE = [
  { id: 'yan', name: 'Yan', groups: ['responders'] },
  { id: 'sam', name: 'Sam', groups: ['responders'] },
]

async function open() {
  const rig = createRig()
  const at = rig.clock.now()
  let minutes = 0
  const entry = (who: string) => {
    minutes += 1
    return {
      key: `${minutes}`,
      at: at + minutes * MINUTE,
      by: { id: who, groups: ['responders'] },
      door: 'test',
      fields: {},
    }
  }
  await rig.incidents.open({ ...entry('yan'), severity: 'sev1', facts: {} })
  const acknowledge = (who: string) =>
    rig.runs.submit('INC-1', { ...entry(who), type: 'decide', step: 'triage', decision: 'acknowledge' })
  const lead = (who: string) => rig.runs.submit('INC-1', { ...entry(who), type: 'note', note: 'lead' })
  const round = (people = PEOPLE) => {
    minutes += 5
    const directory = createDirectory(people)
    const clock = { now: () => at + minutes * MINUTE }
    return createLeadsDuty({ ...rig.storage, runs: rig.runs, directory, clock }).perform(clock.now(), {})
  }
  const run = async () => {
    const found = await rig.storage.store.get('INC-1')
    if (found === undefined) throw new Error('no INC-1')
    return found
  }
  const gone = async () =>
    (await run()).history.filter(({ what }) => what === 'leadGone').map(({ fields }) => fields)
  return { ...rig, acknowledge, lead, round, run, gone }
}

const onlySam = PEOPLE.filter(({ id }) => id === 'sam')

describe('a lead who left the directory', () => {
  it('is noted once, and somebody is asked to lead after the time that the team set', async () => {
    const { acknowledge, round, run, gone } = await open()
    await acknowledge('yan')
    for (let n = 0; n < 3; n += 1) await round(onlySam)
    expect(await gone()).toEqual([{ lead: 'yan' }])
    const { facts, timers, history } = await run()
    expect(facts['lead']).toBe('')
    const noted = history.at(-1)
    expect(timers.find((timer) => timer.rule === 'unled')?.dueAt).toBe((noted?.at ?? 0) + 10 * MINUTE)
    expect(noted?.posts).toEqual(['incident.unled'])
  })

  it('who is still there, or nobody, is no news', async () => {
    const { acknowledge, round, gone } = await open()
    await round(onlySam)
    await acknowledge('yan')
    await round()
    expect(await gone()).toEqual([])
  })

  it('is followed by another, whose leaving is noted too', async () => {
    const { acknowledge, lead, round, run, gone } = await open()
    await acknowledge('yan')
    await round(onlySam)
    await lead('sam')
    expect((await run()).timers.some((timer) => timer.rule === 'unled')).toBe(false)
    await round(onlySam)
    expect(await gone()).toHaveLength(1)
    await round([])
    expect(await gone()).toEqual([{ lead: 'yan' }, { lead: 'sam' }])
  })

  it('who came back, led again and left again is noted again', async () => {
    const { acknowledge, lead, round, gone } = await open()
    await acknowledge('yan')
    await round(onlySam)
    await lead('yan')
    await round(onlySam)
    expect(await gone()).toEqual([{ lead: 'yan' }, { lead: 'yan' }])
  })
})
