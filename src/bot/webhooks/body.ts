/** A body as JSON, or as the fields of a form; an empty one has no fields. Undefined for what is neither. */
export function readBody(contentType: string | undefined, raw: string): { readonly is: unknown } | undefined {
  if (raw.trim() === '') return { is: {} }
  // Some senders call JSON a form, so the type decides only about what is no JSON.
  const json = parse(raw)
  if (json !== undefined) return json
  if (contentType?.startsWith('application/x-www-form-urlencoded') !== true) return undefined
  return { is: Object.fromEntries(new URLSearchParams(raw)) }
}

function parse(text: string): { readonly is: unknown } | undefined {
  try {
    return { is: JSON.parse(text) }
  } catch {
    return undefined
  }
}
