import { parse } from '@lukeed/ms'
import { z } from 'zod'

const SECOND = 1_000
/** Longer timers than this are a mistake in the file, and a month still fits every timer below us. */
const MONTH = 30 * 24 * 60 * 60 * SECOND

/** `15m`, `4h`, `1d` in the file; milliseconds in `Config`. */
export const duration = z
  .string({ error: 'must be a duration with its unit, such as 15m, 4h or 1d' })
  .transform((text, context) => {
    const ms = /[a-z]/i.test(text) ? parse(text.trim()) : undefined
    if (ms !== undefined && ms >= SECOND && ms <= MONTH) return ms
    context.addIssue({ code: 'custom', message: faultOf(text, ms) })
    return z.NEVER
  })

function faultOf(text: string, ms: number | undefined): string {
  if (ms === undefined) return `"${text}" is not a duration; write a number and a unit, such as 15m, 4h or 1d`
  return `"${text}" is out of range; write something between 1s and 30d`
}
