import { describe, expect, it } from 'vitest'
import { createMemoryAuditLog } from '../../src/adapters/memory/audit-log.ts'
import type { Entry, Fields } from '../../src/engine/run.ts'
import { createFiguresReader } from '../../src/runs/figures-reader.ts'
import type { AuditLog, AuditRecord } from '../../src/runs/ports.ts'

const MINUTE = 60_000
const START = Date.UTC(2026, 10, 23, 13, 32)

function record(
  run: string,
  minute: number,
  kind: Entry['kind'],
  what: string,
  fields: Fields = {},
): AuditRecord {
  const about = { at: START + minute * MINUTE, by: 'yan', door: 'slack' }
  const entry = { ...about, key: `${run} ${minute}`, step: 'any', kind, what, fields }
  return { ...about, run, did: what, result: 'done', entry }
}

const declared = (run: string) => record(run, 0, 'began', 'incident', { severity: 'sev1' })
const resolved = (run: string) => record(run, 30, 'completed', 'resolve', { cause: 'disk full' })

/** An audit log that counts what was read of it, and fails where a test says so. */
function watched(records: AuditRecord[]) {
  const audit = createMemoryAuditLog(records)
  const seen = { records: 0, failures: 0 }
  const since: AuditLog['since'] = async function* (cursor) {
    for await (const portion of audit.since(cursor)) {
      if (seen.failures > 0) {
        seen.failures -= 1
        throw new Error('out of reach')
      }
      seen.records += portion.records.length
      yield portion
    }
  }
  return { audit: { ...audit, since }, seen }
}

const countOf = (figures: readonly { readonly incidents: number }[]) =>
  figures.reduce((sum, { incidents }) => sum + incidents, 0)

describe('the reader of the figures', () => {
  it('reads each record once, however often it is asked', async () => {
    const { audit, seen } = watched([declared('INC-1'), resolved('INC-1')])
    const { read } = createFiguresReader(audit, 'Europe/Paris')
    expect(await read()).toMatchObject([{ month: '2026-11', severity: 'sev1', incidents: 1 }])
    await read()
    expect(seen.records).toBe(2)
    await audit.append(declared('INC-2'))
    expect(countOf(await read())).toBe(1)
    await audit.append(resolved('INC-2'))
    expect(countOf(await read())).toBe(2)
    expect(seen.records).toBe(4)
  })

  it('reckons anew only when an incident moved', async () => {
    const { audit } = watched([declared('INC-1'), resolved('INC-1')])
    const { read } = createFiguresReader(audit, 'Europe/Paris')
    const first = await read()
    await audit.append({ at: START, by: 'eve', door: 'slack', did: 'knock', result: 'refused' })
    expect(await read()).toBe(first)
    await audit.append(declared('INC-2'))
    await audit.append(resolved('INC-2'))
    expect(await read()).not.toEqual(first)
  })

  it('counts nothing twice when many ask at once', async () => {
    const { audit, seen } = watched([declared('INC-1'), resolved('INC-1')])
    const { read } = createFiguresReader(audit, 'Europe/Paris')
    const answers = await Promise.all(Array.from({ length: 20 }, read))
    expect(answers.map(countOf)).toEqual(Array.from({ length: 20 }, () => 1))
    expect(seen.records).toBe(2)
  })

  it('tells who asked that the store is away, and goes on for the next', async () => {
    const { audit, seen } = watched([declared('INC-1'), resolved('INC-1')])
    seen.failures = 1
    const { read } = createFiguresReader(audit, 'Europe/Paris')
    const [first, second] = await Promise.allSettled([read(), read()])
    expect(first.status).toBe('rejected')
    expect(second).toMatchObject({ status: 'fulfilled', value: [{ incidents: 1 }] })
  })

  it('tells of the releases in the same pass, with how bad their incidents are by now', async () => {
    const { audit, seen } = watched([
      record('REL-1', 0, 'began', 'release'),
      record('REL-1', 9, 'completed', 'deployed'),
      record('INC-1', 10, 'began', 'incident', { severity: 'sev3' }),
      record('REL-1', 11, 'noted', 'linked', { incident: 'INC-1' }),
    ])
    const { read, readReleases } = createFiguresReader(audit, 'Europe/Paris')
    expect(await readReleases()).toMatchObject([{ month: '2026-11', releases: 1, failed: 0 }])
    await read()
    expect(seen.records).toBe(4)
    const first = await readReleases()
    expect(await readReleases()).toBe(first)
    await audit.append(record('INC-1', 12, 'noted', 'severity', { severity: 'sev2', reason: 'r' }))
    expect(await readReleases()).toMatchObject([{ releases: 1, failed: 1 }])
    await audit.append(record('INC-1', 13, 'completed', 'resolve', { cause: 'disk full' }))
    expect(await readReleases()).toMatchObject([{ releases: 1, failed: 1 }])
  })
})
