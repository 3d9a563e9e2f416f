import { z } from 'zod'
import type { Ask } from './ask.ts'

const PAGE = 100

export type List<T> = {
  readonly route: string
  readonly schema: z.ZodType<T>
  /** So many pages at most. */
  readonly most: number
  readonly parameters?: Readonly<Record<string, unknown>>
}

/**
 * Reads a list page by page, at most `most` of them. The pages are counted here: the address that GitHub offers
 * for the next one may name another host when something stands in between, and the token would go there.
 */
export function pagesOf<T>(ask: Ask, list: List<T>): AsyncGenerator<readonly T[], void> {
  return read(ask, list, z.array(list.schema))
}

/** All entries of a list that stands under a key of its answer, as `check_runs` does. */
export async function allUnder<T>(ask: Ask, key: string, list: List<T>): Promise<readonly T[]> {
  const schema = z.object({ [key]: z.array(list.schema) }).transform((answer) => answer[key] ?? [])
  const found: T[] = []
  for await (const page of read(ask, list, schema)) found.push(...page)
  return found
}

async function* read<T>(
  ask: Ask,
  list: List<T>,
  schema: z.ZodType<readonly T[]>,
): AsyncGenerator<readonly T[], void> {
  for (let page = 1; page <= list.most; page += 1) {
    const parameters = { ...list.parameters, per_page: PAGE, page }
    const { data, more } = await ask(list.route, parameters, schema)
    yield data
    if (!more) return
  }
}
