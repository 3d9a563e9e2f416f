import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Ask } from '../../src/adapters/docmost/ask.ts'
import { changesAfter } from '../../src/adapters/docmost/feed.ts'
import { BEGINNING } from '../../src/sync/ports.ts'
import { createIds } from '../fakes/docmost-ids.ts'
import { listOf, type Order } from '../fakes/docmost-lists.ts'
import { iso } from '../fakes/docmost-world.ts'

/** `at` in microseconds. */
type Row = { readonly id: string; readonly at: number }

const BY_CHANGE: Order<Row> = { by: 'updatedAt', descending: true, of: ({ at }) => at }
const START = Date.UTC(2026, 10, 23, 12)

function answering(rows: readonly Row[]): Ask {
  return async (_route, body, schema) => {
    const { items, meta } = listOf(rows, BY_CHANGE, body)
    return schema.parse({ items: items.map(pageOf), meta })
  }
}

function pageOf({ id, at }: Row) {
  return {
    id,
    slugId: 'slug',
    title: null,
    icon: null,
    parentPageId: null,
    creatorId: null,
    lastUpdatedById: null,
    spaceId: 'space',
    updatedAt: iso(at),
    deletedAt: null,
  }
}

/** Milliseconds of up to two hundred rows: some on the full millisecond, some of one microsecond, some spread. */
const milliseconds = fc.array(
  fc.record({
    gap: fc.integer({ min: 1, max: 3 }),
    whole: fc.integer({ min: 0, max: 60 }),
    together: fc.integer({ min: 0, max: 70 }),
    spread: fc.integer({ min: 0, max: 70 }),
  }),
  { minLength: 1, maxLength: 20 },
)

test('whatever shares a millisecond, two hundred of it are told, and the walk ends', async () => {
  await fc.assert(
    fc.asyncProperty(milliseconds, async (plan) => {
      const ids = createIds()
      let ms = START
      const rows = plan.flatMap(({ gap, whole, together, spread }) => {
        ms += gap
        const micros = [
          ...Array.from({ length: whole }, () => 0),
          ...Array.from({ length: together }, () => 400),
          ...Array.from({ length: spread }, (_, at) => 401 + at),
        ]
        return micros.map((more) => ({ id: ids.uuid(ms), at: ms * 1000 + more }))
      })
      const warned: unknown[] = []
      const ask = answering(rows)
      const seen = new Set<string>()
      let point = BEGINNING
      for (let calls = 0; ; calls += 1) {
        expect(calls).toBeLessThan(rows.length + 2)
        const list = { route: 'pages/recent', body: {} }
        const { pages, more } = await changesAfter(ask, list, point, {
          warn: (...said: unknown[]) => void warned.push(said),
        })
        for (const { id } of pages) seen.add(id)
        const last = pages.at(-1)
        if (last === undefined || !more) break
        expect(last.updatedAt > point.updatedAt).toBe(true)
        point = last
      }
      expect(warned).toEqual([])
      expect(rows.filter(({ id }) => !seen.has(id))).toEqual([])
    }),
    { numRuns: 30 },
  )
})
