import type { Notices } from '../../../src/sync/notices.ts'

export type Told = {
  readonly what: string
  readonly data: unknown
}

/** Keeps what people would be told: once for each key, except for the audit. */
export function createToldNotices() {
  const told: Told[] = []
  const keys = new Set<string>()
  const note =
    <T>(what: string, keyOf: (data: T) => string) =>
    async (data: T) => {
      const key = `${what} ${keyOf(data)}`
      if (keys.has(key)) return
      keys.add(key)
      told.push({ what, data })
    }
  const byKey = ({ key }: { readonly key: string }) => key
  const notices: Notices = {
    overCapacity: note('overCapacity', byKey),
    capacityBack: note('capacityBack', String),
    shared: note('shared', ({ share }) => share),
    unshared: note('unshared', String),
    looping: note('looping', byKey),
    away: note('away', String),
    back: note('back', String),
    failed: note('failed', byKey),
    orphaned: note('orphaned', byKey),
    hookTrouble: note('hookTrouble', String),
    hookMended: note('hookMended', String),
    letter: note('letter', byKey),
    audit: async (data) => void told.push({ what: 'audit', data }),
  }
  return { notices, told }
}
