import { parse } from '@lukeed/ms'
import { z } from 'zod'
import type { Span } from '../engine/span.ts'

const SECOND = 1_000
/** Longer timers than this are a mistake in the file, and a month still fits every timer below us. */
const MONTH = 30 * 24 * 60 * 60 * SECOND

type Parsed = { readonly ok: true; readonly ms: number } | { readonly ok: false; readonly fault: string }

/** `15m`, `4h`, `1d` in the file; milliseconds in `Config`. */
export const duration = z
  .string({ error: 'must be a duration with its unit, such as 15m, 4h or 1d' })
  .transform((text, context) => {
    const parsed = parseDuration(text)
    if (parsed.ok) return parsed.ms
    context.addIssue({ code: 'custom', message: parsed.fault })
    return z.NEVER
  })

/** `15m`, or `4h working` where only working hours count. */
export const span = z
  .string({ error: 'must be a duration with its unit, such as 15m, 4h working or 1d' })
  .transform((text, context): Span => {
    const parsed = parseSpan(text.trim())
    if (parsed.ok) return parsed.span
    context.addIssue({ code: 'custom', message: parsed.fault })
    return z.NEVER
  })

function parseSpan(
  text: string,
): { readonly ok: true; readonly span: Span } | Extract<Parsed, { ok: false }> {
  const amount = text.replace(/\s+working$/, '')
  const parsed = parseDuration(amount)
  if (!parsed.ok) return parsed
  if (amount === text) return { ok: true, span: parsed.ms }
  // Is a working day its hours, or 24 of them? Nobody should have to guess.
  if (!/^[\d.]+\s*[smh]/i.test(amount))
    return { ok: false, fault: `"${text}" is unclear; write working time in hours, such as 16h working` }
  return { ok: true, span: { working: parsed.ms } }
}

function parseDuration(text: string): Parsed {
  const ms = /[a-z]/i.test(text) ? parse(text.trim()) : undefined
  if (ms !== undefined && ms >= SECOND && ms <= MONTH) return { ok: true, ms }
  return { ok: false, fault: faultOf(text, ms) }
}

function faultOf(text: string, ms: number | undefined): string {
  if (ms === undefined) return `"${text}" is not a duration; write a number and a unit, such as 15m, 4h or 1d`
  return `"${text}" is out of range; write something between 1s and 30d`
}
