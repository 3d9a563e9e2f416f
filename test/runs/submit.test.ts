import { describe, expect, it } from 'vitest'
import { createMemoryStorage } from '../../src/adapters/memory/storage.ts'
import type { Job } from '../../src/runs/ports.ts'
import { createRuns } from '../../src/runs/submit.ts'
import { createLeverClock } from '../fakes/clock.ts'
import { STORY_DURATIONS, story } from '../fixtures/story-playbook.ts'

const ann = { id: 'ann', groups: ['developers', 'owners'] }
const opening = { key: 'k', at: 1_000, by: ann, door: 'test', facts: {}, durations: STORY_DURATIONS }

function open() {
  const storage = createMemoryStorage(createLeverClock())
  const stored: Job[] = []
  const runs = createRuns({
    ...storage,
    surfaces: ['slack', 'teams'],
    stored: (jobs) => void stored.push(...jobs),
  })
  return { storage, stored, runs }
}

describe('submitting events', () => {
  it('stores a job for each effect on each surface, and one for each timer', async () => {
    const { runs, stored, storage } = open()
    await runs.open(story, opening)
    expect(stored.map((job) => job.id)).toEqual(['STO-1.1.0@slack', 'STO-1.1.0@teams', 'STO-1.1.timer.stale'])
    expect(await storage.store.outbox(10)).toEqual(stored)
  })

  it('fifty people at once: every remark is taken once, none is lost to a race', async () => {
    const { runs, storage } = open()
    const run = await runs.open(story, opening)
    const remark = (n: number) =>
      runs.submit(run.id, {
        type: 'note',
        key: `n${n}`,
        at: 2_000,
        by: ann,
        door: 'test',
        note: 'remark',
        fields: {},
      })
    await Promise.all(Array.from({ length: 50 }, (_, n) => remark(n)))
    const after = await storage.store.get(run.id)
    expect(after?.version).toBe(51)
    expect(new Set(after?.history.map((entry) => entry.key)).size).toBe(51)
  })

  it('writes down what was refused, but neither repeats nor timers that were taken back', async () => {
    const { runs, storage } = open()
    const run = await runs.open(story, opening)
    const done = {
      type: 'complete',
      key: 'd',
      at: 2_000,
      door: 'test',
      step: 'code',
      outcome: 'done',
      fields: {},
    } as const
    await runs.submit(run.id, { ...done, by: { id: 'eve', groups: [] } })
    await runs.submit(run.id, { ...done, by: ann })
    await runs.submit(run.id, { ...done, by: ann })
    await runs.submit(run.id, {
      type: 'due',
      key: 't',
      at: 1,
      by: ann,
      door: 'timer',
      timer: 'gone',
      restart: false,
    })
    const records = await storage.audit.ofRun(run.id)
    expect(records.map((record) => [record.by, record.did, record.result, record.reason])).toEqual([
      ['ann', 'begin', 'done', undefined],
      ['eve', 'done', 'refused', 'not_an_approver'],
      ['ann', 'done', 'done', undefined],
    ])
  })

  it('knows no run that was never opened', async () => {
    const { runs } = open()
    const event = {
      type: 'note',
      key: 'n',
      at: 1,
      by: ann,
      door: 'test',
      note: 'remark',
      fields: {},
    } as const
    expect(await runs.submit('STO-9', event)).toEqual({ advanced: false, reason: 'no_such_run' })
  })
})
