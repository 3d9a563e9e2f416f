import { z } from 'zod'
import type { Person } from '../runs/people.ts'
import { duration } from './durations.ts'

const text = z.string().trim().min(1)

const slug = text.regex(/^[a-z][a-z0-9-]*$/, {
  error: 'must be a short word in lower case (letters, digits, dashes), beginning with a letter',
})

const person = z.strictObject({
  id: slug.describe('How Vigie names this person in its own records. Never reuse or change it.'),
  name: text.describe('The name that cards show.'),
  slack: z
    .string()
    .regex(/^[UW][A-Z0-9]+$/, {
      error: 'is not a Slack member id; copy it from the profile: it begins with U or W',
    })
    .optional()
    .describe('Slack member id (profile, More, Copy member ID).'),
  teams: text.optional().describe('Object id of the account in Microsoft Entra.'),
  github: text.optional().describe('GitHub login.'),
  email: z.email({ error: 'is not an e-mail address' }).optional().describe('Where e-mails go.'),
  groups: z
    .array(slug)
    .default([])
    .describe('What this person may decide: owners, responders, oncall, direction, trainers ...'),
})

const channel = z.strictObject({
  slack: z
    .string()
    .regex(/^#?([CG][A-Z0-9]+|[^\s#,A-Z]{1,80})$/, {
      error: 'is neither a channel id (C0...) nor a channel name such as ops',
    })
    .optional()
    .describe(
      'Name of the Slack channel, or its id (channel details, at the foot), which survives renaming.',
    ),
})

const severity = (acknowledgeWithin: string, remindEvery: string) =>
  z
    .strictObject({
      acknowledgeWithin: duration
        .prefault(acknowledgeWithin)
        .describe(`The backup is called when nobody acknowledged within it. Default ${acknowledgeWithin}.`),
      remindEvery: duration
        .prefault(remindEvery)
        .describe(`How often an open incident asks for an update. Default ${remindEvery}.`),
    })
    .prefault({})

/** `vigie.yaml`, one key after the other; `vigie.schema.json` is printed from it. */
export const teamSchema = z
  .strictObject({
    service: text.describe('The product that the team runs, as its incidents name it.'),
    timeZone: text
      .refine(isTimeZone, { error: 'is not a time zone; write an IANA name such as Europe/Paris' })
      .describe('IANA time zone in which all times are shown.'),
    people: z.array(person).min(1).describe('The directory: everybody who may speak to Vigie.'),
    onCall: z
      .strictObject({
        primary: slug.describe('Id of the person who is called first.'),
        backup: slug.describe('Id of the person who is called when the first does not answer.'),
      })
      .describe('Who is on call.'),
    channels: z
      .strictObject({
        ops: channel.describe('Incidents and everything that waits for somebody.'),
        sandbox: channel.optional().describe('Where one tries things out.'),
        releases: channel.optional().describe('Releases.'),
        capacity: channel.optional().describe('Alerts on working hours.'),
      })
      .transform(present)
      .describe('The channels that Vigie writes to.'),
    severities: z
      .strictObject({
        sev1: severity('15m', '30m').describe('Service down or data loss.'),
        sev2: severity('4h', '30m').describe('Major degradation.'),
        sev3: severity('24h', '24h').describe('An isolated fault with a way around it.'),
      })
      .prefault({})
      .describe('How fast an incident is answered and how often it asks for news.'),
  })
  .describe('The installation of Vigie: everything that is neither a secret nor an address.')

export type Team = {
  readonly service: string
  readonly timeZone: string
  readonly people: readonly Person[]
  /** Ids of two different people. */
  readonly onCall: { readonly primary: string; readonly backup: string }
  /** `ops` is always there. */
  readonly channels: Readonly<Record<string, Channel>>
  readonly severities: Readonly<Record<'sev1' | 'sev2' | 'sev3', Targets>>
}

export type Channel = { readonly slack?: string | undefined }

/** Milliseconds. */
export type Targets = { readonly acknowledgeWithin: number; readonly remindEvery: number }

function present(channels: Readonly<Record<string, Channel | undefined>>): Team['channels'] {
  const named = Object.entries(channels).flatMap(([name, one]) =>
    one === undefined ? [] : [[name, one] as const],
  )
  return Object.fromEntries(named)
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
