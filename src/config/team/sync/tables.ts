import { z } from 'zod'
import { text, wholeNumber } from '../words.ts'
import { syncName } from './names.ts'
import { rowPageSchema } from './row-pages.ts'

const capacity = z
  .strictObject({
    hours: text.describe('The number field that must not fall below zero: heures_restantes_total.'),
    name: text.describe('The field with the name of the person.'),
  })
  .describe('The rows are people whose hours are limited.')

const mail = z
  .strictObject({
    to: text.describe('The address, such as {personne.email}.'),
    name: text.describe('The name of the person, such as {personne.nom}.'),
    subject: text.describe('{field} and {link.field} are filled in.'),
    text: text.describe('The letter; {field} and {link.field} are filled in.'),
  })
  .describe('A letter for each row that is created.')

export const tableSchema = z.strictObject({
  table: wholeNumber(1, 2_147_483_647).describe(
    'The number of the table: it stands in its address in Baserow, and behind its name in the API documentation.',
  ),
  links: z
    .record(text, syncName)
    .default({})
    .describe('Link fields, and the tables of this file that they lead to: { client: client }.'),
  page: rowPageSchema.optional(),
  checksCapacityOf: z
    .array(text)
    .default([])
    .describe(
      'Link fields that lead to people: their hours are looked at when a row comes, changes or goes.',
    ),
  capacity: capacity.optional(),
  mail: mail.optional(),
  writtenBy: text
    .optional()
    .describe('Name of a "last modified by" field: what the bot wrote last is its own echo.'),
})
