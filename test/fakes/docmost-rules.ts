import { isUuid } from './docmost-ids.ts'
import { invalid } from './docmost-refusals.ts'

export type Body = Readonly<Record<string, unknown>>

/** The first sentence of a property is the one that is told. */
export type Rule = {
  readonly property: string
  readonly message: string
  holds(value: unknown, body: Body): boolean
}

const FORMATS: readonly unknown[] = ['json', 'markdown', 'html']
const OPERATIONS: readonly unknown[] = ['append', 'prepend', 'replace']
const LABEL = /^[a-z0-9_-][a-z0-9_~-]*$/

function rule(property: string, message: string, holds: Rule['holds']): Rule {
  return { property, message: `${property} ${message}`, holds }
}

export function uuidOf(property: string): Rule {
  return rule(property, 'must be a UUID', isUuid)
}

export function textOf(property: string): Rule {
  return rule(property, 'must be a string', isText)
}

export function filled(property: string): Rule {
  return rule(property, 'should not be empty', (value) => !isAbsent(value) && value !== '')
}

export function optional(...rules: readonly Rule[]): readonly Rule[] {
  return rules.map((one) => ({
    ...one,
    holds: (value, body) => isAbsent(value) || one.holds(value, body),
  }))
}

/** Any order that `listOf` knows. */
export const PAGING: readonly Rule[] = optional(
  // A number as text gets this sentence as well.
  rule('limit', 'must not be greater than 100', (value) => typeof value === 'number' && value <= 100),
  rule('limit', 'must not be less than 1', (value) => typeof value === 'number' && value >= 1),
  textOf('cursor'),
  textOf('beforeCursor'),
)

export const FORMAT: Rule = oneOf('format', 'json, markdown, html', (value) =>
  FORMATS.includes(typeof value === 'string' ? value.toLowerCase() : value),
)

export const OPERATION: Rule = oneOf('operation', 'append, prepend, replace', (value) =>
  OPERATIONS.includes(value),
)

/** Only asked for when there is content. */
export function withContent(one: Rule): Rule {
  return { ...one, holds: (value, body) => body['content'] === undefined || one.holds(value, body) }
}

export const POSITION: readonly Rule[] = [
  rule('position', 'must be shorter than or equal to 12 characters', (value) => lengthOf(value) <= 12),
  rule('position', 'must be longer than or equal to 5 characters', (value) => lengthOf(value) >= 5),
]

export const NAMES: readonly Rule[] = [
  rule('names', 'must be an array', Array.isArray),
  rule('names', 'must contain no more than 25 elements', (value) => listOfTexts(value).length <= 25),
  {
    property: 'names',
    message:
      'Label names can only contain letters, numbers, hyphens, underscores, and tildes, and cannot start with a tilde',
    holds: (value) => listOfTexts(value).every((name) => LABEL.test(labelName(name)) && name.length <= 100),
  },
]

export function listOfTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** As it is stored. */
export function labelName(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, '-')
}

/** The body with the properties that the rules name, and the names of those it had besides. */
export function judgeBody(
  body: Body,
  rules: readonly Rule[],
  free: readonly string[],
): { readonly kept: Body; readonly dropped: readonly string[] } {
  const told = new Map<string, string>()
  for (const { property, message, holds } of rules)
    if (!told.has(property) && !holds(body[property], body)) told.set(property, message)
  if (told.size > 0) throw invalid([...told.values()])
  const known = new Set([...rules.map(({ property }) => property), ...free])
  const entries = Object.entries(body)
  return {
    kept: Object.fromEntries(entries.filter(([name]) => known.has(name))),
    dropped: entries.map(([name]) => name).filter((name) => !known.has(name)),
  }
}

function oneOf(property: string, values: string, holds: (value: unknown) => boolean): Rule {
  return rule(property, `must be one of the following values: ${values}`, holds)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

/** What is no text is too long and too short. */
function lengthOf(value: unknown): number {
  return isText(value) ? value.length : Number.NaN
}
