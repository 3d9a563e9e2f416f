import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GridRow } from './model/grid.ts'
import { type Command, stories, tellStory, wantedTitle } from './model/story.ts'
import { WIKI_BOT, type WikiPage } from './model/wiki.ts'
import { ICONS, type ModelWorld } from './model/world.ts'

/** The same stories each time; `STORIES=20000` tells so many others. */
const STORIES = process.env['STORIES']

type Ended = Awaited<ReturnType<typeof end>>

/** Nothing more is delivered: what was lost is found by comparing, until there is nothing to find. */
async function end(commands: readonly Command[]) {
  const world = await tellStory(commands)
  await world.calm()
  await world.retryAll()
  await world.compareAll()
  const writes = () => world.grid.writes.length + world.wiki.writes.length
  let before = writes()
  for (let rounds = 0; ; rounds += 1) {
    await world.compareAll()
    if (writes() === before) return { world, linked: await linkedTo(world) }
    if (rounds > 3) throw new Error(`never quiet: ${[...world.grid.writes, ...world.wiki.writes].slice(-6)}`)
    before = writes()
  }
}

async function linkedTo({ grid, book }: ModelWorld): Promise<ReadonlyMap<GridRow, string | undefined>> {
  const rows = grid
    .live('projet')
    .map(async (row) => [row, await book.links.pageOf(`projet:${row.id}`)] as const)
  return new Map(await Promise.all(rows))
}

/** Pages that bear the label of a row, in the trash or not. */
function pagesOf({ world }: Ended, { id }: GridRow): readonly WikiPage[] {
  return world.wiki.pages.filter(({ labels }) => labels.has(`baserow-t2-r${id}`))
}

/** One for each row, of its own, with what the row wants; what people did to a page since is theirs. */
function judgeRow(ended: Ended, row: GridRow): readonly string[] {
  const { world } = ended
  const title = wantedTitle(world, row)
  const pages = pagesOf(ended, row)
  const named = world.wiki.pages.find(({ id }) => id === ended.linked.get(row))
  const live = pages.filter(({ trashed }) => !trashed)
  // Thrown away by a person, and perhaps brought back beside another: that is for people to mend.
  const thrown = pages.some((page) => page.thrown)
  const said = `projet:${row.id} '${title}'`
  const written = world.wiki.pages.find(({ id }) => id === row.typed['docmost_page_id'])
  // Its own, also before it was linked again: a row that is restored has no more than the id of its page.
  if (named?.trashed === true || (written?.trashed === true && written.labels.size === 0)) return []
  if (live.length === 0) return title === '' || thrown ? [] : [`${said} has no page`]
  if (live.length > 1 && !thrown) return [`${said} has ${live.length} pages`]
  const page = live.find(({ id }) => id === row.typed['docmost_page_id'])
  if (page === undefined) return [`${said} names ${row.typed['docmost_page_id']}, not its page`]
  return [...judgeTitle(ended, row, page), ...judgeIcon(row, page)].map((fault) => `${said} ${fault}`)
}

function judgeTitle({ world }: Ended, row: GridRow, page: WikiPage): readonly string[] {
  const title = wantedTitle(world, row)
  if (title === '' || page.title === title) return []
  const since = world.wanted.get(row)?.since ?? 0
  const { renamed } = page
  const isTheirs = renamed?.title === page.title && (renamed.at > since || renamed.inStep === title)
  return isTheirs ? [] : [`is called '${page.title}'`]
}

function judgeIcon({ typed }: GridRow, page: WikiPage): readonly string[] {
  const icon = ICONS[String(typed['statut'])]
  return icon === undefined || icon === page.icon ? [] : [`has the icon ${page.icon}, not ${icon}`]
}

/** A page of ours is some row's, or marked. */
function judgePage({ world }: Ended, page: WikiPage): readonly string[] {
  const row = world.grid
    .live('projet')
    .find(({ id, typed }) => page.labels.has(`baserow-t2-r${id}`) || typed['docmost_page_id'] === page.id)
  if (row !== undefined || page.thrown || page.renamed !== undefined) return []
  const isMarked = page.title.startsWith('(deleted) ') && page.labels.size === 0
  return isMarked ? [] : [`${page.id} '${page.title}' has no row: ${[...page.labels]}`]
}

/**
 * One row, with its title; what a person wrote into a row, or took away for a while, is theirs. A page that was looked at in
 * the trash and is back before a sweep saw it there has its new title told by the next change only.
 */
function judgeReport({ world }: Ended, page: WikiPage): readonly string[] {
  const rows = world.grid.rows.filter(
    ({ table, typed }) => table === 'comptes_rendus' && typed['docmost_page_id'] === page.id,
  )
  const ours = rows.filter(({ edited }) => !edited)
  const said = `report '${page.title}'`
  if (rows.length === 0 || ours.length > 1) return [`${said} has ${rows.length} rows`]
  return ours
    .filter(({ typed }) => !page.thrown && typed['titre'] !== page.title)
    .map(({ typed }) => `${said} is called '${typed['titre']}' in its row`)
}

function faultsOf(ended: Ended): readonly string[] {
  const { grid, wiki, reports } = ended.world
  return [
    ...grid.live('projet').flatMap((row) => judgeRow(ended, row)),
    ...wiki
      .live()
      .filter(({ createdBy }) => createdBy === WIKI_BOT)
      .flatMap((page) => judgePage(ended, page)),
    ...wiki
      .live()
      .filter(({ parent, title }) => parent === reports.id && title !== '')
      .flatMap((page) => judgeReport(ended, page)),
    ...[...grid.echoes, ...wiki.echoes].map((echo) => `wrote what stood there: ${echo}`),
  ]
}

/** Three hundred stories take eight seconds of a core, and more where others want it too. */
const LONG_MS = 600_000

describe('whatever happens to events, in whatever order', () => {
  it(
    'both sides are equal in the end, and nothing is written that stands there',
    async () => {
      await fc.assert(
        fc.asyncProperty(stories, async (commands) => {
          expect(faultsOf(await end(commands))).toEqual([])
        }),
        STORIES === undefined ? { numRuns: 300, seed: 4 } : { numRuns: Number(STORIES) },
      )
    },
    LONG_MS,
  )
})
