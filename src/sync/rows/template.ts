import type { Row } from '../ports.ts'
import { escapeInline, escapeLines } from './markdown.ts'
import { textOf } from './values.ts'

/** What a template is filled from: a row, and the rows that its link fields lead to where they were read. */
export type Source = {
  readonly values: Row['values']
  readonly linked: Readonly<Record<string, readonly Row[]>>
}

/** `unknown` is the first field that the row, or the row behind a link, does not have. */
export type Filled =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly unknown: string }

const FIELD = /\{([^{}\n]+)\}/g
/** Stands for an empty field until what surrounds it is known; no value keeps one. */
const NOTHING = '\0'
const SEPARATOR = /(\s+[-–—|/·•:]\s+|[,;:]\s+)/
const EMPTY_BRACKETS = /\(\s*\0[\s\0]*\)|\[\s*\0[\s\0]*\]/g

/** Names between braces: `nom`, `client.ville`. */
export function fieldsOf(template: string): readonly string[] {
  return [...new Set([...template.matchAll(FIELD)].map(([, name = '']) => name.trim()))]
}

/** Link fields whose rows have to be read: those with a dot after them. */
export function linksReadBy(templates: readonly string[]): readonly string[] {
  const dotted = templates.flatMap(fieldsOf).filter((name) => name.includes('.'))
  return [...new Set(dotted.map((name) => name.slice(0, name.indexOf('.'))))]
}

/** Fields that these texts name and that say nothing yet. */
export function emptyIn(templates: readonly string[], source: Source): readonly string[] {
  const names = new Set(templates.flatMap(fieldsOf))
  return [...names].filter((name) => lookUp(name, source)?.trim() === '')
}

/**
 * One line. A part between separators that consists of empty fields alone goes with its separator, and empty brackets
 * go too: no " - " is left dangling. Empty when every field is: a row that nobody filled in yet has no title.
 */
export function fillTitle(template: string, source: Source): Filled {
  const filled: string[] = []
  for (const part of template.split(SEPARATOR)) {
    const one = fill(part, source, (text) => oneLine(text.replaceAll(NOTHING, '')) || NOTHING)
    if (!one.ok) return one
    filled.push(one.text)
  }
  const names = fieldsOf(template)
  if (names.length > 0 && names.every((name) => lookUp(name, source)?.trim() === ''))
    return { ok: true, text: '' }
  return { ok: true, text: joined(filled) }
}

/** Every second part is a separator; it stays where something stands on both sides. */
function joined(parts: readonly string[]): string {
  let title = ''
  for (let at = 0; at < parts.length; at += 2) {
    const part = oneLine((parts[at] ?? '').replace(EMPTY_BRACKETS, NOTHING))
    const isEmpty = part.replaceAll(NOTHING, '').trim() === ''
    if (isEmpty) continue
    const text = oneLine(part.replaceAll(NOTHING, ''))
    title = title === '' ? text : `${title}${parts[at - 1] ?? ' '}${text}`
  }
  return oneLine(title)
}

/** Plain text, line breaks kept: for letters. */
export function fillText(template: string, source: Source): Filled {
  return fill(template, source, (text) => text.trim())
}

/**
 * Values are escaped: what somebody typed into a field is text on the page, whatever it looks like. A field alone on
 * its line keeps its line breaks; elsewhere they become blanks, and an empty one a dash.
 */
export function fillMarkdown(template: string, source: Source): Filled {
  const lines: string[] = []
  for (const line of template.split('\n')) {
    const isAlone = /^\{[^{}]+\}\s*$/.test(line)
    const one = fill(line, source, (text) => (isAlone ? escapeLines(text) : escapeInline(text) || '–'))
    if (!one.ok) return one
    lines.push(one.text)
  }
  return { ok: true, text: lines.join('\n') }
}

function fill(template: string, source: Source, show: (text: string) => string): Filled {
  const unknown = fieldsOf(template).find((name) => lookUp(name, source) === undefined)
  if (unknown !== undefined) return { ok: false, unknown }
  const text = template.replace(FIELD, (_, name: string) => show(lookUp(name.trim(), source) ?? ''))
  return { ok: true, text }
}

/** Undefined for a field that there is not. Behind a link that leads nowhere every field is empty. */
function lookUp(name: string, { values, linked }: Source): string | undefined {
  if (Object.hasOwn(values, name)) return textOf(values[name])
  const dot = name.indexOf('.')
  const rows = dot === -1 ? undefined : linked[name.slice(0, dot)]
  if (rows === undefined) return undefined
  const field = name.slice(dot + 1)
  if (rows.some((row) => !Object.hasOwn(row.values, field))) return undefined
  return textOf(rows.map((row) => row.values[field]))
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
