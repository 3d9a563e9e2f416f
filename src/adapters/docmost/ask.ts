import { z } from 'zod'
import { failure, parseJson, toSyncError } from './errors.ts'
import type { Lane } from './lane.ts'
import type { Session } from './session.ts'
import type { Wire, WireAnswer } from './wire.ts'

/** One call as the bot's user; `data` of the answer, parsed with `schema`. Throws `SyncError`. */
export type Ask = <T>(
  route: string,
  body: Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
) => Promise<T>

export type AskDeps = { readonly wire: Wire; readonly session: Session; readonly lane: Lane }

/** Void operations answer without `data`. */
export const nothing = z.undefined().optional()

export function createAsk({ wire, session, lane }: AskDeps): Ask {
  return async (route, body, schema) => {
    const answer = await lane(() => send(route, body))
    if (answer.status !== 200) throw toSyncError(answer)
    const json = parseJson(answer.text)
    // Not Docmost but something in front of it, and it may be gone in a moment.
    if (json === undefined) throw failure('unreadable', { retry: true, said: `${route} is not JSON` })
    const parsed = z.object({ success: z.literal(true), data: schema }).safeParse(json)
    if (parsed.success) return parsed.data.data
    const where = parsed.error.issues[0]?.path.join('.') ?? ''
    throw failure('unreadable', { retry: false, said: `${route} at '${where}'` })
  }

  /** An ended session looks as every other 401: one new login, one more try. */
  async function send(route: string, body: Readonly<Record<string, unknown>>): Promise<WireAnswer> {
    const token = await session.token()
    const answer = await wire.post(route, body, token)
    if (answer.status !== 401 || !session.renew(token)) return answer
    return wire.post(route, body, await session.token())
  }
}
