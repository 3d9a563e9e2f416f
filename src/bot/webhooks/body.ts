import { parseJson } from '../raw-body.ts'

/** A body as JSON, or as the fields of a form; an empty one has no fields. Undefined for what is neither. */
export function readBody(contentType: string | undefined, raw: string): { readonly is: unknown } | undefined {
  if (raw.trim() === '') return { is: {} }
  // Some senders call JSON a form, so the type decides only about what is no JSON.
  const json = parseJson(raw)
  if (json !== undefined) return json
  if (contentType?.startsWith('application/x-www-form-urlencoded') !== true) return undefined
  return { is: Object.fromEntries(new URLSearchParams(raw)) }
}
