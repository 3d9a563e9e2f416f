import type { Page } from '../ports.ts'
import type { PageChange } from './page-change.ts'

/** What one sweep saw, beside what the one before noted. */
export type Sight = {
  /** Names the sweep: the same until one has come to its end. */
  readonly look: string
  /** Every page outside the trash. */
  readonly live: ReadonlyMap<string, Page>
  readonly trashed: readonly string[]
  /** Whether a page has a row, for all that are asked about. */
  readonly linked: ReadonlySet<string>
  /** Pages that should be rows and are not. */
  readonly missed: readonly Page[]
  /** False when the bot is not in a space of the rules: all of its pages would seem to be gone. */
  readonly complete: boolean
  readonly before: Noted
}

/** Pages that were in their places, linked or about to be, and linked ones that were in the trash or gone. */
export type Noted = { readonly alive: readonly string[] | undefined; readonly trash: readonly string[] }

/** What is to be looked at, and what to note for the next sweep. Pure. */
export function planSweep(sight: Sight): {
  readonly changes: readonly PageChange[]
  readonly noted: Noted & { readonly alive: readonly string[] }
} {
  const { live, linked, missed, before, look } = sight
  const { alive = [], trash } = before
  const suspects = [...sight.trashed, ...trash, ...(sight.complete ? alive : [])]
  const away = [...new Set(suspects)].filter((id) => linked.has(id) && !live.has(id))
  const deleted = away.filter((id) => !trash.includes(id))
  const restored = trash.filter((id) => linked.has(id) && live.has(id))
  const here = [...live.keys()].filter((id) => linked.has(id))
  const there = [...here, ...missed.map(({ id }) => id), ...(sight.complete ? [] : alive)]
  return {
    changes: [
      ...deleted.map((page): PageChange => ({ type: 'page.deleted', page, when: { once: look } })),
      ...restored.map((page): PageChange => ({ type: 'page.restored', page, when: { once: look } })),
      ...missed.map((page) => missing(page, before.alive === undefined)),
    ],
    noted: { alive: [...new Set(there)], trash: away },
  }
}

/** Once a day at most for each state of the page: it may be one that can't become a row. */
function missing({ id, updatedAt }: Page, isFirst: boolean): PageChange {
  const because = isFirst ? 'first_seen' : 'reconciled'
  return { type: 'page.created', page: id, when: { once: `missed:${updatedAt}` }, because }
}
