import type { Page, Row } from './ports.ts'
import type { PageRule } from './rules.ts'

/** What `{title}`, `{id}`, `{address}` and `{date}` stand for. */
export type PageFacts = {
  readonly title: string
  readonly id: string
  readonly address: string
  /** `2026-11-23`, the day on which the page was created. */
  readonly date: string
}

export function factsOf(page: Page, address: string, timeZone: string): PageFacts {
  return { title: page.title.trim(), id: page.id, address, date: dayOf(createdAt(page), timeZone) }
}

/** Docmost's ids are UUIDs of version 7: the first 48 bits are the millisecond of creation. */
function createdAt({ id, updatedAt }: Page): number {
  const hex = id.replaceAll('-', '')
  return hex[12] === '7' ? Number.parseInt(hex.slice(0, 12), 16) : Date.parse(updatedAt)
}

/** Swedish dates are those of ISO 8601. */
function dayOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)
}

/** The fields of a new row. */
export function valuesOf({ row }: PageRule, facts: PageFacts): Readonly<Record<string, string>> {
  const values = Object.entries(row.values).map(([field, text]) => [field, fill(text, facts)] as const)
  return { ...Object.fromEntries(values), [row.link]: facts.id }
}

/**
 * What a new title changes in the row. A field that no longer says what we wrote was changed by a person and is left
 * alone; with no title `before`, whatever differs is written.
 */
export function planTitle(
  { row }: PageRule,
  current: Row,
  facts: PageFacts,
  before: string | undefined,
): Readonly<Record<string, string>> {
  const changed = Object.entries(row.values).flatMap(([field, text]) => {
    const [now, wanted] = [current.values[field], fill(text, facts)]
    if (!text.includes('{title}') || now === wanted) return []
    const isOurs = before === undefined || now === fill(text, { ...facts, title: before.trim() })
    return isOurs ? [[field, wanted] as const] : []
  })
  return Object.fromEntries(changed)
}

function fill(text: string, { title, id, address, date }: PageFacts): string {
  const words: Readonly<Record<string, string>> = { title, id, address, date }
  return text.replace(
    /\{(\w+)\}/g,
    (whole, name: string) => (Object.hasOwn(words, name) ? words[name] : undefined) ?? whole,
  )
}
