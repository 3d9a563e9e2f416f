import { describe, expect, it } from 'vitest'
import { createReleaseDesk } from '../../../src/runs/release/desk.ts'
import { createMemoryRepository, RELEASES } from '../../commands/release/rig.ts'

function open(tags?: readonly string[]) {
  const repository = createMemoryRepository(tags)
  const unasked = async () => {
    throw new Error('nothing is begun here')
  }
  const patience: { ms?: number; over?: () => void; taken: number } = { taken: 0 }
  const desk = createReleaseDesk({
    releases: { open: unasked, rollBack: unasked },
    repository: repository.port,
    settings: RELEASES,
    clock: {
      after(ms, then) {
        Object.assign(patience, { ms, over: then })
        return () => {
          patience.taken += 1
        }
      },
    },
  })
  return { ...repository, desk, patience }
}

describe('the stable tags', () => {
  it('are told newest first, and the clock is let go', async () => {
    const { desk, patience } = open(['v1.2.4', 'v1.3.0-rc.1', 'v1.3.0', 'v1.3.0-rollback', 'nightly'])
    expect((await desk.stable())?.map(({ version }) => version)).toEqual(['v1.3.0', 'v1.2.4'])
    expect(patience).toMatchObject({ ms: 2_000, taken: 1 })
  })

  it('are waited for two seconds and no longer', async () => {
    const { desk, patience, state } = open()
    state.silent = true
    const asked = desk.stable()
    patience.over?.()
    expect(await asked).toBeUndefined()
  })

  it('throws what is a fault of ours', async () => {
    const { desk, state } = open()
    state.fault = new Error('a bug')
    await expect(desk.stable()).rejects.toThrow('a bug')
    await expect(desk.hotfix('')).rejects.toThrow('a bug')
  })
})

describe('the branch of a hotfix', () => {
  it('is of the tag by its own name, whatever that is', async () => {
    const { desk, made } = open(['1.2.4'])
    expect(await desk.hotfix('')).toEqual({
      state: 'made',
      branch: 'hotfix/v1.2.5',
      version: 'v1.2.5',
      base: 'v1.2.4',
    })
    expect(made).toEqual(['hotfix/v1.2.5 from 1.2.4'])
  })

  it('is empty until something is pushed, and ready then', async () => {
    const { desk, branches } = open()
    expect((await desk.hotfix('v1.2.5')).state).toBe('made')
    expect((await desk.hotfix('v1.2.5')).state).toBe('empty')
    branches.set('hotfix/v1.2.5', 'fff')
    expect((await desk.hotfix('1.2.5')).state).toBe('ready')
  })
})
