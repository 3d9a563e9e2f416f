import type { Addresses } from '../../sync/deps.ts'

/** Where people open rows and pages. Without the number of the database a row is looked for by hand. */
export function createAddresses(urls: {
  readonly baserow: string
  readonly docmost: string
  readonly database: number | undefined
}): Addresses {
  const { baserow, docmost, database } = urls
  return {
    row: (table, row) =>
      database === undefined ? baserow : `${baserow}/database/${database}/table/${table}/row/${row}`,
    page: (spaceSlug, slugId) => `${docmost}/s/${spaceSlug}/p/${slugId}`,
  }
}
