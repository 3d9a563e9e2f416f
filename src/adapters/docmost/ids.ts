import { failure } from './errors.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The id itself. Several routes answer 500 to a slug id, as to trouble that might pass. */
export function uuid(id: string): string {
  if (UUID.test(id)) return id
  throw failure('invalid', { retry: false, said: `'${id.slice(0, 40)}' is not a UUID` })
}

/** PostgreSQL stores no NUL, and Docmost answers 500 to one. */
export function withoutNul(text: string): string {
  return text.replaceAll('\0', '')
}
