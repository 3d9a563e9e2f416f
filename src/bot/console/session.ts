import { createHmac, randomUUID } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import type { Clock } from '../../runs/ports.ts'

type Signing = { readonly secret: string; readonly clock: Pick<Clock, 'now'> }

/** Who sits at the browser, and the value that each of their forms must carry. */
export type Session = { readonly person: string; readonly csrf: string }

const LINK_MS = 10 * 60_000
export const SESSION_MS = 12 * 3_600_000

export type Sessions = {
  issue(person: string): Promise<string>
  /** Undefined for anything that isn't a session signed here and still valid. */
  read(token: string | undefined): Promise<Session | undefined>
}

export function createSessions({ secret, clock }: Signing): Sessions {
  const tokens = createTokens({ secret, clock }, 'vigie:console:session', SESSION_MS)
  return {
    issue: (person) => tokens.sign(person),
    read: async (token) => {
      const claims = await tokens.verify(token)
      return claims === undefined ? undefined : { person: claims.person, csrf: claims.id }
    },
  }
}

export type LinkSigner = {
  /** A path with a token that lets this person in; good for 10 minutes. */
  linkFor(person: string): Promise<string>
  /** Whom a token would let in; undefined when it is forged, too old or used. */
  read(token: string): Promise<string | undefined>
  /** As `read`, and uses it up. Each process remembers on its own: a second replica would take it once more. */
  redeem(token: string): Promise<string | undefined>
}

export function createLinkSigner({ secret, clock }: Signing): LinkSigner {
  const tokens = createTokens({ secret, clock }, 'vigie:console:link', LINK_MS)
  const used = new Map<string, number>()
  const unused = async (token: string) => {
    const claims = await tokens.verify(token)
    return claims === undefined || used.has(claims.id) ? undefined : claims
  }
  return {
    linkFor: async (person) => `/console/enter?token=${await tokens.sign(person)}`,
    read: async (token) => (await unused(token))?.person,
    redeem: async (token) => {
      const claims = await unused(token)
      if (claims === undefined) return undefined
      forgetOld(used, clock.now())
      used.set(claims.id, clock.now() + LINK_MS)
      return claims.person
    },
  }
}

function forgetOld(used: Map<string, number>, now: number): void {
  for (const [id, until] of used) if (until <= now) used.delete(id)
}

type Claims = { readonly person: string; readonly id: string }

/** One purpose, one audience, one key: a link's token is never a session. */
function createTokens({ secret, clock }: Signing, audience: string, lifeMs: number) {
  const key = createHmac('sha256', secret).update(audience).digest()
  return {
    sign: (person: string): Promise<string> => {
      const now = Math.floor(clock.now() / 1000)
      return new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(audience)
        .setSubject(person)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + lifeMs / 1000)
        .sign(key)
    },
    verify: async (token: string | undefined): Promise<Claims | undefined> => {
      if (token === undefined) return undefined
      const options = { audience, algorithms: ['HS256'], requiredClaims: ['sub', 'jti', 'exp'] }
      const currentDate = new Date(clock.now())
      const verified = await jwtVerify(token, key, { ...options, currentDate }).catch(() => undefined)
      const { sub, jti } = verified?.payload ?? {}
      return sub === undefined || jti === undefined ? undefined : { person: sub, id: jti }
    },
  }
}
