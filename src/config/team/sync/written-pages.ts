import { z } from 'zod'
import { text } from '../words.ts'
import { syncName } from './names.ts'

/** A page that somebody writes becomes a row. */
export const writtenPageSchema = z
  .strictObject({
    space: text.describe('Name or slug of the space in Docmost.'),
    parent: text.optional().describe('Title of the page under which such pages stand ...'),
    label: text
      .regex(/^[a-z0-9_-][a-z0-9_~-]{0,99}$/, {
        error: 'is not a label; write lower-case letters, digits, dashes and underscores',
      })
      .optional()
      .describe('... or the label that they bear.'),
    row: z
      .strictObject({
        table: syncName.describe('Name of an entry in tables.'),
        link: text.describe('The text field of the row that holds the id of the page: docmost_page_id.'),
        values: z
          .record(text, text)
          .default({})
          .describe(
            'Fields and what they get: {title}, {id}, {address} and {date} of the page are filled in.',
          ),
      })
      .describe('The row that such a page becomes.'),
  })
  .superRefine(({ parent, label }, context) => {
    if ((parent === undefined) !== (label === undefined)) return
    const both = parent !== undefined
    context.addIssue({
      code: 'custom',
      message: both
        ? 'has both parent and label; leave one of them out'
        : 'would take every page; add parent or label',
    })
  })
