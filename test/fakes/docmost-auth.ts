import type { IncomingHttpHeaders } from 'node:http'
import { bare, business } from './docmost-refusals.ts'
import type { FakeUser, World } from './docmost-world.ts'

export type Auth = {
  /** The user of the cookie or the bearer; throws the one 401 that there is. */
  userOf(headers: IncomingHttpHeaders): FakeUser
  /** Headers of the answer. Throws when it is refused, or one too many. */
  logIn(headers: IncomingHttpHeaders, body: Readonly<Record<string, unknown>>): Record<string, string>
  logOut(headers: IncomingHttpHeaders): Record<string, string>
  /** Of everybody, or of one. */
  revoke(userId?: string): void
}

const THROTTLE = { most: 10, windowMs: 60_000 }
const LIFETIME_MS = 30 * 86_400_000

/** Sessions live in the server and end there; good and bad logins count alike, by address. */
export function createAuth(world: World): Auth {
  const sessions = new Map<string, string>()
  const windows = new Map<string, { count: number; readonly endsAt: number }>()

  /** Throws at the eleventh within a minute; the headers of the answer otherwise. */
  function throttle(headers: IncomingHttpHeaders): Record<string, string> {
    const address = String(headers['x-forwarded-for'] ?? '127.0.0.1')
    const known = windows.get(address)
    const window =
      known !== undefined && world.now() < known.endsAt
        ? known
        : { count: 0, endsAt: world.now() + THROTTLE.windowMs }
    windows.set(address, window)
    window.count += 1
    const seconds = String(Math.ceil((window.endsAt - world.now()) / 1000))
    if (window.count > THROTTLE.most) throw bare(429, 'Too many requests', { 'retry-after-auth': seconds })
    return {
      'x-ratelimit-limit-auth': String(THROTTLE.most),
      'x-ratelimit-remaining-auth': String(THROTTLE.most - window.count),
      'x-ratelimit-reset-auth': seconds,
    }
  }

  return {
    userOf(headers) {
      const id = sessions.get(tokenOf(headers) ?? '')
      if (id === undefined) throw bare(401, 'Unauthorized')
      return world.user(id)
    },
    logIn(headers, { email, password }) {
      const limits = throttle(headers)
      const user = world.users.find((one) => one.email === email && one.password === password)
      if (user === undefined) throw business(401, 'Email or password does not match')
      const token = world.ids.token()
      sessions.set(token, user.id)
      const expires = new Date(world.now() + LIFETIME_MS).toUTCString()
      const cookie = `authToken=${token}; Path=/; Expires=${expires}; HttpOnly; SameSite=Lax`
      return { ...limits, 'set-cookie': cookie }
    },
    logOut(headers) {
      sessions.delete(tokenOf(headers) ?? '')
      return { 'set-cookie': 'authToken=; Max-Age=0; Path=/; SameSite=Lax' }
    },
    revoke(userId) {
      for (const [token, id] of sessions) if (userId === undefined || id === userId) sessions.delete(token)
    },
  }
}

/** The cookie wins. */
function tokenOf({ cookie, authorization }: IncomingHttpHeaders): string | undefined {
  const fromCookie = /(?:^|;\s*)authToken=([^;]*)/.exec(cookie ?? '')?.[1]
  return fromCookie ?? /^Bearer (.+)$/i.exec(authorization ?? '')?.[1]
}
