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

/** Made once: zod compiles each object schema at its first use, which costs more than the use. */
const envelopeSchema = z.object({ success: z.literal(true), data: z.unknown().optional() })

/** Void operations answer without `data`. */
export const nothing = z.undefined().optional()

export function createAsk({ wire, session, lane }: AskDeps): Ask {
  return async (route, body, schema) => {
    const answer = await lane(() => send(route, body))
    if (answer.status !== 200) throw toSyncError(answer)
    const json = parseJson(answer.text)
    // Not Docmost but something in front of it, and it may be gone in a moment.
    if (json === undefined) throw failure('unreadable', { retry: true, said: `${route} is not JSON` })
    const envelope = envelopeSchema.safeParse(json)
    if (!envelope.success) throw unreadable(route, envelope.error.issues[0]?.path ?? [])
    const data = schema.safeParse(envelope.data.data)
    if (data.success) return data.data
    throw unreadable(route, ['data', ...(data.error.issues[0]?.path ?? [])])
  }

  /** An ended session looks as every other 401: one new login, one more try. */
  async function send(route: string, body: Readonly<Record<string, unknown>>): Promise<WireAnswer> {
    const token = await session.token()
    const answer = await wire.post(route, body, token)
    if (answer.status !== 401 || !session.renew(token)) return answer
    return wire.post(route, body, await session.token())
  }
}

function unreadable(route: string, path: readonly PropertyKey[]) {
  return failure('unreadable', { retry: false, said: `${route} at '${path.map(String).join('.')}'` })
}
