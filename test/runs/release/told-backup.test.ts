import { describe, expect, it } from 'vitest'
import { readToldBackup } from '../../../src/runs/release/told-backup.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const AT = Date.parse('2026-11-24T04:00:00Z')

describe('what is told of a backup', () => {
  it.each([
    [{}, NOW],
    [{ at: '' }, NOW],
    [{ at: null, ok: true }, NOW],
    [{ at: '2026-11-24T04:00:00Z' }, AT],
    [{ at: '2026-11-24T05:00:00+01:00' }, AT],
    [{ at: '2026-11-24 05:00:00 +0100' }, AT],
    [{ at: '2026-11-24T04:00:00.000Z', ok: 'yes' }, AT],
    [{ at: '2026-11-24T04:00+00', ok: 1 }, AT],
    [{ at: AT / 1000 }, AT],
    [{ at: String(AT / 1000) }, AT],
    [{ at: AT }, AT],
    [{ at: String(AT), ok: '1' }, AT],
    // The clock of the sender may be a little fast.
    [{ at: NOW + 5 * 60_000 }, NOW + 5 * 60_000],
    [{ at: AT, another: { field: 1 } }, AT],
  ])('%j is one', (fields, at) => {
    expect(readToldBackup(fields, NOW)).toEqual({ kind: 'made', backup: { at, said: '' } })
  })

  it.each([
    [{ name: 'hub.dump', size: 1_234_567_890 }, 'hub.dump, 1.2 GB'],
    [{ name: 'hub.dump', size: '512' }, 'hub.dump, 512 B'],
    [{ size: '1.2G' }, '1.2G'],
    [{ size: 0 }, '0 B'],
    [{ name: 'two\nlines  and more' }, 'two lines and more'],
    [{ name: 7, size: '' }, '7'],
    [{ name: 'x'.repeat(200) }, 'x'.repeat(80)],
  ])('%j says %s', (fields, said) => {
    expect(readToldBackup(fields, NOW)).toEqual({ kind: 'made', backup: { at: NOW, said } })
  })

  it.each([[false], ['false'], ['No'], [0], ['0'], [' failed ']])('ok %j is a failed one', (ok) => {
    expect(readToldBackup({ at: 'whenever', name: 'hub.dump', ok }, NOW)).toEqual({
      kind: 'failed',
      said: 'hub.dump',
    })
  })

  it.each([
    [{ at: NOW + 5 * 60_000 + 1 }, 'at is in the future.'],
    [{ ok: 'maybe' }, 'ok is neither true nor false.'],
    // Whose clock would that be?
    [{ at: '2026-11-24T04:00:00' }, /^at is no instant/],
    [{ at: '2026-11-24' }, /^at is no instant/],
    [{ at: 'yesterday' }, /^at is no instant/],
    [{ at: '2026-13-41T04:00:00Z' }, /^at is no instant/],
    [{ at: 7 }, /^at is no instant/],
    [{ at: { seconds: 7 } }, /^The fields are/],
    [[], /^The fields are/],
    ['done', /^The fields are/],
    [null, /^The fields are/],
  ])('%j can not be used', (fields, because) => {
    const read = readToldBackup(fields, NOW)
    expect(read.kind === 'unusable' ? read.because : read.kind).toMatch(because)
  })
})
