import type { Row } from '../ports.ts'

type Values = Row['values']

/** A value of Baserow as people read it: "A, B" for lists, the name of an option or a person, nothing for null. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value))
    return value
      .map(textOf)
      .filter((text) => text !== '')
      .join(', ')
  if (typeof value === 'object') return textOf(nameIn(value))
  return String(value)
}

/** Options, links and lookups have a `value`, people a `name`, files a `visible_name`, formulas that link a `label`. */
function nameIn(value: object): unknown {
  if ('value' in value) return value.value
  if ('visible_name' in value) return value.visible_name
  if ('label' in value) return value.label
  return 'name' in value ? value.name : JSON.stringify(value)
}

/** The rows that a link field leads to; none for a value that is no link. */
export function linkedIds(value: unknown): readonly number[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'id' in one && typeof one.id === 'number' ? [one.id] : [],
  )
}

/** Text in a field; empty when there is no such field. */
export function textIn(values: Values, field: string): string {
  return textOf(values[field]).trim()
}
