import { createBotUser } from './bot-user.ts'
import type { Because } from './delivery.ts'
import type { SyncDeps } from './deps.ts'
import { deliveryOf, type PageChange } from './page-change.ts'
import { stands } from './page-rule.ts'
import type { ChangePoint, Page, Space } from './ports.ts'
import type { PageRule, SyncRules } from './rules.ts'
import { createLookAtShares, type SharesDeps } from './shares.ts'
import { isSpace } from './wiki-spaces.ts'

export type SweepDeps = SharesDeps & { readonly queue: Pick<SyncDeps['queue'], 'take'> }

/** Pages, linked or about to be, that the last sweep saw in their places; linked ones that it knew to be in the trash or gone. */
const ALIVE = 'alive'
const TRASH = 'trash'
const BEGINNING: ChangePoint = {
  updatedAt: '1970-01-01T00:00:00.000Z',
  id: '00000000-0000-0000-0000-000000000000',
}
const AT_ONCE = 100

/**
 * The slow look at everything, for what moves no `updatedAt`: the trash, restores, labels, shares. Only pages that are
 * linked, or should be, become deliveries. Lists are replaced when the deliveries are stored: what a crash cuts off is
 * found again, with the same keys.
 */
export function createSweep(deps: SweepDeps): () => Promise<void> {
  const { docmost, book, clock, rules } = deps
  const lookAtShares = createLookAtShares(deps)
  const botUser = createBotUser(deps)

  return async () => {
    const { spaces, complete } = spacesOf(rules, await docmost.spaces(), deps)
    const trashed = (await each(spaces, ({ id }) => docmost.trashed(id))).flat()
    const live = await readAll(deps)
    const linked = await linkedOf([...live.keys()])
    const look = (await book.marks.all()).last_sweep ?? 'first'
    const alive = await book.lists.read(ALIVE)
    const trash = (await book.lists.read(TRASH)) ?? []
    // Out of a space that the bot may not see any more, all pages seem to be gone.
    const doubtful = complete ? [] : (alive ?? [])
    const expected = complete ? (alive ?? []) : []
    const gone = await linkedOf([...trashed.map(({ id }) => id), ...expected, ...trash])
    const away = [...gone].filter((id) => !live.has(id))
    const deleted = away.filter((id) => !trash.includes(id))
    const restored = trash.filter((id) => linked.has(id))
    const missed = await missedOf(spaces, live, linked)
    await take([
      ...deleted.map((page): PageChange => ({ type: 'page.deleted', page, when: { once: look } })),
      ...restored.map((page): PageChange => ({ type: 'page.restored', page, when: { once: look } })),
      ...missed.map((page) => missing(page, alive === undefined ? 'first_seen' : 'reconciled')),
    ])
    await book.lists.replace(TRASH, away)
    const there = [...linked, ...missed.map(({ id }) => id), ...doubtful]
    await book.lists.replace(ALIVE, [...new Set(there)])
    await book.marks.set('last_sweep', new Date(clock.now()).toISOString())
    await lookAtShares()
  }

  async function linkedOf(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await each(ids, async (id) => [id, await book.links.entityOf(id)] as const)
    return new Set(found.filter(([, entity]) => entity !== undefined).map(([id]) => id))
  }

  /** Pages that should be rows and are not. */
  async function missedOf(
    spaces: readonly Space[],
    live: ReadonlyMap<string, Page>,
    linked: ReadonlySet<string>,
  ): Promise<readonly Page[]> {
    const found = new Map<string, Page>()
    for (const rule of Object.values(rules.pages)) {
      const space = spaces.find((one) => isSpace(one, rule.space))
      for (const page of await meantBy(rule, live)) if (page.space === space?.id) found.set(page.id, page)
    }
    const bot = await botUser()
    return [...found.values()].filter(
      (page) => !linked.has(page.id) && page.createdBy !== bot && page.title.trim() !== '',
    )
  }

  async function meantBy(rule: PageRule, live: ReadonlyMap<string, Page>): Promise<readonly Page[]> {
    const under = [...live.values()].filter(({ parent }) => stands(rule, live.get(parent ?? '')))
    return rule.label === undefined ? under : [...under, ...(await docmost.labelled(rule.label))]
  }

  async function take(changes: readonly PageChange[]): Promise<void> {
    for (const change of changes) await deps.queue.take(deliveryOf(change, clock.now()))
  }
}

/** Once a day at most for each state of the page: it may be one that can't become a row. */
function missing({ id, updatedAt }: Page, because: Because): PageChange {
  return { type: 'page.created', page: id, when: { once: `missed:${updatedAt}` }, because }
}

/** Those that rules speak of; `complete` when the bot sees them all. */
function spacesOf(rules: SyncRules, known: readonly Space[], { log }: Pick<SweepDeps, 'log'>) {
  const named = [...Object.values(rules.tables).map(({ page }) => page), ...Object.values(rules.pages)]
  const names = new Set(named.flatMap((rule) => (rule === undefined ? [] : [rule.space])))
  const missing = [...names].filter((name) => !known.some((space) => isSpace(space, name)))
  for (const space of missing) log.warn({ space }, 'sync: no such space, or the bot is not in it')
  const spaces = known.filter((space) => [...names].some((name) => isSpace(space, name)))
  return { spaces, complete: missing.length === 0 }
}

/** Every page that is not in the trash, by its id. */
async function readAll({ docmost }: Pick<SweepDeps, 'docmost'>): Promise<ReadonlyMap<string, Page>> {
  const found = new Map<string, Page>()
  let point = BEGINNING
  for (;;) {
    const { pages, more } = await docmost.changedAfter(point)
    for (const page of pages) found.set(page.id, page)
    const last = pages.at(-1)
    if (!more || last === undefined) return found
    point = last
  }
}

/** A hundred at a time. */
async function each<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(act))))
  return results
}
