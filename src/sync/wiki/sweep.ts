import type { SyncDeps } from '../deps.ts'
import type { Page, Space } from '../ports.ts'
import type { PageRule, SyncRules } from '../rules.ts'
import { createBotUser } from './bot-user.ts'
import { deliveryOf } from './page-change.ts'
import { stands } from './page-rule.ts'
import { readWiki } from './read-wiki.ts'
import { createLookAtShares, type SharesDeps } from './shares.ts'
import { type Noted, planSweep } from './sweep-plan.ts'
import { planTwins, rowSpaces, tellTwins } from './twins.ts'
import { isSpace } from './wiki-spaces.ts'

export type SweepDeps = SharesDeps & { readonly queue: Pick<SyncDeps['queue'], 'take'> }

const LISTS = { alive: 'alive', trash: 'trash' } as const
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
    const { twins, ...sight } = await see()
    const { changes, noted } = planSweep(sight)
    for (const change of changes) await deps.queue.take(deliveryOf(change, clock.now()))
    await book.lists.replace(LISTS.trash, noted.trash)
    await book.lists.replace(LISTS.alive, noted.alive)
    await book.marks.set('last_sweep', new Date(clock.now()).toISOString())
    await lookAtShares()
    await tellTwins(deps, twins)
  }

  async function see() {
    const { spaces, complete } = spacesOf(rules, await docmost.spaces(), deps)
    // The trash first: what is restored meanwhile is then seen alive.
    const inTrash = await each(spaces, ({ id }) => docmost.trashed(id))
    const trashed = inTrash.flat().map(({ id }) => id)
    const live = await readWiki(deps)
    const before = await noted()
    const linked = await linkedOf([...live.keys(), ...trashed, ...(before.alive ?? []), ...before.trash])
    const missed = await missedOf(spaces, live, linked)
    const look = (await book.marks.all()).last_sweep ?? 'first'
    const [bot, now] = [await botUser(), clock.now()]
    const twins = planTwins({ live, linked, spaces: rowSpaces(rules, spaces), bot, now })
    return { look, live, trashed, linked, missed, complete, before, twins }
  }

  async function noted(): Promise<Noted> {
    const [alive, trash] = [await book.lists.read(LISTS.alive), await book.lists.read(LISTS.trash)]
    return { alive, trash: trash ?? [] }
  }

  async function linkedOf(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const asked = await each([...new Set(ids)], async (id) => [id, await book.links.entityOf(id)] as const)
    return new Set(asked.filter(([, entity]) => entity !== undefined).map(([id]) => id))
  }

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
    const isMissed = ({ id, title, createdBy }: Page) =>
      !linked.has(id) && createdBy !== bot && title.trim() !== ''
    return [...found.values()].filter(isMissed)
  }

  async function meantBy(rule: PageRule, live: ReadonlyMap<string, Page>): Promise<readonly Page[]> {
    const under = [...live.values()].filter(({ parent }) => stands(rule, live.get(parent ?? '')))
    return rule.label === undefined ? under : [...under, ...(await docmost.labelled(rule.label))]
  }
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

/** A hundred at a time. */
async function each<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(act))))
  return results
}
