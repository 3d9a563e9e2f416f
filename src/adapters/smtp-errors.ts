import { z } from 'zod'
import { RemoteError } from '../runs/remote.ts'

const wireErrorSchema = z.object({
  code: z.string().optional(),
  responseCode: z.number().optional(),
  response: z.string().optional(),
})

type WireError = z.infer<typeof wireErrorSchema>

const CONNECTION: ReadonlySet<string> = new Set([
  'ECONNECTION',
  'ESOCKET',
  'EDNS',
  'ETLS',
  'EPROTOCOL',
  'EPROXY',
])
const SETTINGS: ReadonlySet<string> = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ECONFIG'])

/** Nodemailer's errors in the words of the port. Anything unknown is worth another try: the same id is the same message. */
export function toRemoteError(cause: unknown): RemoteError {
  const error = wireErrorSchema.safeParse(cause).data ?? {}
  const said = error.response === undefined ? {} : { said: withoutAddresses(error.response) }
  return new RemoteError('smtp', wordFor(error), { retry: isWorthAnotherTry(error), cause, ...said })
}

function wordFor({ code = '', responseCode }: WireError): string {
  if (SETTINGS.has(code)) return 'not_authenticated'
  if (responseCode !== undefined) return responseCode >= 500 ? 'refused' : 'deferred'
  if (code === 'ETIMEDOUT') return 'timeout'
  if (code === 'EENVELOPE') return 'bad_address'
  return CONNECTION.has(code) ? 'unreachable' : 'unknown'
}

/** A reply of the server decides by its class; without one only what we would send again unchanged is hopeless. */
function isWorthAnotherTry({ code = '', responseCode }: WireError): boolean {
  if (responseCode !== undefined) return responseCode < 500
  return !SETTINGS.has(code) && code !== 'EENVELOPE'
}

/** Servers repeat the address in their answer; a log has no use for it. */
function withoutAddresses(response: string): string {
  return response
    .replace(/[^\s<>"']+@[^\s<>"']+/g, '(address)')
    .replace(/\s+/g, ' ')
    .slice(0, 200)
}
