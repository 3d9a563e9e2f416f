import { parse } from 'yaml'
import { z } from 'zod'
import { DEMO_TABLES } from '../../test/fakes/demo-tables.ts'

const fileSchema = z.object({
  sync: z.object({ tables: z.record(z.string(), z.object({ table: z.int() })) }),
})

/** The fake numbers its tables in their order, from here on. */
const FIRST = 42

/** Whether the tables of this `vigie.yaml` are those of the demo, by name and number. */
export function fits(text: string): boolean {
  const file = fileSchema.safeParse(parse(text))
  if (!file.success) return false
  const tables = Object.entries(file.data.sync.tables)
  return tables.every(([name, { table }]) => DEMO_TABLES[table - FIRST]?.name === name)
}
