import { describe, expect, it } from 'vitest'
import type { Playbook } from '../../../src/engine/playbook.ts'
import { syncFailure } from '../../../src/playbooks/sync/failure.ts'
import { syncLoop } from '../../../src/playbooks/sync/loop.ts'
import { orphan } from '../../../src/playbooks/sync/orphan.ts'
import { share } from '../../../src/playbooks/sync/share.ts'
import { Postponed } from '../../../src/runs/ports.ts'
import { createSyncRig, docmostAway, docmostRefuses } from './sync-rig.ts'

type Case = {
  readonly action: string
  readonly playbook: Playbook
  readonly note: string
  readonly asked: string
  readonly result: string
}

const CASES: readonly Case[] = [
  { action: 'share.revoke', playbook: share, note: 'revoke', asked: 'revoke s1', result: 'revoked' },
  { action: 'page.trash', playbook: orphan, note: 'trash', asked: 'trash p1', result: 'trashed' },
  {
    action: 'sync.release',
    playbook: syncLoop,
    note: 'release',
    asked: 'release projet:42',
    result: 'released',
  },
  {
    action: 'sync.retry',
    playbook: syncFailure,
    note: 'retry',
    asked: 'retry projet:42',
    result: 'retried',
  },
]
const facts = { share: 's1', page: 'p1', entity: 'projet:42', became: 'kept' }

async function pressed({ playbook, note }: Case, rig = createSyncRig()) {
  const run = await rig.begin(playbook, facts)
  await rig.say(run.id, note)
  return { rig, run }
}

describe.each(CASES)('$action', (one) => {
  it('is done, and the run is over', async () => {
    const { rig, run } = await pressed(one)
    await rig.perform(one.action)
    expect(rig.hands.asked).toEqual([one.asked])
    expect(await rig.reports(run.id)).toEqual([{ what: one.result, fields: {} }])
    expect((await rig.get(run.id)).state).toBe('finished')
  })

  it('is done again after a crash, which changes nothing, and told once', async () => {
    const { rig, run } = await pressed(one)
    await rig.crash(one.action)
    await rig.perform(one.action)
    await rig.perform(one.action)
    expect(await rig.reports(run.id)).toHaveLength(1)
  })

  it('waits for a system that is away, and goes on when it is back', async () => {
    const { rig, run } = await pressed(one)
    rig.hands.state.fault = docmostAway()
    await expect(rig.perform(one.action)).rejects.toBeInstanceOf(Postponed)
    await expect(rig.perform(one.action)).rejects.toBeInstanceOf(Postponed)
    rig.hands.state.fault = undefined
    await rig.perform(one.action)
    expect((await rig.reports(run.id)).map(({ what }) => what)).toEqual(['queued', one.result])
  })

  it('that is refused is said, and can be asked for again', async () => {
    const { rig, run } = await pressed(one)
    rig.hands.state.fault = docmostRefuses()
    await rig.perform(one.action)
    expect(await rig.reports(run.id)).toEqual([
      {
        what: 'failed',
        fields: { what: one.action, system: 'docmost', because: 'docmost: refused' },
      },
    ])
    rig.hands.state.fault = undefined
    await rig.say(run.id, one.note)
    await rig.perform(one.action)
    expect((await rig.get(run.id)).state).toBe('finished')
  })

  it('says that the sync is off', async () => {
    const { rig, run } = await pressed(one, createSyncRig({ sync: false }))
    await rig.perform(one.action)
    expect(await rig.reports(run.id)).toEqual([
      {
        what: 'failed',
        fields: {
          what: one.action,
          because: 'the sync is off (no sync in vigie.yaml, or no account for it)',
        },
      },
    ])
    expect((await rig.get(run.id)).state).toBe('open')
  })
})

it.each(CASES.slice(2))('$action of what somebody saw to meanwhile is as good', async (one) => {
  const { rig, run } = await pressed(one)
  rig.hands.state.waits = false
  await rig.perform(one.action)
  expect(await rig.reports(run.id)).toEqual([{ what: one.result, fields: { already: true } }])
})
