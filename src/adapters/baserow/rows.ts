import { z } from 'zod'
import type { Row } from '../../sync/ports.ts'
import { type Answer, failure, read } from './errors.ts'

/** How Baserow lists rows: `page` from 1. */
export type AskForPage = (page: number) => Promise<Answer>

/** Baserow's limit. */
export const PAGE_ROWS = 200

/** `id` and `order` are no fields: Baserow reserves both names. */
export const rowSchema = z
  .looseObject({ id: z.int(), order: z.unknown() })
  .transform(({ id, order: _order, ...values }): Row => ({ id, values }))

const pageSchema = z.object({
  count: z.int(),
  next: z.string().nullable(),
  results: z.array(rowSchema),
})

/**
 * Every row, in the order that people see in the table: Baserow can't sort by id. A row is answered once; when rows
 * disappear meanwhile, what moved up to the page before is fetched too. It holds two pages at most.
 */
export async function* rowsOf(ask: AskForPage): AsyncGenerator<Row, void> {
  let before: ReadonlySet<number> = new Set()
  let count = 0
  for (let page = 1; ; page += 1) {
    const found = read(await ask(page), pageSchema)
    if (found.count < count && page > 1) {
      count = found.count
      page -= 2
      continue
    }
    count = found.count
    for (const row of found.results) if (!before.has(row.id)) yield row
    if (found.next === null) return
    before = new Set(found.results.map(({ id }) => id))
  }
}

/**
 * Those of `rows` that have exactly this text there: Baserow ignores blanks around it, and the whole filter when it
 * knows no such field or the text is empty. Throws `SyncError` when there is no such field.
 */
export async function withExactly(
  rows: AsyncIterable<Row>,
  field: string,
  value: string,
): Promise<readonly Row[]> {
  const found: Row[] = []
  for await (const row of rows) {
    if (!Object.hasOwn(row.values, field))
      throw failure('invalid', { retry: false, said: `the table has no field '${field}'` })
    if (row.values[field] === value) found.push(row)
  }
  return found
}
