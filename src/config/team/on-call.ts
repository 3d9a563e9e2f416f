import { z } from 'zod'
import { calendarDay, weekly } from './clock-time.ts'
import { slug } from './words.ts'

export type OnCall = {
  /** Ids of two different people: always on call without a rotation, else before it begins. */
  readonly primary: string
  readonly backup: string
  /** 1 is Monday; minutes since midnight. */
  readonly handover: { readonly weekday: number; readonly minute: number }
  /** The first takes the week that begins with the first handover on `first` (`YYYY-MM-DD`) or after it. */
  readonly rotation?: { readonly people: readonly string[]; readonly first: string } | undefined
}

export const onCallSchema = z
  .strictObject({
    primary: slug
      .optional()
      .describe('Id of the person who is called first. With a rotation: until it begins.'),
    backup: slug.optional().describe('Id of the person who is called when the first does not answer.'),
    handover: weekly.prefault('monday 09:00').describe('When the week on call begins. Default monday 09:00.'),
    rotation: z
      .strictObject({
        people: z
          .array(slug)
          .min(2, { error: 'needs two people at least; the next in turn is the backup' })
          .describe('Ids in their turn; the next in turn is the backup.'),
        first: calendarDay.describe('The first in turn begins with the handover on this day, or the next.'),
      })
      .optional()
      .describe('Who is on call, week by week.'),
  })
  .transform((onCall, context): OnCall => {
    const people = onCall.rotation?.people ?? []
    const primary = onCall.primary ?? people.find((id) => id !== onCall.backup)
    const backup = onCall.backup ?? people.find((id) => id !== primary)
    if (primary !== undefined && backup !== undefined) return { ...onCall, primary, backup }
    for (const role of [
      ...(primary === undefined ? ['primary'] : []),
      ...(backup === undefined ? ['backup'] : []),
    ]) {
      const message = 'is missing; add the id of a person, or a rotation'
      context.addIssue({ code: 'custom', path: [role], message })
    }
    return z.NEVER
  })
  .describe('Who is on call.')
