import { describe, expect, it, vi } from 'vitest'
import { followHolders } from '../../../src/runs/release/follow.ts'
import { createReleaseRig } from './rig.ts'

function createStory() {
  const rig = createReleaseRig()
  const read: string[] = []
  let nudges = 0
  const warned: string[] = []
  let broken = false
  const end = followHolders({
    changes: rig.changes,
    store: {
      async get(id) {
        if (broken) throw new Error('away')
        const run = await rig.store.get(id)
        read.push(id)
        return run
      },
    },
    nudge: () => {
      nudges += 1
    },
    log: { warn: (_data, message) => void warned.push(message) },
  })
  return {
    ...rig,
    end,
    warned,
    breakStore: () => {
      broken = true
    },
    /** How often it nudged, once it has read so many changes. */
    async nudgesAfter(changes: number) {
      await vi.waitFor(() => expect(read).toHaveLength(changes))
      await Promise.resolve()
      return nudges
    },
  }
}

const resolve = { type: 'decide', step: 'triage', decision: 'resolve', fields: {} } as const

describe('what holds releases', () => {
  it('nudges when a SEV1 opens and when it is resolved, and not for what is said of it', async () => {
    const story = createStory()
    await story.declare({ severity: 'sev1' })
    expect(await story.nudgesAfter(1)).toBe(1)
    await story.note('INC-1', 'update', { status: 'looking' }, 'yan')
    expect(await story.nudgesAfter(2)).toBe(1)
    const by = { id: 'yan', groups: ['responders'] }
    await story.runs.submit('INC-1', { ...resolve, key: 'r', at: story.clock.now(), by, door: 'test' })
    expect((await story.get('INC-1')).facts['resolved']).toBe(true)
    expect(await story.nudgesAfter(3)).toBe(2)
  })

  it('nudges for no drill and no SEV2', async () => {
    const story = createStory()
    await story.declare({ severity: 'sev1', drill: true })
    await story.declare({ severity: 'sev2' })
    expect(await story.nudgesAfter(2)).toBe(0)
  })

  it('nudges when a release begins and ends, and not at its steps', async () => {
    const story = createStory()
    await story.open()
    expect(await story.nudgesAfter(1)).toBe(1)
    await story.plan('REL-1')
    expect(await story.nudgesAfter(2)).toBe(1)
    await story.complete('REL-1', 'abort', { reason: 'later' })
    expect(await story.nudgesAfter(3)).toBe(2)
  })

  it('warns where the store is away, and hears nothing once it is ended', async () => {
    const story = createStory()
    story.breakStore()
    await story.open()
    await vi.waitFor(() => expect(story.warned).toEqual(['a change was not looked at']))
    story.end()
    await story.open()
    expect(story.warned).toHaveLength(1)
  })
})
