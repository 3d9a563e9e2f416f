import { describe, expect, it } from 'vitest'
import type { RecentChange } from '../../../src/runs/github.ts'
import { Postponed } from '../../../src/runs/ports.ts'
import { STAGES } from '../../fixtures/release-run.ts'
import { away, createRig, DAY, MINUTE, type Rig, STARTED } from './rig.ts'

function release(minutes: number, title = 'v1.2.3'): RecentChange {
  return { kind: 'release', title, url: `https://github.test/${minutes}`, at: STARTED + minutes * MINUTE }
}

describe('the health checks', () => {
  it('are a field each, by name', async () => {
    const rig = createRig()
    const run = await rig.declare()
    await rig.choose(run.id, 'acknowledge')
    await rig.say(run.id, 'checks')
    await rig.perform('incident.checks')
    expect(await rig.reports(run.id)).toEqual([
      {
        what: 'checked',
        fields: { docmost: 'ok - 200 in 45 ms', baserow: 'not ok - 503, expected 200 - in 30 ms' },
      },
    ])
  })

  it('say that there are none', async () => {
    const rig = createRig({ checks: undefined })
    const run = await rig.declare()
    await rig.choose(run.id, 'acknowledge')
    await rig.say(run.id, 'checks')
    await rig.perform('incident.checks')
    expect((await rig.reports(run.id))[0]).toMatchObject({
      what: 'failed',
      fields: { what: 'incident.checks', because: expect.stringContaining('no health check is configured') },
    })
  })
})

describe('the suspects', () => {
  const suspectsOf = async (rig: Rig) => (await rig.get('INC-1')).facts['suspects']

  it('are the changes of the day before, each with its date', async () => {
    const rig = createRig()
    await rig.declare()
    const bump = { ...release(-90, 'Bump\nhapi'), kind: 'dependency' as const }
    rig.github.state.changes = [release(4), release(-42), bump, release(-24 * 60)]
    await rig.perform('incident.suspects')
    expect(await suspectsOf(rig)).toBe(
      [
        'release v1.2.3 - 23 Nov 13:50 - https://github.test/-42',
        'dependency Bump hapi - 23 Nov 13:02 - https://github.test/-90',
      ].join('\n'),
    )
  })

  it('have our own release from its deployment on, and once where GitHub lists it too', async () => {
    const tag = 'https://github.com/acadenice/formation-hub/releases/tag/v1.4.0'
    const known = async (changes: readonly RecentChange[]) => {
      const rig = createRig()
      rig.at(30)
      await rig.declare()
      const run = STAGES.watch()
      const audit = { at: STARTED, by: 'corentin', door: 'test', did: 'begin', result: 'done' } as const
      await rig.storage.store.create({ run, jobs: [], audit }, 'a release')
      rig.github.state.changes = [...changes]
      await rig.perform('incident.suspects')
      return suspectsOf(rig)
    }
    expect(await known([])).toBe(`release v1.4.0 - 23 Nov 14:48 - ${tag}`)
    expect(await known([release(25, 'v1.4.0')])).toBe(
      'release v1.4.0 - 23 Nov 14:57 - https://github.test/25',
    )
  })

  it('are empty when nothing changed, and none at all without GitHub', async () => {
    const rig = createRig()
    await rig.declare()
    await rig.perform('incident.suspects')
    expect(await suspectsOf(rig)).toBe('')
    const off = createRig({ github: undefined })
    await off.declare()
    await off.perform('incident.suspects')
    expect(await off.reports('INC-1')).toEqual([])
  })

  it('come when GitHub is back, without what was repaired meanwhile', async () => {
    const rig = createRig()
    await rig.declare()
    rig.github.state.fault = away()
    await expect(rig.perform('incident.suspects')).rejects.toThrow(Postponed)
    rig.github.state.fault = undefined
    rig.github.state.changes = [release(30, 'the repair'), release(-5)]
    rig.at(60)
    await rig.perform('incident.suspects')
    expect(await suspectsOf(rig)).toBe('release v1.2.3 - 23 Nov 14:27 - https://github.test/-5')
  })
})

describe('a pattern', () => {
  it('is looked for among the incidents of the window, and told once', async () => {
    const rig = createRig()
    rig.at((-31 * DAY) / MINUTE)
    await rig.declare({ key: 'too old' })
    rig.at(-60)
    await rig.declare({ key: 'one' })
    await rig.perform('incident.pattern')
    expect(await rig.reports('INC-2')).toEqual([])
    await rig.declare({ key: 'two' })
    rig.at(0)
    const run = await rig.declare({ key: 'three' })
    await rig.perform('incident.pattern')
    await rig.perform('incident.pattern')
    const [pattern, ...others] = await rig.reports(run.id)
    expect(others).toEqual([])
    expect(pattern?.fields).toMatchObject({ with: 'INC-3\nINC-2', why: 'similar_title\nsimilar_title' })
    expect((await rig.get(run.id)).facts['pattern']).toBe(true)
  })

  it('is not looked for in a drill', async () => {
    const rig = createRig()
    await rig.declare({ drill: true })
    expect(rig.jobsOf('incident.pattern')).toEqual([])
  })
})
