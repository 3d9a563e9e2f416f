import { randomUUID } from 'node:crypto'
import { expect, vi } from 'vitest'
import { z } from 'zod'
import { pythonJson } from '../fakes/python-json.ts'
import { soon } from './beside.ts'
import { SLACK } from './house.ts'
import type { SyncHouse } from './sync-house.ts'

const answerSchema = z.object({ text: z.string() })

/** What somebody is answered to a command: `sync(house, 'status')`. */
export async function sync(
  house: SyncHouse,
  text = 'status',
  { by = SLACK.corentin, command = '/sync' }: { readonly by?: string; readonly command?: string } = {},
): Promise<string> {
  const acked = await house.people.command(by, command, text)
  return soon(() => answerSchema.parse(acked.responses()[0] ?? acked.body).text)
}

/** Until nothing is under way any more: every webhook is delivered, and what followed of it is done. */
export async function inStep(house: SyncHouse): Promise<void> {
  await house.baserow.settled()
  await soon(async () => expect(await sync(house, 'status')).toContain('In step - nothing waits'))
}

/** As `soon`, while minutes go by. */
export function asMinutesPass<T>(house: SyncHouse, check: () => T | Promise<T>, ms = 16_000): Promise<T> {
  return vi.waitFor(
    async () => {
      try {
        return await check()
      } catch (error) {
        house.clock.jump(ms)
        throw error
      }
    },
    { timeout: 20_000, interval: 100 },
  )
}

/** What Baserow says of a row as it stands, as a new event: the bytes of a webhook of its table. */
export function eventOf(
  house: SyncHouse,
  table: string,
  row: number,
  { type = 'rows.created', values = {} }: { readonly type?: string; readonly values?: object } = {},
): { readonly event: string; readonly bytes: string } {
  const event = randomUUID()
  const found = house.baserow.rows(table).find((one) => one['id'] === row)
  const item = { ...found, ...values }
  const rows = type === 'rows.updated' ? { items: [item], old_items: [found] } : { items: [item] }
  const head = { table_id: house.baserow.table(table), database_id: 7, workspace_id: 3, webhook_id: 5 }
  return { event, bytes: pythonJson({ ...head, event_id: event, event_type: type, ...rows }) }
}

/** Sends bytes as a webhook of the table; with the secret unless other headers are given. */
export async function post(
  house: SyncHouse,
  bytes: string,
  headers: Readonly<Record<string, string>> = { authorization: `Bearer ${house.secrets[0]}` },
  table = 'projet',
): Promise<{ readonly status: number; readonly body: unknown }> {
  const answer = await fetch(`${house.origin}/api/webhooks/baserow/${table}-changed`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: bytes,
  })
  return { status: answer.status, body: await answer.json() }
}

/** The pages that Vigie made, the oldest first. */
export function pagesByBot(house: SyncHouse) {
  return house.docmost.pages().filter(({ createdBy }) => createdBy.startsWith('vigie@'))
}

/** The page of a row, by the id in the row; waits until it has one. */
export function pageOf(house: SyncHouse, table: string, row: number) {
  return soon(() => {
    const found = house.baserow.rows(table).find(({ id }) => id === row)
    const id = z.uuid().parse(found?.['docmost_page_id'])
    return house.docmost.page(id)
  })
}

/** The id of the latest event that Baserow told of a table. */
export function lastEvent(house: SyncHouse, table: string): string {
  const named = house.baserow.deliveries.findLast(({ url }) => url.endsWith(`/${table}-changed`))
  if (named === undefined) throw new Error(`Baserow told nothing of ${table}`)
  return named.eventId
}

/** How often each system was asked to change something. */
export function writes(house: SyncHouse): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  const made = [
    ...house.docmost.routes.filter((route) => /^pages\/(create|update|delete)$/.test(route)),
    ...house.baserow.routes.filter((route) => / rows?$/.test(route) && !route.startsWith('GET')),
  ]
  for (const route of made) counts[route] = (counts[route] ?? 0) + 1
  return counts
}
