import { z } from 'zod'
import { pause, type SyncDeps } from '../deps.ts'
import type { Row } from '../ports.ts'
import type { TableRule } from '../rules.ts'
import type { Source } from './template.ts'
import { linkedIds } from './values.ts'

type ReadDeps = Pick<SyncDeps, 'baserow' | 'cache' | 'rules' | 'clock'>

const AGAIN = 2
const AGAIN_MS = 200
const rowSchema = z.object({ id: z.int(), values: z.record(z.string(), z.unknown()) })

/** As it stands now. An event may be faster than the row: one that is missing is asked for twice more. */
export async function readRow(
  { baserow, clock }: Pick<ReadDeps, 'baserow' | 'clock'>,
  table: number,
  id: number,
): Promise<Row | undefined> {
  for (let left = AGAIN; ; left -= 1) {
    const row = await baserow.row(table, id)
    if (row !== undefined || left === 0) return row
    await pause(clock, AGAIN_MS)
  }
}

/** The row with the rows behind these of its link fields. Fields that lead to no configured table are left out. */
export async function readSource(
  deps: ReadDeps,
  { links }: TableRule,
  row: Row,
  fields: readonly string[],
): Promise<Source> {
  const read = fields.map(async (field) => {
    const table = links[field]
    return table === undefined
      ? []
      : [[field, await readAll(deps, table, linkedIds(row.values[field]))] as const]
  })
  return { values: row.values, linked: Object.fromEntries((await Promise.all(read)).flat()) }
}

async function readAll(deps: ReadDeps, table: string, ids: readonly number[]): Promise<readonly Row[]> {
  const rows = await Promise.all(ids.map((id) => readLinked(deps, table, id)))
  return rows.filter((row) => row !== undefined)
}

/** May be some minutes old; what changes is dropped when an event tells of it. */
export async function readLinked(
  { baserow, cache, rules }: ReadDeps,
  table: string,
  id: number,
): Promise<Row | undefined> {
  const number = rules.tables[table]?.table
  if (number === undefined) return undefined
  const cached = await cache.read(
    `bridge:${table}:${id}`,
    async () => (await baserow.row(number, id)) ?? null,
  )
  const row = rowSchema.safeParse(cached)
  return row.success ? row.data : baserow.row(number, id)
}
