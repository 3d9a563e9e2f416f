import { z } from 'zod'
import type { Span } from '../../engine/span.ts'
import type { Severity, Targets } from '../../runs/settings.ts'
import { span } from '../durations.ts'

export type { Targets }
export type Severities = Readonly<Record<Severity, Targets>>

type Defaults = {
  readonly acknowledgeWithin: string
  readonly callBackupAfter: string
  readonly callOwnersAfter: string
  readonly remindEvery: string
}

/** `never` calls nobody. */
const call = z
  .string({ error: 'must be a duration with its unit, such as 5m, or never' })
  .transform((text) => (text.trim() === 'never' ? undefined : text))
  .pipe(span.optional())

export const severitiesSchema = z
  .strictObject({
    sev1: severity({
      acknowledgeWithin: '15m',
      callBackupAfter: '5m',
      callOwnersAfter: '10m',
      remindEvery: '30m',
    }).describe('Service down or data loss.'),
    sev2: severity({
      acknowledgeWithin: '4h working',
      callBackupAfter: '2h working',
      callOwnersAfter: '3h working',
      remindEvery: '30m working',
    }).describe('Major degradation.'),
    sev3: severity({
      acknowledgeWithin: '24h working',
      callBackupAfter: 'never',
      callOwnersAfter: 'never',
      remindEvery: '24h',
    }).describe('An isolated fault with a way around it.'),
  })
  .prefault({})
  .describe(
    'How fast an incident is answered, who is called and how often it asks for news. "4h working" counts working hours only.',
  )

function severity(defaults: Defaults) {
  return z
    .strictObject({
      acknowledgeWithin: span
        .prefault(defaults.acknowledgeWithin)
        .describe(`Somebody should have acknowledged by then. Default ${defaults.acknowledgeWithin}.`),
      callBackupAfter: call
        .prefault(defaults.callBackupAfter)
        .describe(`The backup is called when nobody acknowledged. Default ${defaults.callBackupAfter}.`),
      callOwnersAfter: call
        .prefault(defaults.callOwnersAfter)
        .describe(`The owners are called when nobody acknowledged. Default ${defaults.callOwnersAfter}.`),
      remindEvery: span
        .prefault(defaults.remindEvery)
        .describe(`How often an open incident asks for an update. Default ${defaults.remindEvery}.`),
    })
    .superRefine(({ callBackupAfter, callOwnersAfter }, context) => {
      if (callBackupAfter === undefined || callOwnersAfter === undefined) return
      if (!isShorter(callOwnersAfter, callBackupAfter)) return
      context.addIssue({
        code: 'custom',
        path: ['callOwnersAfter'],
        message: 'comes before callBackupAfter; let the backup be called first, or write never',
      })
    })
    .prefault({})
}

/** Elapsed and working time can't be compared: then neither is shorter. */
function isShorter(one: Span, other: Span): boolean {
  if (typeof one === 'number' && typeof other === 'number') return one < other
  return typeof one !== 'number' && typeof other !== 'number' && one.working < other.working
}
