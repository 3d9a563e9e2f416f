import { z } from 'zod'
import type { Ask } from './ask.ts'

const PAGE = 100

/**
 * Reads a list page by page, at most `most` of them. The pages are counted here: the address that GitHub offers
 * for the next one may name another host when something stands in between, and the token would go there.
 */
export async function* pagesOf<T>(
  ask: Ask,
  list: { route: string; schema: z.ZodType<T>; most: number; parameters?: Record<string, unknown> },
): AsyncGenerator<readonly T[], void> {
  for (let page = 1; page <= list.most; page += 1) {
    const parameters = { ...list.parameters, per_page: PAGE, page }
    const { data, more } = await ask(list.route, parameters, z.array(list.schema))
    yield data
    if (!more) return
  }
}
