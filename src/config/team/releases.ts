import { z } from 'zod'
import type { ReleaseSettings } from '../../runs/release/settings.ts'
import { duration, span } from '../durations.ts'
import { freezesSchema, settleFreezes } from './freezes.ts'
import { repositoryPath, text, wholeNumber } from './words.ts'

/** What the smoke tests of production ask. */
export type SmokeTest = {
  readonly name: string
  readonly url: string
  /** HTTP status; any 2xx when absent. */
  readonly expect?: number | undefined
  /** Stands somewhere in the body. */
  readonly contains?: string | undefined
  /** Milliseconds. */
  readonly timeout: number
}

export type Releases = Omit<ReleaseSettings, 'smoke'> & { readonly smoke: readonly SmokeTest[] }

const address = z.url({ protocol: /^https?$/, error: 'is not an address; write https://...' })

const branch = text.regex(/^(?![/.-])(?!.*(\.\.|\/\/|@\{))[^\s~^:?*[\\]+(?<![/.])$/, {
  error: 'is not the name of a branch; write it as git does, such as main',
})

const workflow = text.regex(/^[^\s/]+\.ya?ml$/, {
  error: 'is not the file name of a workflow; write it without its folder, such as e2e.yml',
})

/** Forms show one line for each, and no more than so many. */
const MOST_FLOWS = 10
const flow = text.max(75, { error: 'is longer than 75 characters; a form shows no more' }).regex(/^.*$/, {
  error: 'has more than one line; write one flow for each',
})

const smokeTest = z.strictObject({
  name: text.describe('As the result names it.'),
  url: address.describe('Asked with GET, in production.'),
  expect: wholeNumber(100, 599).optional().describe('The HTTP status that is well. Default any 2xx.'),
  contains: text.optional().describe('Stands somewhere in the body.'),
  timeout: duration.prefault('10s').describe('An answer must be there by then. Default 10s.'),
})

const watch = z
  .strictObject({
    for: duration.prefault('30m').describe('How long production is watched. Default 30m.'),
    every: duration.prefault('30s').describe('How often its health is asked. Default 30s.'),
    failures: wholeNumber(1, 100).default(3).describe('How many in a row are an alarm. Default 3.'),
  })
  .refine((one) => one.every < one.for, { path: ['every'], error: 'is not shorter than for' })
  .prefault({})

export const releasesSchema = z
  .strictObject({
    branch: branch.default('main').describe('What is released. Default main.'),
    environment: text.default('production').describe('As GitHub calls it. Default production.'),
    changelog: z
      .strictObject({
        path: repositoryPath.prefault('CHANGELOG.md').describe('Default CHANGELOG.md.'),
        by: z
          .enum(['commit', 'pull-request'])
          .default('commit')
          .describe('How a release gets into it; a protected branch takes pull requests. Default commit.'),
      })
      .prefault({})
      .describe('Its Unreleased section is what a release holds.'),
    workflows: z
      .strictObject({
        e2e: workflow
          .nullable()
          .default('e2e.yml')
          .transform((name) => name ?? undefined)
          .describe('Tests staging; null where there is none. Default e2e.yml.'),
        deploy: workflow.default('deploy-prod.yml').describe('Default deploy-prod.yml.'),
      })
      .prefault({})
      .describe('File names of workflows.'),
    trigger: z
      .enum(['tag', 'dispatch'])
      .optional()
      .describe(
        'What starts the deployment. Default: the tag where GitHub holds it for reviewers, else Vigie dispatches it.',
      ),
    staging: address.optional().describe('Where one tries the release before it is signed off.'),
    flows: z
      .array(flow)
      .max(MOST_FLOWS, { error: `has more than ${MOST_FLOWS} entries; a form shows no more` })
      .default([])
      .describe('What somebody tries on staging, one line each.'),
    smoke: z.array(smokeTest).default([]).describe('What is asked of production after a deployment.'),
    watch: watch.describe('How production is watched after a deployment.'),
    backup: z
      .strictObject({
        within: duration.prefault('24h').describe('No older than this. Default 24h.'),
        url: address
          .optional()
          .describe('Says when the last one was made: JSON with the key at, or Last-Modified.'),
      })
      .prefault({})
      .describe('The backup that a release needs (POST /api/webhooks/backup, or the url).'),
    freezes: freezesSchema,
    fourEyes: z
      .boolean()
      .optional()
      .describe('Whether another owner than who asked must approve. Default: where there is another.'),
    remindEvery: span.prefault('4h working').describe('A gate that nobody decides asks. Default 4h working.'),
    silentAfter: duration
      .prefault('20m')
      .describe('A deployment that reports nothing for so long is told. Default 20m.'),
  })
  .describe('How releases are made. Without it there are none.')

/** Its freezes as instants of the team's zone. */
export function settleReleases(written: z.output<typeof releasesSchema>, timeZone: string): Releases {
  return { ...written, freezes: settleFreezes(written.freezes, timeZone) }
}
