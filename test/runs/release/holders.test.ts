import { describe, expect, it } from 'vitest'
import type { Run } from '../../../src/engine/run.ts'
import { holderBefore, isOpenSev1 } from '../../../src/runs/release/holders.ts'
import { createReleaseRig } from './rig.ts'

async function runsOf() {
  const rig = createReleaseRig()
  const releases: Run[] = []
  // Two digits: REL-9 is older than REL-10 whatever their letters say.
  for (let n = 0; n < 11; n += 1) releases.push(await rig.open())
  const rollback = await rig.rollBack()
  const elsewhere = await rig.rollBack({ environment: 'preview' })
  const of = (id: string) => {
    const found = [...releases, rollback, elsewhere].find((run) => run.id === id)
    if (found === undefined) throw new Error(`no ${id}`)
    return found
  }
  return { of, several: (...ids: readonly string[]) => ids.map(of) }
}

const idOf = (run: Run | undefined) => run?.id

describe('who has production before a release', () => {
  it('is the oldest other one that is open', async () => {
    const { of, several } = await runsOf()
    expect(idOf(holderBefore(of('REL-10'), several('REL-11', 'REL-9', 'REL-10', 'REL-2')))).toBe('REL-2')
    expect(idOf(holderBefore(of('REL-10'), several('REL-11', 'REL-9', 'REL-10')))).toBe('REL-9')
  })

  it('is nobody for the oldest, and once the older one has ended', async () => {
    const { of, several } = await runsOf()
    expect(holderBefore(of('REL-9'), several('REL-9', 'REL-10', 'REL-11'))).toBeUndefined()
    const ended: Run = { ...of('REL-2'), state: 'finished' }
    expect(holderBefore(of('REL-9'), [ended])).toBeUndefined()
  })

  it('is a rollback of it, however late it began', async () => {
    const { of, several } = await runsOf()
    expect(idOf(holderBefore(of('REL-1'), several('REL-1', 'RBK-1')))).toBe('RBK-1')
    expect(idOf(holderBefore(of('REL-2'), several('REL-1', 'RBK-1')))).toBe('RBK-1')
  })

  it('is nobody of another environment', async () => {
    const { of, several } = await runsOf()
    expect(holderBefore(of('REL-1'), several('RBK-2'))).toBeUndefined()
    const preview: Run = { ...of('REL-1'), facts: { environment: 'preview' } }
    expect(holderBefore(of('REL-2'), [preview])).toBeUndefined()
  })
})

describe('an incident that holds releases', () => {
  it.each([
    [{ severity: 'sev1' }, true],
    [{ severity: 'sev2' }, false],
    [{}, false],
    [{ severity: 'sev1', drill: true }, false],
    // Its post-mortem is owed for a week; production is well.
    [{ severity: 'sev1', resolved: true }, false],
  ])('%o: %s', async (facts, holds) => {
    const rig = createReleaseRig()
    const run = await rig.declare(facts)
    expect(isOpenSev1(run)).toBe(holds)
    expect(isOpenSev1({ ...run, state: 'finished' })).toBe(false)
  })

  it('is no other run', async () => {
    const rig = createReleaseRig()
    expect(isOpenSev1(await rig.open({ severity: 'sev1' }))).toBe(false)
  })
})
