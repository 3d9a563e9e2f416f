import { z } from 'zod'
import type { Runbook } from '../../engine/runbook.ts'
import { duration } from '../durations.ts'
import { repositoryPath, slug, text, wholeNumber } from './words.ts'

export type { Runbook }

export type PostMortems = {
  /** Milliseconds after the incident was resolved. */
  readonly dueWithin: number
  readonly remindEvery: number
  /** In the repository, without a slash at the end. */
  readonly folder: string
}

/** So many incidents of a kind within this time (milliseconds) are a pattern. */
export type Patterns = { readonly count: number; readonly within: number }

export const runbooksSchema = z
  .array(
    z.strictObject({
      name: slug.describe('How one asks for it, such as docmost-down.'),
      title: text.describe('How a card names it.'),
      path: repositoryPath.describe('Where it stands in the repository.'),
      match: z
        .array(text)
        .default([])
        .describe('It is offered for an incident whose title or symptom contains one of these, in any case.'),
    }),
  )
  .default([])
  .describe('What to do about known troubles.')

export const postMortemsSchema = z
  .strictObject({
    dueWithin: duration.prefault('7d').describe('After the incident was resolved. Default 7d.'),
    remindEvery: duration.prefault('2d').describe('While it is not published. Default 2d.'),
    folder: repositoryPath
      .prefault('docs/post-mortems')
      .describe('Where they stand in the repository. Default docs/post-mortems.'),
  })
  .prefault({})
  .describe('The post-mortem of a SEV1 or SEV2.')

export const patternsSchema = z
  .strictObject({
    count: wholeNumber(2, 100).default(3).describe('How many similar incidents. Default 3.'),
    within: duration.prefault('30d').describe('In how long a time. Default 30d.'),
  })
  .prefault({})
  .describe('When similar incidents are a pattern that the owners should hear of.')
