import { describe, expect, it, vi } from 'vitest'
import type { SyncStatus } from '../../../src/sync/desk.ts'
import { createTalk, NOW } from '../rig.ts'
import { createSyncTalk, IN_STEP } from '../sync/desk.ts'

async function examined(over: Partial<SyncStatus>): Promise<readonly string[]> {
  const talk = createSyncTalk({ status: { ...IN_STEP, ...over } })
  return (await talk.say('yan', '/ops doctor')).split('\n')
}

describe('/ops doctor, of the sync', () => {
  it('says which systems are on, and how the webhooks were last seen', async () => {
    expect(await examined({ marks: { hooks: '4 active' } })).toEqual([
      'Doctor - nothing is missing',
      '- The memory store answers.',
      '- Baserow is on.',
      '- Docmost is on.',
      '- Webhooks of Baserow: 4 active.',
    ])
  })

  it('counts what is to look at: breakers, dead letters, held rows, webhooks', async () => {
    const lines = await examined({
      breakers: { docmost: { since: NOW - 3_600_000, because: 'docmost: timeout' } },
      waiting: { parked: 3, dead: 2, held: 1 },
      marks: { hooks: 'silent since 2026-11-23T10:32:00.000Z' },
    })
    expect(lines).toEqual([
      'Doctor - 4 to look at',
      '- The memory store answers.',
      '- Baserow is on.',
      '- Docmost is on and does not answer.',
      expect.stringContaining('Docmost does not answer since 13:32 - 1 h ago: docmost: timeout.'),
      '- 2 given up - say /sync retry all',
      '- 1 held - the same came again and again: find out who writes it and stop that, then say /sync retry all',
      '- Webhooks of Baserow: silent since 11:32',
    ])
  })

  it('says nothing of a sync that is off: the start did', async () => {
    expect(await createTalk().say('yan', '/ops doctor')).toBe(
      'Doctor - nothing is missing\n- The memory store answers.',
    )
  })

  const SILENT = 'The sync of Docmost and Baserow does not say how it stands'

  it('says so when the sync fails', async () => {
    const talk = createSyncTalk()
    vi.spyOn(talk.sync ?? raise(), 'status').mockRejectedValue(new Error('away'))
    const words = await talk.say('yan', '/ops doctor')
    expect(words).toContain('Doctor - 1 to look at')
    expect(words).toContain(SILENT)
  })

  it('waits a second for a sync that hangs', async () => {
    const talk = createSyncTalk()
    const status = vi.spyOn(talk.sync ?? raise(), 'status').mockReturnValue(new Promise(() => {}))
    const words = talk.say('yan', '/ops doctor')
    await vi.waitFor(() => expect(status).toHaveBeenCalled())
    talk.clock.jump(1_000)
    expect(await words).toContain(SILENT)
  })
})

function raise(): never {
  throw new Error('no desk')
}
