import type { Entry } from '../../engine/run.ts'

/** When it happened: the time that the person gave, or else when it was said. Milliseconds since 1970. */
export function momentOf(entry: Pick<Entry, 'at' | 'fields'>): number {
  const given = entry.fields['at']
  return typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : entry.at
}
