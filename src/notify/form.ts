import type { Act } from './card.ts'

/** One neutral form for all surfaces: a modal in Slack, a page in the console. */
export type Form = {
  readonly id: string
  readonly title: string
  readonly submit: string
  readonly inputs: readonly [Input, ...Input[]]
  readonly purpose: Purpose
}

/** What is done with the filled form: an act completed by it, or a new incident. */
export type Purpose = { readonly kind: 'act'; readonly act: Act } | { readonly kind: 'declare' }

export type Input = {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly optional?: boolean
  readonly initial?: string
} & (
  | { readonly kind: 'line' | 'paragraph'; readonly max: number }
  | { readonly kind: 'choice'; readonly options: readonly [Option, ...Option[]] }
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
    else if (value !== '') fields[input.id] = value
  }
  return Object.keys(faults).length === 0 ? { ok: true, fields } : { ok: false, faults }
}

function judgeInput(input: Input, value: string): string | undefined {
  if (value === '') return input.optional === true ? undefined : `${input.label} is needed`
  if (input.kind === 'choice') {
    return input.options.some((option) => option.value === value)
      ? undefined
      : `Choose one of: ${input.options.map((option) => option.label).join(', ')}`
  }
  return value.length > input.max ? `${value.length} characters; at most ${input.max} fit here` : undefined
}
