import { z } from 'zod'
import type { Person } from '../runs/people.ts'
import type { SyncRules } from '../sync/rules.ts'
import { duration } from './durations.ts'
import {
  type Patterns,
  type PostMortems,
  patternsSchema,
  postMortemsSchema,
  type Runbook,
  runbooksSchema,
} from './team/afterwards.ts'
import { type Alerts, alertsSchema, type HealthChecks, healthChecksSchema } from './team/alerting.ts'
import { type Channels, channelsSchema } from './team/channels.ts'
import { type OnCall, onCallSchema } from './team/on-call.ts'
import { personSchema } from './team/people.ts'
import { type Releases, releasesSchema, settleReleases } from './team/releases.ts'
import { type Severities, severitiesSchema } from './team/severities.ts'
import { syncSchema } from './team/sync.ts'
import { slug, text } from './team/words.ts'
import { type WorkingHours, workingHoursSchema } from './team/working-hours.ts'

/** `vigie.yaml`, one key after the other; `vigie.schema.json` is printed from it. */
export const teamSchema = z
  .strictObject({
    service: text.describe('The product that the team runs, as its incidents name it.'),
    timeZone: text
      .refine(isTimeZone, { error: 'is not a time zone; write an IANA name such as Europe/Paris' })
      .describe('IANA time zone in which all times are shown.'),
    repository: text
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/, {
        error: 'is not a repository; write its owner and name, such as acadenice/formation-hub',
      })
      .optional()
      .describe('Owner and name on GitHub: issues, post-mortems and runbooks live there.'),
    people: z.array(personSchema).min(1).describe('The directory: everybody who may speak to Vigie.'),
    workingHours: workingHoursSchema,
    onCall: onCallSchema,
    channels: channelsSchema,
    severities: severitiesSchema,
    nobodyLeadsAfter: duration
      .prefault('10m')
      .describe('An incident that nobody leads by then says so. Default 10m.'),
    issues: z
      .strictObject({
        assignTo: slug.optional().describe('Id of a person. Default: whoever is on call.'),
      })
      .prefault({})
      .describe('The GitHub issues of SEV3 incidents.'),
    timeline: z
      .strictObject({
        reaction: z
          .string()
          .regex(/^[\p{Ll}\p{Lo}\d_+'-]+$/u, { error: 'is not a reaction; write its name without colons' })
          .default('pushpin')
          .describe('A Slack message with this reaction joins the timeline. Default pushpin.'),
      })
      .prefault({})
      .describe('How a message joins the timeline of an incident.'),
    alerts: alertsSchema,
    healthChecks: healthChecksSchema,
    runbooks: runbooksSchema,
    postMortems: postMortemsSchema,
    patterns: patternsSchema,
    status: z
      .strictObject({
        origins: z
          .array(
            z.string().regex(/^(\*|https?:\/\/[^/\s*]+)$/, {
              error: 'is not an origin; write https://host without a path, or * for all',
            }),
          )
          .default(['*'])
          .describe('Pages of which origins may read GET /api/status. Default all.'),
      })
      .prefault({})
      .describe('The status banner.'),
    releases: releasesSchema.optional(),
    sync: syncSchema.optional(),
  })
  .describe('The installation of Vigie: everything that is neither a secret nor an address.')
  .transform(
    ({ releases, ...team }): Team =>
      releases === undefined ? team : { ...team, releases: settleReleases(releases, team.timeZone) },
  )

export type Team = {
  readonly service: string
  readonly timeZone: string
  /** `owner/name` on GitHub. */
  readonly repository?: string | undefined
  readonly people: readonly Person[]
  readonly workingHours: WorkingHours
  readonly onCall: OnCall
  readonly channels: Channels
  readonly severities: Severities
  /** Milliseconds. */
  readonly nobodyLeadsAfter: number
  /** Who gets the issues of SEV3 incidents; whoever is on call when absent. */
  readonly issues: { readonly assignTo?: string | undefined }
  /** Name of a Slack reaction, without colons. */
  readonly timeline: { readonly reaction: string }
  readonly alerts: Alerts
  readonly healthChecks: HealthChecks
  readonly runbooks: readonly Runbook[]
  readonly postMortems: PostMortems
  readonly patterns: Patterns
  /** Origins that may read `GET /api/status`; `*` is all. */
  readonly status: { readonly origins: readonly string[] }
  /** Only with a repository. */
  readonly releases?: Releases | undefined
  /** Always there when `config.baserow` is. */
  readonly sync?: SyncRules | undefined
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    // Offsets such as +02:00 pass above, but know no summer time.
    return /^[A-Z]/i.test(name)
  } catch {
    return false
  }
}
