import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'

export type Parsed = { readonly kind: 'payload'; readonly body: Record<string, unknown> }

const bodySchema = z.record(z.string(), z.unknown())

/** Slack's three encodings: JSON events, form fields, and form fields with one JSON `payload`. Undefined for none of them. */
export function parseBody(
  contentType: string | undefined,
  raw: string,
): Parsed | { readonly kind: 'ssl_check' } | undefined {
  if (contentType?.startsWith('application/x-www-form-urlencoded') !== true) return payload(raw)
  const fields = Object.fromEntries(new URLSearchParams(raw))
  if (fields['ssl_check'] === '1') return { kind: 'ssl_check' }
  return fields['payload'] === undefined ? { kind: 'payload', body: fields } : payload(fields['payload'])
}

/** The one value of a header; undefined when it is missing. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

function payload(json: string): Parsed | undefined {
  try {
    const body = bodySchema.safeParse(JSON.parse(json)).data
    return body === undefined ? undefined : { kind: 'payload', body }
  } catch {
    return undefined
  }
}
