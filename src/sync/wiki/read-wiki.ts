import { BEGINNING, type Docmost, type Page } from '../ports.ts'

/** Every page that the bot sees and that is not in the trash, by its id: a request for a hundred of them. */
export async function readWiki({
  docmost,
}: {
  readonly docmost: Pick<Docmost, 'changedAfter'>
}): Promise<ReadonlyMap<string, Page>> {
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
