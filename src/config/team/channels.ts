import { z } from 'zod'

export type Channel = { readonly slack?: string | undefined }

/** By name; `ops` is always there. */
export type Channels = Readonly<Record<string, Channel>>

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

export const channelsSchema = z
  .strictObject({
    ops: channel.describe('Incidents and everything that waits for somebody.'),
    sandbox: channel.optional().describe('Where one tries things out, and where drills take place.'),
    releases: channel.optional().describe('Releases.'),
    capacity: channel.optional().describe('Alerts on working hours.'),
  })
  .transform(present)
  .describe('The channels that Vigie writes to.')

function present(channels: Readonly<Record<string, Channel | undefined>>): Channels {
  const named = Object.entries(channels).flatMap(([name, one]) =>
    one === undefined ? [] : [[name, one] as const],
  )
  return Object.fromEntries(named)
}
