import { z } from 'zod'
import type { SyncRules } from '../../sync/rules.ts'
import { duration } from '../durations.ts'
import { syncName } from './sync/names.ts'
import { tableSchema } from './sync/tables.ts'
import { writtenPageSchema } from './sync/written-pages.ts'
import { wholeNumber } from './words.ts'

const timing = z
  .strictObject({
    poll: duration.prefault('15s').describe('How often Docmost is asked for changes. Default 15s.'),
    sweep: duration
      .prefault('10m')
      .describe('How often the trash, restored pages and shares are looked at. Default 10m.'),
    reconcile: duration
      .prefault('6h')
      .describe(
        'How often all rows are compared: imports and a hook that was off send no event. Default 6h.',
      ),
    silence: duration
      .optional()
      .describe('No event from Baserow for so long, in working hours, is told. Default never.'),
  })
  .prefault({})
  .describe('How often everything is looked at without an event.')

export const syncSchema = z
  .strictObject({
    database: wholeNumber(1, 2_147_483_647)
      .optional()
      .describe(
        'The number of the database in Baserow: with it, cards link to rows. Default: they link to Baserow.',
      ),
    tables: z
      .record(syncName, tableSchema)
      .describe('The tables of Baserow by the names that commands and traces use: projet, client ...'),
    pages: z
      .record(syncName, writtenPageSchema)
      .default({})
      .describe('Kinds of pages that become rows when somebody writes one: compte-rendu ...'),
    shares: z
      .strictObject({
        notify: z.boolean().default(true).describe('Tell ops when a page is made public. Default true.'),
      })
      .prefault({})
      .describe('Pages that somebody makes public.'),
    timing,
  })
  .transform((rules): SyncRules => rules)
  .describe('What is kept in step between Docmost and Baserow. It needs the BASEROW_ and DOCMOST_ variables.')
