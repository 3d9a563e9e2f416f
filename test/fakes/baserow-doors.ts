import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Refusal } from './baserow-refusal.ts'
import type { Door } from './baserow-routes.ts'
import type { Person } from './baserow-schema.ts'

export type DoorOptions = {
  readonly now: () => number
  /** The owner of the database token. */
  readonly bot: Person
  readonly builder: Person
  readonly token: string
  readonly account: { readonly email: string; readonly password: string }
}

const ACCESS_MS = 10 * 60_000
const REFRESH_MS = 7 * 24 * 60 * 60_000
const credentials = z.object({ email: z.string(), password: z.string() })
const refreshing = z.object({ refresh_token: z.string() })

/** Who may come in: a database token, or a session of the builder. */
export function createDoors({ now, bot, builder, token, account }: DoorOptions) {
  const access = new Map<string, number>()
  const refresh = new Map<string, number>()
  let current = token

  const give = (to: Map<string, number>, ms: number) => {
    const made = `eyJ-${randomUUID()}`
    to.set(made, now() + ms)
    return made
  }
  const holds = (in_: ReadonlyMap<string, number>, key: string) => (in_.get(key) ?? 0) > now()

  function byToken(key: string, door: Door): Person {
    if (key === current) return bot
    // Where only a token will do, a bad one is told otherwise.
    const status = door === 'token' ? 403 : 401
    throw new Refusal(status, 'ERROR_TOKEN_DOES_NOT_EXIST', "The provided token doesn't exist.")
  }

  return {
    /** Who asks. Throws the refusal. */
    enter(door: Door, authorization: string | undefined): Person | null {
      if (door === 'anybody') return null
      const [scheme = '', key = ''] = (authorization ?? '').split(' ')
      if (scheme === 'Token' && door !== 'person') return byToken(key, door)
      if (scheme === 'JWT' && door === 'token')
        throw new Refusal(403, undefined, 'Authentication credentials were not provided.')
      if (scheme !== 'JWT') throw new Refusal(401, undefined, 'Authentication credentials were not provided.')
      if (holds(access, key)) return builder
      throw new Refusal(401, 'ERROR_INVALID_ACCESS_TOKEN', 'Access token is expired or invalid.')
    },
    signIn(body: unknown) {
      const given = credentials.safeParse(body).data
      if (given?.email !== account.email || given.password !== account.password)
        throw new Refusal(401, undefined, 'No active account found with the given credentials.')
      const access_token = give(access, ACCESS_MS)
      const user = { id: builder.id, username: account.email, first_name: builder.name, language: 'en' }
      return { user, token: access_token, access_token, refresh_token: give(refresh, REFRESH_MS) }
    },
    refresh(body: unknown) {
      const given = refreshing.safeParse(body).data?.refresh_token ?? ''
      if (!holds(refresh, given))
        throw new Refusal(401, 'ERROR_INVALID_REFRESH_TOKEN', 'Refresh token is expired or invalid.')
      const access_token = give(access, ACCESS_MS)
      return { user: { id: builder.id }, token: access_token, access_token }
    },
    /** A new key; the old one opens nothing. */
    rotate(): string {
      current = `rotated-${randomUUID()}`
      return current
    },
    /** Every session ends, as after a change of the password. */
    signOut(): void {
      access.clear()
      refresh.clear()
    },
  }
}

export type Doors = ReturnType<typeof createDoors>
