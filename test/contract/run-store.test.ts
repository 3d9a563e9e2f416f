import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { begin } from '../../src/engine/begin.ts'
import type { Run } from '../../src/engine/run.ts'
import type { AuditRecord, Change, Job, Storage } from '../../src/runs/ports.ts'
import { STORY_DURATIONS, story } from '../fixtures/story-playbook.ts'
import { KINDS } from './storage.ts'

const ann = { id: 'ann', groups: ['developers'] }

function run(id: string, at = 1_000): Run {
  const beginning = {
    id,
    key: `key of ${id}`,
    at,
    by: ann,
    door: 'test',
    facts: {},
    durations: STORY_DURATIONS,
  }
  return begin(story, beginning).run
}

function job(id: string): Job {
  return { id, kind: 'timer', run: 'STO-1', timer: id, dueAt: 5_000 }
}

function record(of: string, did: string): AuditRecord {
  return { at: 1, run: of, by: 'ann', door: 'test', did, result: 'done' }
}

function change(of: Run, jobs: readonly Job[] = []): Change {
  return { run: of, jobs, audit: record(of.id, `v${of.version}`) }
}

function next(of: Run, state: Run['state'] = 'open'): Run {
  return { ...of, version: of.version + 1, state }
}

describe.each(KINDS)('a run store in %s', (_kind, start) => {
  let kept: Storage
  beforeEach(async () => {
    kept = await start()
  })
  afterEach(() => kept.stop())

  it('numbers runs by prefix, also when many ask at once', async () => {
    const ids = await Promise.all(Array.from({ length: 25 }, () => kept.store.nextId('STO')))
    expect(new Set(ids).size).toBe(25)
    expect(await kept.store.nextId('INC')).toBe('INC-1')
  })

  it('answers the document that was stored, and nothing for an unknown id', async () => {
    await kept.store.create(change(run('STO-1')), 'a')
    expect(await kept.store.get('STO-1')).toEqual(run('STO-1'))
    expect(await kept.store.get('STO-9')).toBeUndefined()
  })

  it('creates once for a key: the second call answers the first run and stores nothing', async () => {
    await kept.store.create(change(run('STO-1'), [job('one')]), 'same')
    const second = await kept.store.create(change(run('STO-2'), [job('two')]), 'same')
    expect(second.id).toBe('STO-1')
    expect(await kept.store.get('STO-2')).toBeUndefined()
    expect((await kept.store.outbox(10)).map((one) => one.id)).toEqual(['one'])
    expect(await kept.audit.ofRun('STO-2')).toEqual([])
  })

  it('stores the run, its jobs and its audit line together', async () => {
    const first = run('STO-1')
    await kept.store.create(change(first, [job('one')]), 'a')
    expect(await kept.store.save(change(next(first), [job('two')]), 1)).toBe(true)
    expect((await kept.store.get('STO-1'))?.version).toBe(2)
    expect((await kept.store.outbox(10)).map((one) => one.id).sort()).toEqual(['one', 'two'])
    expect((await kept.audit.ofRun('STO-1')).map((one) => one.did)).toEqual(['v1', 'v2'])
  })

  it('refuses a version that moved, and stores nothing of it', async () => {
    const first = run('STO-1')
    await kept.store.create(change(first), 'a')
    await kept.store.save(change(next(first)), 1)
    expect(await kept.store.save(change(next(first), [job('lost')]), 1)).toBe(false)
    expect(await kept.store.outbox(10)).toEqual([])
    expect(await kept.audit.ofRun('STO-1')).toHaveLength(2)
  })

  it('lets one of many writers of the same version win', async () => {
    const first = run('STO-1')
    await kept.store.create(change(first), 'a')
    const wins = await Promise.all(
      Array.from({ length: 20 }, (_, n) => kept.store.save(change(next(first), [job(`of ${n}`)]), 1)),
    )
    expect(wins.filter(Boolean)).toHaveLength(1)
    expect((await kept.store.outbox(50)).map((one) => one.id)).toEqual([`of ${wins.indexOf(true)}`])
  })

  it('refuses to save a run that was never created', async () => {
    expect(await kept.store.save(change(next(run('STO-1'))), 1)).toBe(false)
  })

  it('lists newest first, by state', async () => {
    const old = run('STO-1', 1_000)
    await kept.store.create(change(old), 'a')
    await kept.store.create(change(run('STO-2', 3_000)), 'b')
    await kept.store.create(change(run('STO-3', 2_000)), 'c')
    await kept.store.save(change(next(old, 'finished')), 1)
    const ids = async (query: { state?: 'open' | 'finished'; limit: number }) =>
      (await kept.store.list(query)).map((one) => one.id)
    expect(await ids({ limit: 10 })).toEqual(['STO-2', 'STO-3', 'STO-1'])
    expect(await ids({ state: 'open', limit: 10 })).toEqual(['STO-2', 'STO-3'])
    expect(await ids({ state: 'finished', limit: 10 })).toEqual(['STO-1'])
    expect(await ids({ limit: 1 })).toEqual(['STO-2'])
  })

  it('keeps jobs in the outbox until they are relayed', async () => {
    await kept.store.create(change(run('STO-1'), [job('one'), job('two')]), 'a')
    expect(await kept.store.outbox(1)).toHaveLength(1)
    await kept.store.relayed(['one'])
    expect(await kept.store.outbox(10)).toEqual([job('two')])
    await kept.store.relayed([])
  })

  it('tells its listeners of each change, until they leave', async () => {
    const heard: string[] = []
    const leave = kept.changes.subscribe((id) => heard.push(id))
    await kept.store.create(change(run('STO-1')), 'a')
    await vi.waitFor(() => expect(heard).toEqual(['STO-1']))
    leave()
    await kept.store.create(change(run('STO-2')), 'b')
    expect(heard).toEqual(['STO-1'])
  })

  it('appends to the audit stream, for a run and for none, and reads it whole in order', async () => {
    await kept.store.create(change(run('STO-1')), 'a')
    await kept.audit.append({ ...record('STO-1', 'approve'), result: 'refused', reason: 'not_an_approver' })
    await kept.audit.append({ at: 2, by: 'eve', door: 'slack', did: '/nonsense', result: 'refused' })
    expect((await kept.audit.ofRun('STO-1')).map((one) => one.result)).toEqual(['done', 'refused'])
    const all: string[] = []
    for await (const one of kept.audit.all()) all.push(one.did)
    expect(all).toEqual(['v1', 'approve', '/nonsense'])
  })

  it('reads the audit stream on from where one stopped', async () => {
    const cursors: string[] = []
    const read = async (cursor?: string) => {
      const did: string[] = []
      for await (const portion of kept.audit.since(cursor)) {
        did.push(...portion.records.map((one) => one.did))
        cursors.push(portion.cursor)
      }
      return did
    }
    expect(await read()).toEqual([])
    await kept.store.create(change(run('STO-1')), 'a')
    await kept.audit.append(record('STO-1', 'approve'))
    expect(await read()).toEqual(['v1', 'approve'])
    const stopped = cursors.at(-1)
    expect(await read(stopped)).toEqual([])
    await kept.audit.append({ at: 2, by: 'eve', door: 'slack', did: 'knock', result: 'refused' })
    expect(await read(stopped)).toEqual(['knock'])
    expect(await read(cursors.at(-1))).toEqual([])
  })

  it('reads a long audit stream in portions that leave nothing out', async () => {
    const many = Array.from({ length: 2_500 }, (_, n) => String(n))
    await Promise.all(many.map((did) => kept.audit.append(record('STO-1', did))))
    const read: string[] = []
    for await (const portion of kept.audit.since()) {
      const again: string[] = []
      read.push(...portion.records.map((one) => one.did))
      for await (const rest of kept.audit.since(portion.cursor))
        again.push(...rest.records.map(({ did }) => did))
      expect([...read, ...again]).toEqual(many)
    }
    expect(read).toEqual(many)
  })

  it('remembers attempts: first, unknown, done, and forgotten', async () => {
    expect(await kept.deliveries.begin('job')).toBe('first')
    expect(await kept.deliveries.begin('job')).toBe('unknown')
    await kept.deliveries.forget('job')
    expect(await kept.deliveries.begin('job')).toBe('first')
    await kept.deliveries.done('job')
    expect(await kept.deliveries.begin('job')).toBe('done')
  })

  it('tells how far a job came, and looking marks nothing', async () => {
    expect(await kept.deliveries.status('job')).toBe('none')
    expect(await kept.deliveries.begin('job')).toBe('first')
    expect(await kept.deliveries.status('job')).toBe('begun')
    await kept.deliveries.done('job')
    expect(await kept.deliveries.status('job')).toBe('done')
    expect(await kept.deliveries.status('another')).toBe('none')
  })

  it('remembers where a message stands, for each surface', async () => {
    const place = { channel: 'C1', message: '1.2' }
    await kept.deliveries.done('job', { run: 'STO-1', slot: 'card', surface: 'slack', place })
    expect(await kept.deliveries.place('STO-1', 'card', 'slack')).toEqual(place)
    expect(await kept.deliveries.place('STO-1', 'card', 'teams')).toBeUndefined()
  })

  it('knows the run of a message that stands somewhere, or that a run quotes', async () => {
    const place = { channel: 'C1', message: '1.2' }
    await kept.deliveries.done('job', { run: 'STO-1', slot: 'card', surface: 'slack', place })
    await kept.deliveries.quote('STO-2', 'slack', { channel: 'C1', message: '3.4' })
    expect(await kept.deliveries.runAt('slack', place)).toBe('STO-1')
    expect(await kept.deliveries.runAt('teams', place)).toBeUndefined()
    expect(await kept.deliveries.runAt('slack', { channel: 'C2', message: '1.2' })).toBeUndefined()
    expect(await kept.deliveries.runAt('slack', { channel: 'C1', message: '3.4' })).toBe('STO-2')
  })

  it('keeps with a place that it went to people directly, and to whom', async () => {
    const copies = [{ channel: 'D2', message: '1.3' }]
    const place = { channel: 'D1', message: '1.2', direct: { because: 'archived', copies } } as const
    await kept.deliveries.done('job', { run: 'STO-1', slot: 'card', surface: 'slack', place })
    expect(await kept.deliveries.place('STO-1', 'card', 'slack')).toEqual(place)
    expect(await kept.deliveries.runAt('slack', { channel: 'D1', message: '1.2' })).toBe('STO-1')
  })

  it('remembers the id of a channel by its name, for each surface', async () => {
    expect(await kept.channels.idOf('slack', 'ops')).toBeUndefined()
    await kept.channels.keep('slack', 'ops', 'C1')
    await kept.channels.keep('slack', 'ops', 'C2')
    expect(await kept.channels.idOf('slack', 'ops')).toBe('C2')
    expect(await kept.channels.idOf('teams', 'ops')).toBeUndefined()
  })
})
