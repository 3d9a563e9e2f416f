import { z } from 'zod'
import { text } from '../words.ts'

const children = z
  .strictObject({
    field: text.describe('A link field of the row; it stands in links.'),
    title: text.describe('Of each page; {field} is filled in from the row that the link leads to.'),
    template: text.describe('Markdown of each page, filled in likewise.'),
  })
  .describe('A page under the page of the row for each row that a link field leads to.')

const icon = z
  .strictObject({
    field: text.describe('A field with few values, such as a single select: statut.'),
    icons: z
      .record(text, text)
      .describe('The icon for each value. A value that is not here leaves the icon as it is.'),
  })
  .describe('The icon of the page.')

const field = text.regex(/^[^{}]+$/, {
  error: 'is the name of a field; write it without braces, such as nom',
})

/** The page that each row of a table has. */
export const rowPageSchema = z
  .strictObject({
    space: text.describe('Name or slug of the space in Docmost.'),
    parent: text
      .optional()
      .describe('Title of a page at the top of the space, under which the pages stand. Default: at the top.'),
    title: text.describe('{field} and {link.field} are filled in: Projet {nom} - {client}.'),
    template: text.describe('Markdown of a new page; {field} and {link.field} are filled in.'),
    link: text.describe('The text field of the row that holds the id of its page: docmost_page_id.'),
    icon: icon.optional(),
    children: children.optional(),
    waitFor: z
      .array(field)
      .optional()
      .describe('No page is created while one of these fields is empty: [nom, client]. Default: none.'),
    whenDeleted: z
      .enum(['keep', 'trash'])
      .default('keep')
      .describe('What becomes of the page when its row is deleted. Default keep: it is marked and unlinked.'),
  })
  .describe('Each row has a page in Docmost.')
