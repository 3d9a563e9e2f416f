import { z } from 'zod'
import { slug, text } from './words.ts'

export const personSchema = z.strictObject({
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
