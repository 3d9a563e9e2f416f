import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { bearerIn } from './bearer.ts'

/** One secret, or two during rotation. Each is tried, so that the time tells nothing about which came near. */
export type WebhookSecrets = {
  /** `Authorization: Bearer <secret>`. */
  areBorne(authorization: string | undefined): boolean
  /** `sha256=<hex HMAC of the raw body>`. */
  signed(signature: string | undefined, raw: Buffer): boolean
}

const SIGNATURE = /^sha256=([0-9a-f]{64})$/i

/** Whether a header may be a signature at all: what can't be one is refused before a body is read for it. */
export function isSignature(header: string | undefined): header is string {
  return header !== undefined && SIGNATURE.test(header)
}

export function createWebhookSecrets(secrets: readonly string[]): WebhookSecrets {
  const digests = secrets.map(digest)
  return {
    areBorne(authorization) {
      const given = bearerIn(authorization)
      return given !== undefined && isOneOf(digests, digest(given))
    },
    signed(signature, raw) {
      const hex = SIGNATURE.exec(signature ?? '')?.[1]
      if (hex === undefined) return false
      const expected = secrets.map((secret) => createHmac('sha256', secret).update(raw).digest())
      return isOneOf(expected, Buffer.from(hex, 'hex'))
    },
  }
}

function isOneOf(expected: readonly Buffer[], given: Buffer): boolean {
  return expected.map((one) => timingSafeEqual(one, given)).includes(true)
}

/** Equal lengths, which the comparison needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
