import { z } from 'zod'
import type { Act } from './card.ts'
import type { Form, Input } from './form.ts'

/**
 * What surfaces carry for us and bring back: the act of a button and the form of a modal.
 * Whoever clicks can send something else, so both are parsed again at the border.
 */
const word = z.string().min(1).max(255)

const chooseSchema = z.strictObject({
  kind: z.literal('choose'),
  run: word,
  step: word,
  choice: word,
  code: word.exactOptional(),
  form: word.exactOptional(),
})

const noteSchema = z.strictObject({
  kind: z.literal('note'),
  run: word,
  note: word,
  form: word.exactOptional(),
})

const showSchema = z.strictObject({ kind: z.literal('show'), run: word })

export const actSchema: z.ZodType<Act> = z.discriminatedUnion('kind', [chooseSchema, noteSchema, showSchema])

const optionSchema = z.strictObject({ value: z.string(), label: z.string() })

const common = {
  id: word,
  label: z.string(),
  hint: z.string().exactOptional(),
  optional: z.boolean().exactOptional(),
  initial: z.string().exactOptional(),
}

const inputSchema: z.ZodType<Input> = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.enum(['line', 'paragraph']), max: z.int().positive() }),
  z.strictObject({ ...common, kind: z.literal('choice'), options: z.tuple([optionSchema], optionSchema) }),
  z.strictObject({
    ...common,
    kind: z.literal('ticks'),
    options: z.tuple([optionSchema], optionSchema),
    missing: z.string(),
  }),
  z.strictObject({ ...common, kind: z.enum(['date', 'time']) }),
])

export const formSchema: z.ZodType<Form> = z.strictObject({
  id: word,
  title: z.string(),
  submit: z.string(),
  inputs: z.tuple([inputSchema], inputSchema),
  purpose: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('act'), act: actSchema }),
    z.strictObject({ kind: z.literal('declare') }),
    z.strictObject({ kind: z.literal('release') }),
    z.strictObject({
      kind: z.literal('rollback'),
      run: word.exactOptional(),
      version: word.exactOptional(),
    }),
  ]),
})

/** Parses JSON that came back from a surface; undefined for anything that isn't what we sent. */
export function readAct(json: string): Act | undefined {
  return read(actSchema, json)
}

/** As `readAct`, for the form that a modal carries. */
export function readFormJson(json: string): Form | undefined {
  return read(formSchema, json)
}

function read<T>(schema: z.ZodType<T>, json: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}
