import { z } from 'zod'

export type PersonOfBaserow = {
  /** With webhook events and under a person's name: what Vigie writes itself has neither. */
  create(table: number, values: Readonly<Record<string, unknown>>): Promise<void>
}

const tokenSchema = z.object({ access_token: z.string() })

/** Somebody at the tables of the demo. Signs in anew for each row: it lasts ten minutes, and rows are few. */
export function createPersonOfBaserow({
  url,
  ...account
}: {
  readonly url: string
  readonly email: string
  readonly password: string
}): PersonOfBaserow {
  async function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!answer.ok) throw new Error(`Baserow answered ${answer.status} to ${path}`)
    return answer.json()
  }

  return {
    async create(table, values) {
      const { access_token } = tokenSchema.parse(await post('/api/user/token-auth/', account))
      const path = `/api/database/rows/table/${table}/?user_field_names=true`
      await post(path, values, { authorization: `JWT ${access_token}` })
    },
  }
}

const TIMEOUT_MS = 10_000
