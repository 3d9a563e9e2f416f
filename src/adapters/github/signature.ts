/** No account can have this address (RFC 2606), so the commits are nobody else's. */
const VIGIE = { name: 'Vigie', email: 'vigie@noreply.invalid' }

/** Who writes, without the date. */
export const author: { readonly name: string; readonly email: string } = VIGIE

/** Who writes, and when (milliseconds since 1970): the same for a repeat, so git makes the same object of it. */
export function signedAt(at: number) {
  return { ...VIGIE, date: isoSeconds(at) }
}

/** Git keeps whole seconds. */
export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}
