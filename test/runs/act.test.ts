import { describe, expect, it } from 'vitest'
import { type Action, act } from '../../src/runs/act.ts'
import { Hopeless, type Job, Postponed } from '../../src/runs/ports.ts'
import { RemoteError } from '../../src/runs/remote.ts'
import { createRig } from './rig.ts'

type ActJob = Extract<Job, { kind: 'act' }>

/** A SEV1 that was just declared: it looks for suspects. */
async function open(action: Action) {
  const rig = createRig()
  await rig.incidents.open({
    key: 'declared',
    at: rig.clock.now(),
    by: { id: 'yan', groups: ['responders'] },
    door: 'test',
    severity: 'sev1',
    facts: { title: 'Docmost is down' },
  })
  const job = rig.stored.find(
    (one): one is ActJob => one.kind === 'act' && one.effect.action === 'incident.suspects',
  )
  if (job === undefined) throw new Error('nothing is to be done')
  const { store } = rig.storage
  const deps = { store, runs: rig.runs, clock: rig.clock, actions: { 'incident.suspects': action } }
  const noted = async () =>
    (await store.get('INC-1'))?.history
      .filter((entry) => entry.kind === 'noted')
      .map(({ what, by, fields }) => ({ what, by, fields }))
  return { ...rig, deps, job, noted, perform: () => act(deps, job) }
}

const found = { note: 'suspects', fields: { suspects: 'release 1.4' } }
const away = (more: { retryAfterMs?: number } = {}) =>
  new RemoteError('github', 'unreachable', { retry: true, ...more })
const outcome = (work: Promise<void>) =>
  work.then(
    () => 'done',
    (error: unknown) => error,
  )

describe('an action in another system', () => {
  it('gets the run, the entry that asked for it and the effect, and reports what it found', async () => {
    const seen: unknown[] = []
    const { perform, noted, job } = await open(async (run, entry, effect) => {
      seen.push(run.id, entry.what, effect.id)
      return found
    })
    await perform()
    expect(seen).toEqual(['INC-1', 'incident', job.effect.id])
    expect(await noted()).toEqual([{ what: 'suspects', by: 'vigie', fields: found.fields }])
  })

  it('that has nothing to say says nothing', async () => {
    const { perform, noted } = await open(async () => undefined)
    await perform()
    expect(await noted()).toEqual([])
  })

  it('repeated after a crash reports once, what it said first', async () => {
    let times = 0
    const { perform, noted } = await open(async () => {
      times += 1
      return { note: 'suspects', fields: { suspects: `look ${times}` } }
    })
    await perform()
    await perform()
    expect(times).toBe(2)
    expect(await noted()).toEqual([{ what: 'suspects', by: 'vigie', fields: { suspects: 'look 1' } }])
  })

  it('in a system that is away is said once as queued, and comes again without end', async () => {
    let isAway = true
    const { perform, noted } = await open(async () => {
      if (isAway) throw away()
      return found
    })
    for (let n = 0; n < 100; n += 1)
      expect(await outcome(perform())).toMatchObject({ name: 'Postponed', ms: 30_000 })
    const queued = { what: 'incident.suspects', system: 'github', because: 'github: unreachable' }
    expect(await noted()).toEqual([{ what: 'queued', by: 'vigie', fields: queued }])
    isAway = false
    await perform()
    expect((await noted())?.map(({ what }) => what)).toEqual(['queued', 'suspects'])
  })

  it('waits as long as the system asked for', async () => {
    const { perform } = await open(async () => {
      throw away({ retryAfterMs: 90_000 })
    })
    const error = await outcome(perform())
    expect(error).toBeInstanceOf(Postponed)
    expect(error).toMatchObject({ ms: 90_000 })
  })

  it('that can never succeed is said as failed, and is over', async () => {
    const { perform, noted } = await open(async () => {
      throw new RemoteError('github', 'not_found', { retry: false, said: 'no such repository' })
    })
    await perform()
    await perform()
    const because = 'github: not_found - no such repository'
    expect(await noted()).toEqual([
      { what: 'failed', by: 'vigie', fields: { what: 'incident.suspects', system: 'github', because } },
    ])
  })

  it('with a fault of ours is left to the queue', async () => {
    const { perform, noted } = await open(async () => {
      throw new TypeError('undefined is not a function')
    })
    expect(await outcome(perform())).toBeInstanceOf(TypeError)
    expect(await noted()).toEqual([])
  })

  it('is given up when nothing knows it or its run', async () => {
    const { deps, job } = await open(async () => found)
    expect(await outcome(act({ ...deps, actions: {} }, job))).toBeInstanceOf(Hopeless)
    const lost = { ...job, effect: { ...job.effect, run: 'INC-9' } }
    expect(await outcome(act(deps, lost))).toBeInstanceOf(Hopeless)
  })
})
