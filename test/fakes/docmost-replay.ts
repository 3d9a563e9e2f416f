import { readFileSync } from 'node:fs'
import { z } from 'zod'

const exchangeSchema = z.object({
  name: z.string(),
  as: z.enum(['none', 'bot', 'admin']),
  method: z.enum(['GET', 'POST']),
  path: z.string(),
  body: z.unknown().optional(),
  raw: z.string().optional(),
  status: z.number(),
  answer: z.unknown(),
})

/** One of `test/fixtures/docmost`. */
export type Exchange = z.infer<typeof exchangeSchema>

export function readExchanges(): readonly Exchange[] {
  const file = new URL('../fixtures/docmost/exchanges.jsonl', import.meta.url)
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => exchangeSchema.parse(JSON.parse(line)))
}

/** Ids and cursors that were recorded, and which ones stand for them now. */
export type Names = Map<string, string>

/** The recorded value with today's names. */
export function translate(value: unknown, names: Names): unknown {
  if (typeof value === 'string') return names.get(value) ?? value
  if (Array.isArray(value)) return value.map((one) => translate(one, names))
  const record = recordOf(value)
  if (record === undefined) return value
  return Object.fromEntries(Object.entries(record).map(([key, one]) => [key, translate(one, names)]))
}

const NAMING = /^(id|slugId|key|nextCursor|prevCursor|\w+Id)$/

/** What the answer names differently from the recorded one, at the same places. */
export function learn(recorded: unknown, answered: unknown, names: Names): void {
  if (Array.isArray(recorded) && Array.isArray(answered)) {
    for (const [at, one] of recorded.entries()) learn(one, answered[at], names)
    return
  }
  const [before, now] = [recordOf(recorded), recordOf(answered)]
  for (const [key, one] of Object.entries(before ?? {})) {
    const other = now?.[key]
    if (NAMING.test(key) && typeof one === 'string' && typeof other === 'string') names.set(one, other)
    else learn(one, other, names)
  }
}

/** Lines for what differs in shape: properties missing or added, types of values. Null goes with everything. */
export function differences(recorded: unknown, answered: unknown, at = ''): readonly string[] {
  if (recorded === null || answered === null) return []
  if (Array.isArray(recorded) && Array.isArray(answered)) {
    if (recorded.length === 0 || answered.length === 0) return []
    return differences(recorded[0], answered[0], `${at}[]`)
  }
  const [before, now] = [recordOf(recorded), recordOf(answered)]
  if (before === undefined || now === undefined) {
    const same = typeof recorded === typeof answered && before === now
    return same ? [] : [`${at}: ${kindOf(recorded)}, not ${kindOf(answered)}`]
  }
  if (before['type'] === 'doc' && now['type'] === 'doc') return []
  const missing = Object.keys(before).filter((key) => !(key in now))
  const added = Object.keys(now).filter((key) => !(key in before))
  return [
    ...missing.map((key) => `${at}.${key} is missing`),
    ...added.map((key) => `${at}.${key} was never seen`),
    ...Object.keys(before).flatMap((key) =>
      key in now ? differences(before[key], now[key], `${at}.${key}`) : [],
    ),
  ]
}

function recordOf(value: unknown): Record<string, unknown> | undefined {
  return Array.isArray(value) ? undefined : z.record(z.string(), z.unknown()).safeParse(value).data
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value
}
