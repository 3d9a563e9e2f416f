import { z } from 'zod'
import { call } from './baserow-call.ts'
import type { Doors } from './baserow-doors.ts'
import { testPayload } from './baserow-events.ts'
import { describeHook, EVENT_TYPES, type HookBook, parse } from './baserow-hooks.ts'
import { listRows } from './baserow-list.ts'
import type { Answer } from './baserow-refusal.ts'
import type { FoundRoute } from './baserow-routes.ts'
import { DATABASE, describeField, type Person } from './baserow-schema.ts'
import type { Store, Writing } from './baserow-store.ts'
import { keyed, type Snapshot, type World } from './baserow-values.ts'
import { pythonJson } from './python-json.ts'

export type Asked = {
  readonly route: FoundRoute
  readonly url: URL
  readonly body: unknown
  readonly by: Person | null
}

const MOST = 'Ensure this field has no more than 200 elements.'
const values = z.record(z.string(), z.unknown())
const many = z.object({ items: z.array(values).min(1).max(200, MOST) })
const withIds = z.object({
  items: z
    .array(z.looseObject({ id: z.int() }).transform(({ id, ...rest }) => ({ id, values: rest })))
    .min(1)
    .max(200, MOST),
})
const ids = z.object({ items: z.array(z.int()).min(1).max(200, MOST) })
const testCall = z.strictObject({
  url: z.string(),
  event_type: z.enum(EVENT_TYPES),
  request_method: z.string().default('POST'),
  headers: z.record(z.string(), z.string()).default({}),
  use_user_field_names: z.boolean().default(true),
})
const TRUE = ['y', 'yes', 'true', 't', 'on', '1', '']
const EMPTY: Answer = { status: 204 }

/** What Baserow answers on each route, when all is well. Throws `Refusal` when it isn't. */
export function createAnswers(world: World, store: Store, hooks: HookBook, doors: Doors) {
  return async ({ route, url, body, by }: Asked): Promise<Answer> => {
    const [first = 0, second = 0] = route.ids
    const how = writingOf(url, by)
    const before = numberOf(url, 'before')
    const one = (rows: readonly Snapshot[]) => ok(rows.map((row) => keyed(row, how.names))[0])
    const all = (rows: readonly Snapshot[]) => ok({ items: rows.map((row) => keyed(row, how.names)) })

    switch (route.name) {
      case 'GET rows':
        return ok(listRows(store, first, url, how.names))
      case 'POST rows':
        return one(store.insert(first, [parse(values, body)], how, before))
      case 'GET row':
        return one([store.one(first, second)])
      case 'PATCH row':
        return one(store.update(first, [{ id: second, values: parse(values, body) }], how))
      case 'DELETE row':
        store.remove(first, [second], how)
        return EMPTY
      case 'PATCH move':
        return one(store.move(first, second, numberOf(url, 'before_id'), how))
      case 'POST batch':
        return all(store.insert(first, parse(many, body).items, how, before))
      case 'PATCH batch':
        return all(store.update(first, parse(withIds, body).items, how))
      case 'POST batch-delete':
        store.remove(first, parse(ids, body).items, how)
        return EMPTY
      case 'GET fields':
        return ok(store.table(first).fields.map(describeField))
      case 'GET all-tables':
        return ok(
          [...world.values()].map(({ id, name, order }) => ({ id, name, order, database_id: DATABASE })),
        )
      case 'GET check':
        return ok({ token: 'OK' })
      case 'POST token-auth':
        return ok(doors.signIn(body))
      case 'POST token-refresh':
        return ok(doors.refresh(body))
      case 'GET webhooks':
        return ok(hooks.of(first).map(describeHook))
      case 'POST webhooks':
        return ok(describeHook(await hooks.create(first, body)))
      case 'POST test-call':
        return ok(await callForTest(store, first, body))
      case 'GET webhook':
        return ok(describeHook(hooks.get(first)))
      case 'PATCH webhook':
        return ok(describeHook(await hooks.change(first, body)))
      case 'DELETE webhook':
        hooks.remove(first)
        return EMPTY
    }
  }
}

async function callForTest(store: Store, table: number, body: unknown) {
  const asked = parse(testCall, body)
  const { fields } = store.table(table)
  const payload = testPayload(table, fields, asked.event_type, asked.use_user_field_names)
  const text = pythonJson(payload)
  const outcome = await call({
    url: asked.url,
    method: asked.request_method,
    headers: {
      ...asked.headers,
      'Content-type': 'application/json',
      'X-Baserow-Event': asked.event_type,
      'X-Baserow-Delivery': payload.event_id,
    },
    body: text,
    timeoutMs: 5_000,
  })
  return {
    request: `${asked.request_method} ${asked.url}\n\n${text}`,
    response: outcome.body,
    status_code: outcome.status ?? null,
    is_unreachable: outcome.status === undefined,
  }
}

function writingOf(url: URL, by: Person | null): Writing {
  const names = url.searchParams.get('user_field_names')
  const events = url.searchParams.get('send_webhook_events')
  return {
    by,
    names: names !== null && TRUE.includes(names.toLowerCase()),
    events: events === null || TRUE.includes(events.toLowerCase()),
  }
}

function numberOf(url: URL, name: string): number | undefined {
  const value = url.searchParams.get(name)
  return value === null ? undefined : Number(value)
}

function ok(body: unknown): Answer {
  return { status: 200, body }
}
