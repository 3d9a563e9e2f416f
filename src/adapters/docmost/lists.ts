import { z } from 'zod'
import type { Ask } from './ask.ts'
import { failure } from './errors.ts'

/** The most that Docmost hands out at once. */
export const LIMIT = 100

type List<T> = { items: T[]; meta: z.infer<typeof metaSchema> }

const metaSchema = z.object({ hasNextPage: z.boolean(), nextCursor: z.string().nullable() })

/** Made once for each kind of item: zod compiles each object schema at its first use, which costs more than the use. */
export function listSchema<T>(item: z.ZodType<T>) {
  return z.object({ items: z.array(item), meta: metaSchema })
}

export type ListCall<T> = {
  readonly route: string
  readonly body?: Readonly<Record<string, unknown>>
  /** Of `listSchema`. */
  readonly schema: z.ZodType<List<T>>
  /** Fewer at once where each item brings its content along. */
  readonly limit?: number
}

/**
 * Every item, page after page by the cursor that the answer gives: its kind is the list's own. Only for lists in
 * an order that stands still (names, positions): of those by time it loses some, see `feed.ts`.
 */
export async function readAll<T>(
  ask: Ask,
  { route, body, schema, limit }: ListCall<T>,
): Promise<readonly T[]> {
  const found: T[] = []
  const used = new Set<string>()
  let cursor: string | null = null
  do {
    const page: List<T> = await ask(
      route,
      { ...body, limit: limit ?? LIMIT, ...(cursor === null ? {} : { cursor }) },
      schema,
    )
    found.push(...page.items)
    cursor = page.meta.hasNextPage ? page.meta.nextCursor : null
    if (cursor !== null && used.has(cursor))
      throw failure('unreadable', { retry: false, said: `${route} repeats a cursor` })
    if (cursor !== null) used.add(cursor)
  } while (cursor !== null)
  return found
}
