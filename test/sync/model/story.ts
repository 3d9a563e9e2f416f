import fc from 'fast-check'
import type { GridRow } from './grid.ts'
import { quiet } from './still-clock.ts'
import type { WikiPage } from './wiki.ts'
import { createModelWorld, DUTIES, ICONS, type ModelWorld } from './world.ts'

const NAMES = ['Site', 'Audit', 'Refonte', '']
const CLIENTS = ['Morel', 'Tours']
const STATUSES = ['', ...Object.keys(ICONS)]
const TITLES = ['Projet Site - Morel', 'Notre page', 'Réunion']
const LONG_MS = 6 * 60_000

type Told = ModelWorld & {
  /** What each row wants of its page, and since when: for the judgement. */
  readonly wanted: Map<GridRow, { readonly title: string | undefined; readonly since: number }>
  moment: number
}

type Args = { readonly a: number; readonly b: number; readonly c: number }
type Act = (world: Told, args: Args) => unknown

const pick = <T>(all: readonly T[], n: number): T | undefined => all[n % Math.max(1, all.length)]
const nameOf = (names: readonly string[], n: number): string => pick(names, n) ?? ''

function onRow(act: (world: Told, row: GridRow, args: Args) => void): Act {
  return (world, args) => {
    const row = pick(world.grid.live('projet'), args.a)
    if (row !== undefined) act(world, row, args)
  }
}

function onPage(
  pages: (world: Told) => readonly WikiPage[],
  act: (world: Told, page: WikiPage, args: Args) => unknown,
): Act {
  return (world, args) => {
    const page = pick(pages(world), args.a)
    return page === undefined ? undefined : act(world, page, args)
  }
}

const ours = ({ wiki }: Told) =>
  wiki.live().filter(({ parent, createdBy }) => parent === null && createdBy === 'user-bot')
const written = ({ wiki, reports }: Told) => wiki.live().filter(({ parent }) => parent === reports.id)

async function rename({ wiki, book, moment }: Told, page: WikiPage, { b }: Args): Promise<void> {
  const owner = await book.links.entityOf(page.id)
  const inStep = owner === undefined ? undefined : (await book.memory.get(owner))?.title
  wiki.rename(page, nameOf(TITLES, b), moment, inStep)
}

/** Everything that people, the network and the machine do. */
const ACTS = {
  createClient: ({ grid }, { b }) => grid.create('client', { nom: nameOf(CLIENTS, b) }),
  renameClient: ({ grid }, { a, b }) => {
    const client = pick(grid.live('client'), a)
    if (client !== undefined) grid.update(client, { nom: nameOf(CLIENTS, b) })
  },
  deleteClient: ({ grid }, { a }) => {
    const client = pick(grid.live('client'), a)
    if (client !== undefined) grid.remove(client)
  },
  restoreTable: ({ grid }, { a }) => {
    const row = pick(
      grid.rows.filter(({ trashed }) => trashed),
      a,
    )
    if (row !== undefined) grid.restore(row)
  },
  createRow: ({ grid }, { a, b, c }) => {
    const client = pick(grid.live('client'), b)
    const links = client === undefined ? [] : [client.id]
    const typed = { nom: nameOf(NAMES, a), client: links, statut: nameOf(STATUSES, c), docmost_page_id: '' }
    grid.create('projet', typed)
  },
  renameRow: onRow(({ grid }, row, { b }) => grid.update(row, { nom: nameOf(NAMES, b) })),
  changeStatus: onRow(({ grid }, row, { b }) => grid.update(row, { statut: nameOf(STATUSES, b) })),
  relink: onRow(({ grid }, row, { b }) => {
    const client = pick(grid.live('client'), b)
    grid.update(row, { client: client === undefined ? [] : [client.id] })
  }),
  clearId: onRow(({ grid }, row) => grid.update(row, { docmost_page_id: '' })),
  duplicateRow: onRow(({ grid }, row) => grid.create('projet', row.typed)),
  deleteRow: onRow(({ grid }, row) => grid.remove(row)),
  renamePage: onPage(ours, rename),
  trashPage: onPage(ours, ({ wiki }, page) => wiki.trash(page)),
  restorePage: onPage(
    ({ wiki }) => wiki.pages.filter(({ trashed }) => trashed),
    ({ wiki }, page) => wiki.restore(page),
  ),
  writeReport: ({ wiki, reports }, { b }) => wiki.create(nameOf(TITLES, b), reports),
  renameReport: onPage(written, rename),
  trashReport: onPage(written, ({ wiki }, page) => wiki.trash(page)),
  deleteReportRow: ({ grid }, { a }) => {
    const row = pick(grid.live('comptes_rendus'), a)
    if (row !== undefined) grid.remove(row)
  },
  editReportRow: ({ grid }, { a, b }) => {
    const row = pick(grid.live('comptes_rendus'), a)
    if (row !== undefined) grid.update(row, { titre: `CR ${nameOf(TITLES, b)}` })
  },
  /** In any order, and again. */
  deliver: ({ events, deliver }, { a }) => {
    // Mostly what happened last.
    const event = a < 30 ? events.at(-1 - (a % 4)) : pick(events, a)
    if (event !== undefined) deliver(event)
  },
  lose: ({ events }, { a }) => events.splice(a % Math.max(1, events.length), 1),
  letOne: ({ line }, { a }) => line.letOne(a),
  hold: ({ line }) => line.hold(),
  async letMany({ line }, { a, b }) {
    for (let left = a % 12; left > 0; left -= 1) {
      line.letOne(b)
      await quiet()
    }
  },
  async flow({ line, pass }, { a }) {
    line.open()
    await pass((a % 4) * 1_000)
    line.hold()
  },
  wait: ({ pass }, { a }) => pass((a % 8) * 1_000),
  waitLong: ({ clock }) => clock.pass(LONG_MS),
  trouble: ({ line }, { a, b, c }) =>
    line.trouble(a % 2 === 0 ? 'docmost' : 'baserow', {
      calls: 1 + (b % 6),
      when: c % 2 === 0 ? 'before' : 'after',
      code: c % 3 === 0 ? 'server_error' : 'unreachable',
    }),
  die: ({ die }, { a, b, c }) =>
    die(a % 24, b % 2 === 0 ? 'before' : 'after', (n) => (c >> (n % 4)) % 2 === 1),
  look: ({ perform }, { a }) => {
    const duty = pick(DUTIES, a)
    if (duty !== undefined) perform(duty)
  },
} as const satisfies Readonly<Record<string, Act>>

