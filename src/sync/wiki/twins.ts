import { isRowLabel } from '../entity.ts'
import type { Page, Space } from '../ports.ts'
import type { SyncRules } from '../rules.ts'
import type { SharesDeps } from './shares.ts'
import { isSpace, spaceById } from './wiki-spaces.ts'

/** Until then it may be a page whose label and link are about to be written. */
const SETTLED_MS = 10 * 60_000

export type TwinSight = {
  /** Every page outside the trash. */
  readonly live: ReadonlyMap<string, Page>
  readonly linked: ReadonlySet<string>
  /** Ids of the spaces where rows have their pages. */
  readonly spaces: ReadonlySet<string>
  readonly bot: string
  readonly now: number
}

/** A page that looks like a second one of a row, and the row's own. */
export type Twin = { readonly page: Page; readonly own: Page }

/**
 * A create whose answer was lost may go on in Docmost until long after we looked for its page and made another one. Such
 * a page has neither link nor label, and stands beside the row's own with the same title. Labels are for the caller to
 * ask for, of these few. Pure.
 */
export function planTwins({ live, linked, spaces, bot, now }: TwinSight): readonly Twin[] {
  const own = new Map(
    [...live.values()].filter(({ id }) => linked.has(id)).map((page) => [spotOf(page), page]),
  )
  return [...live.values()].flatMap((page) => {
    const isNobodys = page.createdBy === bot && !linked.has(page.id) && spaces.has(page.space)
    const other =
      isNobodys && now - Date.parse(page.updatedAt) > SETTLED_MS ? own.get(spotOf(page)) : undefined
    return other === undefined ? [] : [{ page, own: other }]
  })
}

function spotOf({ space, parent, title }: Page): string {
  return JSON.stringify([space, parent, title])
}

/** The spaces where rows have their pages. */
export function rowSpaces(
  { tables }: Pick<SyncRules, 'tables'>,
  spaces: readonly Space[],
): ReadonlySet<string> {
  const names = Object.values(tables).flatMap(({ page }) => (page === undefined ? [] : [page.space]))
  return new Set(spaces.filter((space) => names.some((name) => isSpace(space, name))).map(({ id }) => id))
}

/** Tells of those that no label calls a row's. Never trashed by itself: somebody may have written in it. */
export async function tellTwins(deps: SharesDeps, twins: readonly Twin[]): Promise<void> {
  for (const { page, own } of twins) {
    const entity = await deps.book.links.entityOf(own.id)
    if (entity === undefined || (await deps.docmost.labelsOf(page.id)).some(isRowLabel)) continue
    await deps.notices.orphaned({
      key: `twin:${page.id}`,
      entity,
      page: page.id,
      title: page.title,
      address: await addressOf(deps, page),
      became: 'kept',
      twinOf: await addressOf(deps, own),
    })
  }
}

async function addressOf(deps: SharesDeps, { space, slugId }: Page): Promise<string> {
  return deps.addresses.page((await spaceById(deps, space))?.slug ?? space, slugId)
}
