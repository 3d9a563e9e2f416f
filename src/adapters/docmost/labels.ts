import { z } from 'zod'
import type { Page } from '../../sync/ports.ts'
import { type Ask, nothing } from './ask.ts'
import { uuid } from './ids.ts'
import { readAll } from './lists.ts'
import { readEach } from './pages.ts'
import { labelSchema, labelsSchema, namesSchema } from './shapes.ts'

/** More in one call are refused. */
const AT_ONCE = 25

export async function addLabels(ask: Ask, id: string, names: readonly string[]): Promise<void> {
  const pageId = uuid(id)
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const some = names.slice(at, at + AT_ONCE).map(normal)
    await ask('pages/labels/add', { pageId, names: some }, z.array(labelSchema))
  }
}

/** Docmost takes a label away by its id. */
export async function removeLabel(ask: Ask, id: string, name: string): Promise<void> {
  const found = (await labels(ask, id)).find((label) => label.name === normal(name))
  if (found === undefined) return
  await ask('pages/labels/remove', { pageId: uuid(id), labelId: found.id }, nothing)
}

export async function labelsOf(ask: Ask, id: string): Promise<readonly string[]> {
  return (await labels(ask, id)).map(({ name }) => name)
}

/** The list of a label tells neither parents nor the last writer: each page is read. */
export async function pagesLabelled(ask: Ask, name: string): Promise<readonly Page[]> {
  const body = { name: normal(name) }
  return readEach(ask, await readAll(ask, { route: 'labels/pages', body, schema: namesSchema }))
}

function labels(ask: Ask, id: string) {
  return readAll(ask, { route: 'pages/labels', body: { pageId: uuid(id) }, schema: labelsSchema })
}

/** As Docmost stores them. */
function normal(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, '-')
}
