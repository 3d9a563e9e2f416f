import { type Docmost, type Page, SyncError } from '../../../src/sync/ports.ts'
import { deliveryOf, type PageChange } from '../../../src/sync/wiki/page-change.ts'
import type { Line } from './line.ts'
import type { StillClock } from './still-clock.ts'

export const WIKI_BOT = 'user-bot'
const PERSON = 'user-person'
const SPACE = { id: 'space-agence', name: 'Agence', slug: 'agence' }
const PAGE_SIZE = 3

export type WikiPage = {
  readonly id: string
  title: string
  icon: string | null
  readonly parent: string | null
  updatedAt: number
  readonly createdBy: string
  updatedBy: string
  trashed: boolean
  readonly labels: Set<string>
  /** What people did to it. */
  renamed: { readonly title: string; readonly at: number; readonly inStep: string | undefined } | undefined
  thrown: boolean
}

/** Docmost as the sync sees it, and as people do. Titles are not unique, a second `create` is a second page. */
export function createWiki(
  line: Line,
  clock: StillClock,
  tell: (delivery: ReturnType<typeof deliveryOf>) => void,
) {
  const pages: WikiPage[] = []
  /** How pages stood when the sync read them last, and writes of what stood there both then and now. */
  const read = new Map<WikiPage, string>()
  const writes: string[] = []
  const echoes: string[] = []
  let events = 0

  const stateOf = ({ title, icon }: WikiPage) => JSON.stringify([title, icon])
  const live = () => pages.filter(({ trashed }) => !trashed)

  function show({ id, title, icon, parent, updatedAt, createdBy, updatedBy, trashed }: WikiPage): Page {
    const slugId = id.slice(0, 13)
    const iso = new Date(updatedAt).toISOString()
    return { id, slugId, title, icon, space: SPACE.id, parent, updatedAt: iso, createdBy, updatedBy, trashed }
  }

  function seen(page: WikiPage): Page {
    read.set(page, stateOf(page))
    return show(page)
  }

  function find(id: string): WikiPage {
    const page = pages.find((one) => one.id === id)
    if (page === undefined) throw new SyncError('docmost', 'not_found', { retry: false })
    return page
  }

  function store(by: string, title: string, icon: string | null, parent: string | null): WikiPage {
    clock.pass(1)
    const time = clock.now().toString(16).padStart(12, '0')
    const id = `${time.slice(0, 8)}-${time.slice(8)}-7${String(pages.length).padStart(3, '0')}-8000-000000000000`
    const page: WikiPage = {
      ...{ id, title, icon, parent, updatedAt: clock.now(), createdBy: by, updatedBy: by, trashed: false },
      ...{ labels: new Set<string>(), renamed: undefined, thrown: false },
    }
    pages.push(page)
    told(page, 'page.created', by)
    return page
  }

  function change(page: WikiPage, by: string, what: Partial<Pick<WikiPage, 'title' | 'icon'>>): void {
    clock.pass(1)
    Object.assign(page, what, { updatedAt: clock.now(), updatedBy: by })
    told(page, 'page.updated', by)
  }

  function told({ id, updatedAt }: WikiPage, type: PageChange['type'], by: string): void {
    events += 1
    const moves = type === 'page.created' || type === 'page.updated'
    const when = moves ? { updatedAt: new Date(updatedAt).toISOString() } : { once: `hook-${events}` }
    const origin = by === WIKI_BOT ? { origin: 'bridge' } : {}
    tell(deliveryOf({ type, page: id, when, event: `page-event-${events}`, ...origin }, clock.now()))
  }

  const byChange = (one: WikiPage, other: WikiPage) => (keyOf(one) < keyOf(other) ? -1 : 1)
  const pass = <T>(effect: () => T) => line.pass('docmost', effect)

  const docmost: Docmost = {
    me: () => pass(() => ({ id: WIKI_BOT })),
    spaces: () => pass(() => [SPACE]),
    create: ({ title, icon = null, parent = null }) =>
      pass(() => {
        const page = store(WIKI_BOT, title, icon, parent)
        writes.push(`create ${page.id} ${title}`)
        return seen(page)
      }),
    page: (id) =>
      pass(() => {
        const page = pages.find((one) => one.id === id)
        return page === undefined ? undefined : seen(page)
      }),
    update: (id, what) =>
      pass(() => {
        const page = find(id)
        const before = stateOf(page)
        change(page, WIKI_BOT, what)
        const said = `update ${id} ${JSON.stringify(what)}`
        if (stateOf(page) === before && read.get(page) === before) echoes.push(said)
        writes.push(said)
        return seen(page)
      }),
    append: () => pass(() => void echoes.push('append')),
    trash: (id) =>
      pass(() => {
        find(id).trashed = true
        writes.push(`trash ${id}`)
      }),
    label: (id, names) =>
      pass(() => {
        const page = find(id)
        if (page.trashed) throw new SyncError('docmost', 'not_found', { retry: false })
        for (const name of names) page.labels.add(name)
        writes.push(`label ${id} ${names.join()}`)
      }),
    unlabel: (id, name) =>
      pass(() => {
        if (find(id).labels.delete(name)) writes.push(`unlabel ${id} ${name}`)
      }),
    labelsOf: (id) => pass(() => [...find(id).labels]),
    labelled: (name) =>
      pass(() =>
        live()
          .filter(({ labels }) => labels.has(name))
          .map(seen),
      ),
    createdByMe: () =>
      pass(() =>
        live()
          .filter(({ createdBy }) => createdBy === WIKI_BOT)
          .sort(byChange)
          .reverse()
          .map(seen),
      ),
    children: (_space, parent) =>
      pass(() =>
        live()
          .filter((page) => page.parent === (parent ?? null))
          .map(show),
      ),
    changedAfter: ({ updatedAt, id }) =>
      pass(() => {
        const after = `${updatedAt} ${id}`
        const newer = live()
          .filter((page) => keyOf(page) > after)
          .sort(byChange)
        return { pages: newer.slice(0, PAGE_SIZE).map(show), more: newer.length > PAGE_SIZE }
      }),
    trashed: () => pass(() => pages.filter(({ trashed }) => trashed).map(show)),
    shares: () => pass(() => []),
    revokeShare: () => pass(() => undefined),
  }

  return {
    docmost,
    pages,
    live,
    writes,
    echoes,
    create: (title: string, parent?: WikiPage) => store(PERSON, title, null, parent?.id ?? null),
    /** `inStep`: what the row had wanted when it was last in step. */
    rename(page: WikiPage, title: string, at: number, inStep: string | undefined): void {
      change(page, PERSON, { title })
      page.renamed = { title, at, inStep }
    },
    trash(page: WikiPage): void {
      Object.assign(page, { trashed: true, thrown: true })
      told(page, 'page.deleted', PERSON)
    },
    restore(page: WikiPage): void {
      page.trashed = false
      told(page, 'page.restored', PERSON)
    },
  }
}

export type Wiki = ReturnType<typeof createWiki>

function keyOf({ updatedAt, id }: WikiPage): string {
  return `${new Date(updatedAt).toISOString()} ${id}`
}
