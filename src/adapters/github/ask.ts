import type { z } from 'zod'
import type { Clock } from '../../runs/ports.ts'
import { failure, toRemoteError } from './errors.ts'

export type Answer<T> = {
  readonly data: T
  /** There is a page after this one. */
  readonly more: boolean
}

/**
 * One call about the repository; `{owner}` and `{repo}` of the route are filled in.
 * The answer is parsed with `schema`. Throws `RemoteError`.
 */
export type Ask = <T>(
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
) => Promise<Answer<T>>

/** The least that this needs of octokit. */
export type Request = (
  route: string,
  parameters: Record<string, unknown>,
) => Promise<{ data: unknown; headers: { link?: string } }>

export type AskDeps = {
  readonly request: () => Promise<Request>
  readonly owner: string
  readonly repo: string
  readonly clock: Pick<Clock, 'now'>
}

export function createAsk({ request, owner, repo, clock }: AskDeps): Ask {
  return async (route, parameters, schema) => {
    const answer = await send(route, parameters)
    const parsed = schema.safeParse(answer.data)
    if (parsed.success) return { data: parsed.data, more: /rel="?next"?/.test(answer.headers.link ?? '') }
    const where = parsed.error.issues[0]?.path.join('.') ?? ''
    throw failure('unreadable', { retry: true, said: `${route} at '${where}'` })
  }

  async function send(route: string, parameters: Readonly<Record<string, unknown>>) {
    try {
      const call = await request()
      return await call(route, { owner, repo, headers: VERSION, ...parameters })
    } catch (cause) {
      throw toRemoteError(cause, clock.now())
    }
  }
}

const VERSION = { 'x-github-api-version': '2022-11-28' }
