import { connect } from 'node:net'
import { z } from 'zod'
import { invalid, Refusal } from './baserow-refusal.ts'
import type { Store } from './baserow-store.ts'

/** A webhook as Baserow keeps it. */
export type StoredHook = {
  readonly id: number
  readonly table: number
  name: string
  url: string
  method: string
  headers: Readonly<Record<string, string>>
  names: boolean
  everything: boolean
  events: readonly string[]
  limits: readonly { readonly event_type: string; readonly fields: readonly number[] }[]
  active: boolean
  failed: number
  calls: readonly LoggedCall[]
}

export type LoggedCall = {
  readonly id: number
  readonly event_id: string
  readonly batch_id: number | null
  readonly event_type: string
  readonly called_time: string
  readonly called_url: string
  readonly request: string
  readonly response: string | null
  readonly response_status: number | null
  readonly error: string
}

export const EVENT_TYPES = [
  'rows.created',
  'rows.updated',
  'rows.deleted',
  'field.created',
  'field.updated',
  'field.deleted',
  'view.created',
  'view.updated',
  'view.deleted',
  'view.rows_entered',
] as const

const MOST = 20
const KNOCK_MS = 10_000

const limit = z.strictObject({ event_type: z.enum(EVENT_TYPES), fields: z.array(z.int()).default([]) })
const shape = {
  url: z.string().max(2000),
  name: z.string().min(1).max(255),
  request_method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  use_user_field_names: z.boolean().optional(),
  include_all_events: z.boolean().optional(),
  events: z.array(z.enum(EVENT_TYPES)).optional(),
  event_config: z.array(limit).optional(),
  headers: z.record(z.string(), z.string()).optional(),
}
const bodySchema = z.strictObject(shape)
const changeSchema = bodySchema.partial().extend({ active: z.boolean().optional() })

export type HookBook = ReturnType<typeof createHookBook>

/** Creates, lists and changes webhooks as the management API does. */
export function createHookBook(store: Store) {
  const hooks = new Map<number, StoredHook>()
  let nextId = 5

  function get(id: number): StoredHook {
    const hook = hooks.get(id)
    if (hook === undefined)
      throw new Refusal(404, 'ERROR_TABLE_WEBHOOK_DOES_NOT_EXIST', 'The requested webhook does not exist.')
    return hook
  }

  function judge(table: number, wanted: z.infer<typeof changeSchema>): void {
    const bad = Object.keys(wanted.headers ?? {}).find((name) => !/^[\w!#$%&'*+.^`|~-]+$/.test(name))
    if (bad !== undefined)
      throw invalid({ headers: [{ error: `Invalid header ${bad}`, code: 'invalid_http_header_name' }] })
    const known = store.table(table).fields.map(({ id }) => id)
    const limited = wanted.event_config ?? []
    const foreign = limited.flatMap(({ fields }) => fields).find((id) => !known.includes(id))
    if (foreign !== undefined)
      throw new Refusal(
        400,
        'ERROR_TABLE_WEBHOOK_EVENT_CONFIG_FIELD_NOT_IN_TABLE',
        `The event field id ${foreign} does not belong to the table.`,
      )
  }

  return {
    get,
    of(table: number): readonly StoredHook[] {
      const { id } = store.table(table)
      return [...hooks.values()].filter((hook) => hook.table === id)
    },
    active: () => [...hooks.values()].filter(({ active }) => active),
    async create(table: number, body: unknown): Promise<StoredHook> {
      store.table(table)
      const wanted = parse(bodySchema, body)
      if ([...hooks.values()].filter((hook) => hook.table === table).length >= MOST)
        throw new Refusal(400, 'ERROR_TABLE_WEBHOOK_MAX_LIMIT_EXCEEDED', 'Too many webhooks of this table.')
      judge(table, wanted)
      await knock(wanted.url)
      const { url, name } = wanted
      const hook = { ...DEFAULTS, ...settingsOf(wanted), id: nextId++, table, url, name }
      // Only when it is sent as true are the events left out: without it both are set.
      const stored = wanted.include_all_events === true ? { ...hook, events: [], limits: [] } : hook
      hooks.set(hook.id, stored)
      return stored
    },
    async change(id: number, body: unknown): Promise<StoredHook> {
      const hook = get(id)
      const wanted = parse(changeSchema, body)
      judge(hook.table, wanted)
      if (wanted.url !== undefined && wanted.url !== hook.url) await knock(wanted.url)
      if (wanted.active === true && !hook.active) hook.failed = 0
      return Object.assign(hook, settingsOf(wanted))
    },
    remove(id: number): void {
      get(id).active = false
      hooks.delete(id)
    },
  }
}

const DEFAULTS = {
  method: 'POST',
  headers: {},
  names: true,
  everything: true,
  events: [],
  limits: [],
  active: true,
  failed: 0,
  calls: [],
}

/** Only what was sent. */
function settingsOf(wanted: z.infer<typeof changeSchema>): Partial<StoredHook> {
  const { name, url, headers, events, active } = wanted
  const settings = {
    name,
    url,
    headers,
    events,
    active,
    method: wanted.request_method,
    names: wanted.use_user_field_names,
    everything: wanted.include_all_events,
    limits: wanted.event_config,
  }
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

/** As the management API answers. */
export function describeHook(hook: StoredHook) {
  return {
    id: hook.id,
    events: hook.events,
    event_config: hook.limits,
    headers: hook.headers,
    calls: hook.calls.map(({ batch_id: _batch, ...call }) => call),
    created_on: '2026-11-23T09:00:00.000000Z',
    updated_on: '2026-11-23T09:00:00.000000Z',
    use_user_field_names: hook.names,
    url: hook.url,
    request_method: hook.method,
    name: hook.name,
    include_all_events: hook.everything,
    failed_triggers: hook.failed,
    active: hook.active,
  }
}

export function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message, code }) => {
    const key = String(path[0] ?? 'non_field_errors')
    return [key, [{ error: message, code: code === 'too_big' ? 'max_length' : 'invalid' }]] as const
  })
  throw invalid(Object.fromEntries(faults))
}

/** Baserow opens a connection to the address before it takes it. */
async function knock(url: string): Promise<void> {
  const reached = await new Promise<boolean>((resolve) => {
    if (!URL.canParse(url)) return resolve(false)
    const { hostname, port, protocol } = new URL(url)
    const socket = connect({
      host: hostname,
      port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    })
    const end = (ok: boolean) => {
      socket.destroy()
      resolve(ok)
    }
    socket.setTimeout(KNOCK_MS, () => end(false))
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
  if (!reached) throw invalid({ url: [{ error: 'Enter a valid URL.', code: 'invalid_url' }] })
}
