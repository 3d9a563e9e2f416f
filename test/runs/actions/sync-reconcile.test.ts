import { describe, expect, it } from 'vitest'
import { reconciliation } from '../../../src/playbooks/sync/reconciliation.ts'
import { Postponed } from '../../../src/runs/ports.ts'
import { createSyncRig, docmostAway, docmostRefuses } from './sync-rig.ts'

const SECOND = 1 / 60

/** So many rows, one each second. */
function stepsOf(rig: ReturnType<typeof createSyncRig>, seconds: number) {
  return Array.from({ length: seconds }, (_, n) => () => {
    rig.at((n + 1) * SECOND)
    return { done: n + 1, rows: seconds, touched: 0 }
  })
}

describe('a reconciliation', () => {
  it('compares the tables that were asked for, under the id of its run', async () => {
    const rig = createSyncRig()
    const run = await rig.begin(reconciliation, { tables: 'projet,formation' })
    await rig.perform('sync.reconcile')
    expect(rig.hands.asked).toEqual(['reconcile projet+formation as REC-1'])
    expect(await rig.reports(run.id)).toEqual([
      { what: 'reconciled', fields: { rows: '400', touched: '5', gone: '1' } },
    ])
    expect((await rig.get(run.id)).state).toBe('finished')
  })

  it('compares all of them when none was named', async () => {
    const rig = createSyncRig()
    await rig.begin(reconciliation, {})
    await rig.perform('sync.reconcile')
    expect(rig.hands.asked).toEqual(['reconcile all as REC-1'])
  })

  it('tells how far it is every few seconds, and less often the longer it takes', async () => {
    const rig = createSyncRig()
    const run = await rig.begin(reconciliation, {})
    rig.hands.state.steps = stepsOf(rig, 600)
    await rig.perform('sync.reconcile')
    const told = (await rig.reports(run.id)).filter(({ what }) => what === 'progress')
    const at = told.map(({ fields }) => Number(fields['done']))
    expect(at.slice(0, 4)).toEqual([5, 10, 15, 20])
    const gaps = at.slice(1).map((second, n) => second - (at[n] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5)
    expect(gaps.at(-1)).toBeGreaterThan(40)
    expect(told.length).toBeLessThan(40)
  })

  it('that dies begins again, and ends once', async () => {
    const rig = createSyncRig()
    const run = await rig.begin(reconciliation, {})
    rig.hands.state.steps = stepsOf(rig, 6)
    await rig.crash('sync.reconcile')
    rig.at(10)
    rig.hands.state.steps = []
    await rig.perform('sync.reconcile')
    await rig.perform('sync.reconcile')
    expect((await rig.reports(run.id)).map(({ what }) => what)).toEqual(['progress', 'reconciled'])
  })

  it('waits for what is away, and says what went wrong', async () => {
    const rig = createSyncRig()
    const run = await rig.begin(reconciliation, {})
    rig.hands.state.fault = docmostAway()
    await expect(rig.perform('sync.reconcile')).rejects.toBeInstanceOf(Postponed)
    rig.hands.state.fault = docmostRefuses()
    await rig.perform('sync.reconcile')
    expect((await rig.reports(run.id)).map(({ what }) => what)).toEqual(['queued', 'failed'])
    expect((await rig.get(run.id)).state).toBe('finished')
  })

  it('says that the sync is off', async () => {
    const rig = createSyncRig({ sync: false })
    const run = await rig.begin(reconciliation, {})
    await rig.perform('sync.reconcile')
    expect((await rig.reports(run.id)).map(({ what }) => what)).toEqual(['failed'])
  })
})
