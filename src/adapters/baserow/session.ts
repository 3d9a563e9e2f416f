import { z } from 'zod'
import { type Answer, read } from './errors.ts'
import type { Call, Send } from './wire.ts'

export type Account = { readonly email: string; readonly password: string }

/** Without `authorization`: the session knows it. */
export type SignedCall = Omit<Call, 'authorization'>

/** Tokens of a session: a call needs the first, which lasts ten minutes; the second gets another one for a week. */
type Tokens = z.infer<typeof tokensSchema>

const tokensSchema = z.object({ access_token: z.string(), refresh_token: z.string() })
const refreshedSchema = tokensSchema.pick({ access_token: true })
const UNAUTHORIZED = 401

/**
 * Calls with a person's account. It signs in with the first call. Whether a token still holds is the server's to say:
 * after a 401 it is refreshed, or the account signs in once more, and the call is made again once.
 */
export function createSession(
  send: Send,
  { email, password }: Account,
): (call: SignedCall) => Promise<Answer> {
  let held: Promise<Tokens> | undefined

  return async (call) => {
    const first = held ?? hold(signIn())
    const answer = await sendWith(await first, call)
    return answer.status === UNAUTHORIZED ? sendWith(await another(first), call) : answer
  }

  function sendWith({ access_token, refresh_token }: Tokens, call: SignedCall): Promise<Answer> {
    const secrets = [...call.secrets, access_token, refresh_token]
    return send({ ...call, authorization: `JWT ${access_token}`, secrets })
  }

  /** Calls at the same time share one sign-in; a failed one is forgotten. */
  function hold(next: Promise<Tokens>): Promise<Tokens> {
    held = next
    next.catch(() => {
      if (held === next) held = undefined
    })
    return next
  }

  function another(stale: Promise<Tokens>): Promise<Tokens> {
    return held === undefined || held === stale ? hold(stale.then(refresh)) : held
  }

  async function refresh({ refresh_token }: Tokens): Promise<Tokens> {
    const answer = await send({
      method: 'POST',
      path: '/api/user/token-refresh/',
      body: { refresh_token },
      secrets: [refresh_token],
    })
    if (answer.status >= 400 && answer.status < 500) return signIn()
    return { refresh_token, ...read(answer, refreshedSchema) }
  }

  async function signIn(): Promise<Tokens> {
    const path = '/api/user/token-auth/'
    const answer = await send({ method: 'POST', path, body: { email, password }, secrets: [password] })
    return read(answer, tokensSchema)
  }
}
