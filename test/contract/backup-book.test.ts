import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../src/runs/ports.ts'
import type { BackupBook } from '../../src/runs/release/ports.ts'
import { KINDS } from './storage.ts'

const NOON = Date.parse('2026-11-24T12:00:00Z')

describe.each(KINDS)('a backup book in %s', (_kind, start) => {
  let storage: Storage
  let book: BackupBook
  beforeEach(async () => {
    storage = await start()
    book = storage.backups
  })
  afterEach(() => storage.stop())

  it('knows none before one is told of', async () => {
    expect(await book.last()).toBeUndefined()
  })

  it('keeps the newest, whatever the order in which they are told', async () => {
    expect(await book.keep({ at: NOON, said: 'noon.dump' })).toBe('kept')
    expect(await book.keep({ at: NOON - 1, said: 'before.dump' })).toBe('older')
    expect(await book.last()).toEqual({ at: NOON, said: 'noon.dump' })
    expect(await book.keep({ at: NOON + 1, said: '' })).toBe('kept')
    expect(await book.last()).toEqual({ at: NOON + 1, said: '' })
  })

  it('knows one again that is told twice', async () => {
    await book.keep({ at: NOON, said: 'noon.dump' })
    expect(await book.keep({ at: NOON, said: 'noon.dump' })).toBe('known')
    expect(await book.last()).toEqual({ at: NOON, said: 'noon.dump' })
  })

  it('keeps the newest of fifty at once', async () => {
    const told = Array.from({ length: 50 }, (_, n) => ({ at: NOON + ((n * 7) % 50), said: `${n}` }))
    await Promise.all(told.map((backup) => book.keep(backup)))
    expect((await book.last())?.at).toBe(NOON + 49)
  })
})