type ActName = keyof typeof ACTS

/** How often each comes up; the rest once. */
const OFTEN: Readonly<Partial<Record<ActName, number>>> = {
  ...{ createRow: 4, renameRow: 3, changeStatus: 2, createClient: 2, writeReport: 2 },
  ...{ deliver: 20, letOne: 6, letMany: 8, flow: 8, hold: 4, die: 4, trouble: 2, look: 2 },
}

function isActName(name: string): name is ActName {
  return Object.hasOwn(ACTS, name)
}

const names = Object.keys(ACTS).filter(isActName)
const number = fc.nat(47)
const command = fc.record({
  act: fc.oneof(...names.map((act) => ({ weight: OFTEN[act] ?? 1, arbitrary: fc.constant(act) }))),
  a: number,
  b: number,
  c: number,
})
export type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

export const stories = fc.array(command, { minLength: 1, maxLength: 60, size: 'max' })

/** Two projects with their pages, and a report. */
function beginning(world: Told): void {
  const { grid, wiki, reports } = world
  grid.create('client', { nom: 'Morel' })
  for (const nom of ['Site', 'Audit'])
    grid.create('projet', { nom, client: [1], statut: 'en cours', docmost_page_id: '' })
  wiki.create('Réunion', reports)
  noteWanted(world)
}

/** What happened, up to the moment when nothing more does. */
export async function tellStory(commands: readonly Command[]): Promise<Told> {
  const world: Told = { ...createModelWorld(), wanted: new Map(), moment: 0 }
  await world.compareAll()
  beginning(world)
  await world.compareAll()
  for (const { act, ...args } of commands) {
    world.moment += 1
    await ACTS[act](world, args)
    noteWanted(world)
    await quiet()
  }
  return world
}

export function wantedTitle({ grid }: Pick<Told, 'grid'>, row: GridRow): string {
  const { nom, client } = row.typed
  const linked = grid.live('client').filter(({ id }) => typeof client === 'object' && client.includes(id))
  const names = linked.map(({ typed }) => String(typed['nom'])).join(', ')
  if (names === '') return nom === '' ? '' : `Projet ${nom}`
  return nom === '' ? `Projet - ${names}` : `Projet ${nom} - ${names}`
}

function noteWanted(world: Told): void {
  for (const row of world.grid.rows.filter(({ table }) => table === 'projet')) {
    const title = row.trashed ? undefined : wantedTitle(world, row)
    if (world.wanted.get(row)?.title !== title || !world.wanted.has(row))
      world.wanted.set(row, { title, since: world.moment })
  }
}
