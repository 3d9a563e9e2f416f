import { z } from 'zod'

const word = z.string().optional().catch(undefined)
const words = z.record(z.string(), word).catch({})

const table = z
  .object({
    table: z.number().optional().catch(undefined),
    links: words,
    checksCapacityOf: z.array(word).catch([]),
    capacity: z.unknown().optional(),
    page: z
      .object({
        title: word,
        template: word,
        children: z.object({ field: word, title: word, template: word }).optional().catch(undefined),
      })
      .catch({}),
    mail: words,
  })
  .catch({ links: {}, checksCapacityOf: [], page: {}, mail: {} })

const page = z.object({ row: z.object({ table: word, values: words }).catch({ values: {} }) })

/** The part `sync` as `rough.ts` reads the others. */
export const roughSync = z.object({
  tables: z.record(z.string(), table).catch({}),
  pages: z.record(z.string(), page.catch({ row: { values: {} } })).catch({}),
})

export type RoughSync = z.infer<typeof roughSync>
export type RoughTable = z.infer<typeof table>
