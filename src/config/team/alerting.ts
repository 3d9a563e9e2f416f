import { z } from 'zod'
import type { DeclareRule } from '../../runs/settings.ts'
import { duration } from '../durations.ts'
import { text, wholeNumber } from './words.ts'

export type Alerts = {
  /** Milliseconds. */
  readonly groupWithin: number
  /** The first that fits decides; an alert that fits none is shown and left to people. */
  readonly declare: readonly DeclareRule[]
}

export type { DeclareRule }

export type HealthChecks = {
  /** Milliseconds. */
  readonly every: number
  readonly timeout: number
  /** So many in a row before it is an alert. */
  readonly failures: number
  readonly checks: readonly HealthCheck[]
}

export type HealthCheck = {
  readonly name: string
  readonly url: string
  /** HTTP status; any 2xx when absent. */
  readonly expect?: number | undefined
  readonly service?: string | undefined
}

const rule = z
  .strictObject({
    service: text.optional().describe('The whole name of the service, as the monitor calls it.'),
    severity: text.optional().describe("The monitor's own word: critical, warning ..."),
    title: text.optional().describe('Stands somewhere in the title of the alert.'),
    as: z.enum(['sev1', 'sev2', 'sev3']).describe('The severity of the incident that is declared.'),
  })
  .refine(({ service, severity, title }) => (service ?? severity ?? title) !== undefined, {
    error: 'would declare every alert; add service, severity or title',
  })

export const alertsSchema = z
  .strictObject({
    groupWithin: duration
      .prefault('10m')
      .describe('Alerts that follow each other within it join one incident. Default 10m.'),
    declare: z
      .array(rule)
      .default([])
      .describe('Which alerts declare an incident by themselves; the first rule that fits decides.'),
  })
  .prefault({})
  .describe('What becomes of the alerts of monitors.')

const check = z.strictObject({
  name: text.describe('As the result names it.'),
  url: z
    .url({ protocol: /^https?$/, error: 'is not an address; write https://...' })
    .describe('Asked with GET.'),
  expect: wholeNumber(100, 599).optional().describe('The HTTP status that is healthy. Default any 2xx.'),
  service: text.optional().describe('The part of the product that is down when it fails.'),
})

export const healthChecksSchema = z
  .strictObject({
    every: duration.prefault('1m').describe('Default 1m.'),
    timeout: duration.prefault('10s').describe('An answer must be there by then. Default 10s.'),
    failures: wholeNumber(1, 100).default(3).describe('How many in a row make an alert. Default 3.'),
    checks: z.array(check).default([]).describe('The addresses that Vigie asks.'),
  })
  .refine(({ every, timeout }) => timeout <= every, {
    path: ['timeout'],
    error: 'is longer than every; a check must end before the next begins',
  })
  .prefault({})
  .describe('Health checks that Vigie makes itself.')
