/** When it was, milliseconds since 1970, of a mark that says it in milliseconds or in ISO 8601. */
export function readInstant(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}
