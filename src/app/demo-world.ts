import type { Logger } from 'pino'
import { z } from 'zod'
import { createBaserow } from '../adapters/baserow/baserow.ts'
import { createDocmost } from '../adapters/docmost/docmost.ts'
import type { DemoPage, DemoRow, DemoWorld } from '../bot/console/demo-world.ts'
import type { BaserowConfig, Config, DocmostConfig } from '../config.ts'
import type { Clock } from '../runs/ports.ts'
import type { Docmost, Page, Row } from '../sync/ports.ts'
import { readWiki } from '../sync/wiki/read-wiki.ts'
import { isSpace } from '../sync/wiki/wiki-spaces.ts'
import { type DemoFields, demoFieldsOf } from './demo-fields.ts'
import { createPersonOfBaserow } from './demo-person.ts'

export type ClosableDemoWorld = DemoWorld & { close(): Promise<void> }

/**
 * What the console's demo page looks at: the remotes that the configuration names, through their own REST interfaces.
 * Undefined outside the demo, without the sync or the account of a person, and where the rules have no projects.
 */
export function createDemoWorld(
  { demo, baserow, docmost, team }: Config,
  { log, clock }: { readonly log: Logger; readonly clock: Clock },
): ClosableDemoWorld | undefined {
  const fields = team.sync === undefined ? undefined : demoFieldsOf(team.sync)
  if (!demo || baserow?.account === undefined || docmost === undefined || fields === undefined)
    return undefined
  return worldOf({ baserow, account: baserow.account, docmost, fields, log, clock })
}

type Parts = {
  readonly baserow: BaserowConfig
  readonly account: { readonly email: string; readonly password: string }
  readonly docmost: DocmostConfig
  readonly fields: DemoFields
  readonly log: Logger
  readonly clock: Clock
}

function worldOf({ baserow, account, docmost, fields, log, clock }: Parts): ClosableDemoWorld {
  const tables = createBaserow({ url: baserow.url, token: baserow.token, log })
  const wiki = createDocmost({ url: docmost.url, account: docmost.account, log, clock })
  const person = createPersonOfBaserow({ url: baserow.url, ...account })

  async function clients(): Promise<readonly { readonly id: number; readonly name: string }[]> {
    const rows = await listOf(tables.rows(fields.clients))
    return rows.map((row) => ({ id: row.id, name: textOf(row, fields.clientName) }))
  }

  return {
    rows: async () => (await listOf(tables.rows(fields.table))).map((row) => demoRow(row, fields)),
    choices: async () => ({
      clients: (await clients()).map(({ name }) => name),
      statuses: fields.statuses,
    }),
    async create({ name, client, status }) {
      const linked = (await clients()).find((one) => one.name === client)
      await person.create(fields.table, {
        [fields.name]: name,
        ...(linked === undefined ? {} : { [fields.client]: [linked.id] }),
        ...(status === '' ? {} : { [fields.status]: status }),
      })
    },
    pages: async () => demoPages(await pagesOf(wiki, fields.space)),
    async close() {
      await Promise.all([tables.close(), wiki.close()])
    },
  }
}

async function pagesOf(wiki: Docmost, name: string): Promise<readonly Page[]> {
  const space = (await wiki.spaces()).find((one) => isSpace(one, name))
  const pages = [...(await readWiki({ docmost: wiki })).values()].filter((page) => page.space === space?.id)
  return pages.sort((one, other) => (one.id < other.id ? -1 : 1))
}

function demoPages(pages: readonly Page[]): readonly DemoPage[] {
  const titles = new Map(pages.map(({ id, title }) => [id, title]))
  return pages.map(({ id, title, icon, parent }) => {
    return { id, title, icon: icon ?? '', parent: parent === null ? '' : (titles.get(parent) ?? '') }
  })
}

const cell = z.union([
  z.string(),
  z.number().transform(String),
  z.object({ value: z.coerce.string() }).transform(({ value }) => value),
  z
    .array(z.object({ value: z.coerce.string() }))
    .transform((all) => all.map(({ value }) => value).join(', ')),
])

/** What a person reads in a cell; empty for what is none of these. */
function textOf({ values }: Row, field: string): string {
  return cell.safeParse(values[field]).data ?? ''
}

function demoRow(row: Row, fields: DemoFields): DemoRow {
  return {
    id: row.id,
    name: textOf(row, fields.name),
    client: textOf(row, fields.client),
    status: textOf(row, fields.status),
    page: textOf(row, fields.page),
  }
}

async function listOf(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const all: Row[] = []
  for await (const row of rows) all.push(row)
  return all
}
