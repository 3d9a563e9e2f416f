import type { Page, Row } from '../ports.ts'
import type { PageRule } from '../rules.ts'

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

/** What a new title changes in the row, and which of the titles that we may have written stands there. */
export type TitlePlan = { readonly changes: Readonly<Record<string, string>>; readonly stood?: string }

/** A field that says nothing that we wrote was changed by a person and is left alone; all that differs is written for `anything`. */
export function planTitle(
  { row }: PageRule,
  current: Row,
  facts: PageFacts,
  wrote: readonly string[] | 'anything',
): TitlePlan {
  const titled = Object.entries(row.values).filter(([, text]) => text.includes('{title}'))
  const says =
    (title: string) =>
    ([field, text]: readonly [string, string]) =>
      current.values[field] === fill(text, { ...facts, title: title.trim() })
  const differing = titled.filter((one) => !says(facts.title)(one))
  const ours = differing.filter((one) => wrote === 'anything' || wrote.some((title) => says(title)(one)))
  const stood = wrote === 'anything' ? undefined : wrote.find((title) => ours.some(says(title)))
  const changes = Object.fromEntries(ours.map(([field, text]) => [field, fill(text, facts)]))
  return stood === undefined ? { changes } : { changes, stood }
}

function fill(text: string, { title, id, address, date }: PageFacts): string {
  const words: Readonly<Record<string, string>> = { title, id, address, date }
  return text.replace(
    /\{(\w+)\}/g,
    (whole, name: string) => (Object.hasOwn(words, name) ? words[name] : undefined) ?? whole,
  )
}
