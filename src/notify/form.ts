import type { Act } from './card.ts'

/** One neutral form for all surfaces: a modal in Slack, a page in the console. */
export type Form = {
  readonly id: string
  readonly title: string
  readonly submit: string
  readonly inputs: readonly [Input, ...Input[]]
  readonly purpose: Purpose
}

/** What is done with the filled form: an act completed by it, a new incident, a new release, a rollback of what is over. */
export type Purpose =
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'declare' }
  | { readonly kind: 'release' }
  /** `version` is what the form says that goes, where no run says it. */
  | { readonly kind: 'rollback'; readonly run?: string; readonly version?: string }

export type Input = {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly optional?: boolean
  readonly initial?: string
} & (
  | { readonly kind: 'line' | 'paragraph'; readonly max: number }
  | { readonly kind: 'choice'; readonly options: readonly [Option, ...Option[]] }
  /** A list of what was done, of which everything must be ticked. Its value is the labels, one a line. */
  | { readonly kind: 'ticks'; readonly options: readonly [Option, ...Option[]]; readonly missing: string }
  /** `2026-11-30` */
  | { readonly kind: 'date' }
  /** `14:05`, on the team's clock. */
  | { readonly kind: 'time' }
)

export type Option = { readonly value: string; readonly label: string }

export type Filled =
  | { readonly ok: true; readonly fields: Readonly<Record<string, string>> }
  /** One sentence for each input that can't be used, by input id. */
  | { readonly ok: false; readonly faults: Readonly<Record<string, string>> }

/** Checks what a person filled in. Values are trimmed; empty optional ones are left out. */
export function readForm(form: Form, values: Readonly<Record<string, unknown>>): Filled {
  const fields: Record<string, string> = {}
  const faults: Record<string, string> = {}
  for (const input of form.inputs) {
    const raw = values[input.id]
    const value = typeof raw === 'string' ? raw.trim() : ''
    const fault = judgeInput(input, value)
    if (fault !== undefined) faults[input.id] = fault
    else if (value !== '') fields[input.id] = input.kind === 'ticks' ? labelsOf(input.options) : value
  }
  return Object.keys(faults).length === 0 ? { ok: true, fields } : { ok: false, faults }
}

function labelsOf(options: readonly Option[]): string {
  return options.map(({ label }) => label).join('\n')
}

/** What is ticked, as surfaces bring it back: the values, one a line. */
export function ticked(value: string): readonly string[] {
  return value.split(/\r?\n/).filter((one) => one !== '')
}

function judgeInput(input: Input, value: string): string | undefined {
  if (input.kind === 'ticks') return judgeTicks(input, ticked(value))
  if (value === '') return input.optional === true ? undefined : `${input.label} is needed`
  switch (input.kind) {
    case 'choice':
      return judgeChoice(input.options, value)
    case 'date':
      return isDate(value) ? undefined : 'Not a date of the calendar: write it as 2026-11-30'
    case 'time':
      return isTime(value) ? undefined : 'Not a time of day: write it as 14:05'
    default:
      return judgeLength(input, value)
  }
}

/** Every one of them: a check that nobody made is none. */
function judgeTicks(
  { options, missing }: { readonly options: readonly Option[]; readonly missing: string },
  values: readonly string[],
): string | undefined {
  return options.every((option) => values.includes(option.value)) ? undefined : missing
}

function judgeChoice(options: readonly Option[], value: string): string | undefined {
  if (options.some((option) => option.value === value)) return undefined
  return `Choose one of: ${options.map((option) => option.label).join(', ')}`
}

function judgeLength(input: { readonly max: number }, value: string): string | undefined {
  return value.length > input.max ? `${value.length} characters; at most ${input.max} fit here` : undefined
}

/** A day that the calendar has, as `2026-11-30`. */
export function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const at = Date.parse(`${value}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value)
}

/** As `14:05`, with 24 hours. */
export function isTime(value: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(value)
}
