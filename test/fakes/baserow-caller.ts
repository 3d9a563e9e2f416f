import type { BaserowFake } from './baserow.ts'

export type Called = { readonly status: number; readonly body: unknown }

/** Calls of the interface as anybody may write them, below `/api`. */
export function createCaller(fake: BaserowFake) {
  async function call(
    method: string,
    path: string,
    body?: unknown,
    authorization = `Token ${fake.token}`,
  ): Promise<Called> {
    const response = await fetch(`${fake.url}/api${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }

  /** The header of a new session. */
  async function signIn(): Promise<string> {
    const { body } = await call('POST', '/user/token-auth/', fake.account)
    const token = typeof body === 'object' && body !== null && 'access_token' in body ? body.access_token : ''
    return `JWT ${String(token)}`
  }

  return {
    call,
    signIn,
    /** A webhook of a table; its id. */
    async hook(table: string, url: string, over: Readonly<Record<string, unknown>> = {}): Promise<number> {
      const wanted = {
        name: 'hook',
        url,
        include_all_events: false,
        events: ['rows.created', 'rows.updated', 'rows.deleted'],
        headers: { Authorization: 'Bearer hook-secret' },
        ...over,
      }
      const path = `/database/webhooks/table/${fake.table(table)}/`
      const { status, body } = await call('POST', path, wanted, await signIn())
      if (status !== 200 || typeof body !== 'object' || body === null || !('id' in body))
        throw new Error(JSON.stringify(body))
      return Number(body.id)
    },
  }
}

export type Caller = ReturnType<typeof createCaller>
