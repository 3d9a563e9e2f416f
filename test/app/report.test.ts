import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createMemoryStorage } from '../../src/adapters/memory/storage.ts'
import { report } from '../../src/app/report.ts'
import { choicesNow } from '../../src/engine/standing.ts'
import { release } from '../../src/playbooks/release.ts'
import type { Job } from '../../src/runs/ports.ts'
import { createRuns } from '../../src/runs/submit.ts'

const clock = { now: () => 1_000, after: () => () => undefined }

it('an action that was given up is told to its run, which offers to try it again, and says no more than the log', async () => {
  const storage = createMemoryStorage(clock)
  const stored: Job[] = []
  const runs = createRuns({ ...storage, surfaces: [], stored: (jobs) => void stored.push(...jobs) })
  const opening = { key: 'start', at: 0, by: { id: 'yan', groups: ['owners'] }, door: 'test' }
  const { id } = await runs.open(release, { ...opening, facts: {}, durations: {} })
  const [job] = stored.filter(({ kind }) => kind === 'act')
  if (job === undefined) throw new Error('nothing is to be done')
  for (const _replica of [1, 2])
    await report(
      { ...storage, clock, runs },
      pino({ level: 'silent' }),
      job,
      new Error('REL-1 has no branch'),
    )
  const run = await storage.store.get(id)
  if (run === undefined) throw new Error('no run')
  expect(run.history.slice(1)).toMatchObject([
    { what: 'failed', fields: { what: 'release.plan', because: 'a fault of Vigie, its log says which' } },
  ])
  expect(choicesNow(run).map((choice) => choice.id)).toEqual(['retry', 'abort'])
})
