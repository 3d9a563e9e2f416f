import { z } from 'zod'
import type { Baserow, Row } from '../../sync/ports.ts'
import type { SyncRules } from '../../sync/rules.ts'

const writerSchema = z.object({ id: z.int() })

/**
 * Baserow tells a database token nowhere whose it is. The rows that we write do, where their table has a
 * `last_modified_by` field: from the first of them on we know our own id.
 */
export function learnBotUser<T extends Baserow>(
  baserow: T,
  rules: SyncRules,
): { readonly baserow: T; readonly botUser: () => number | undefined } {
  let known: number | undefined
  const writers = new Map(Object.values(rules.tables).map(({ table, writtenBy }) => [table, writtenBy]))

  function learn(table: number, row: Row): Row {
    const writer = writers.get(table)
    if (writer !== undefined) known = writerSchema.safeParse(row.values[writer]).data?.id ?? known
    return row
  }

  return {
    baserow: {
      ...baserow,
      create: async (table, values) => learn(table, await baserow.create(table, values)),
      update: async (table, id, values) => learn(table, await baserow.update(table, id, values)),
    },
    botUser: () => known,
  }
}
