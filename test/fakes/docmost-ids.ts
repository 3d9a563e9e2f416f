import { createHash } from 'node:crypto'

/** Ids as Docmost makes them, the same in every run: of one millisecond they are in no order. */
export type Ids = {
  /** UUIDv7. */
  uuid(ms: number): string
  /** Ten letters and digits. */
  slug(): string
  token(): string
}

export function createIds(): Ids {
  let made = 0
  const digest = () => {
    made += 1
    return createHash('sha256').update(`docmost ${made}`).digest()
  }
  return {
    uuid(ms) {
      const time = ms.toString(16).padStart(12, '0')
      const chance = digest().toString('hex')
      const variant = '89ab'[digest().readUInt8(0) % 4]
      return [
        time.slice(0, 8),
        time.slice(8),
        `7${chance.slice(0, 3)}`,
        `${variant}${chance.slice(3, 6)}`,
        chance.slice(6, 18),
      ].join('-')
    },
    slug: () =>
      digest()
        .toString('base64')
        .replace(/[^A-Za-z0-9]/g, '')
        .slice(0, 10),
    token: () => `header.${digest().toString('base64url')}.signature`,
  }
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value)
}
