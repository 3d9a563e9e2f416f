import type { Logger } from 'pino'
import { z } from 'zod'
import type { BaserowHooks, Hook, WantedHook } from '../../sync/ports.ts'
import { read } from './errors.ts'
import { type Account, createSession } from './session.ts'
import { createWire } from './wire.ts'

export type BaserowHooksOptions = Account & {
  /** `https://baserow.example.org` */
  readonly url: string
  readonly log: Pick<Logger, 'debug'>
}

/** A hook is created while Baserow knocks at its address, ten seconds at most. */
const TIMEOUT_MS = 30_000
const CONCURRENCY = 2

/** Stands in `events` of a hook that hears everything: not what anybody wanted. */
const EVERYTHING = ['*']

const hookSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    url: z.string(),
    request_method: z.string(),
    use_user_field_names: z.boolean(),
    active: z.boolean(),
    include_all_events: z.boolean(),
    events: z.array(z.string()),
    failed_triggers: z.int(),
    headers: z.record(z.string(), z.string()),
  })
  .transform(
    (hook): Hook => ({
      id: hook.id,
      name: hook.name,
      url: hook.url,
      method: hook.request_method,
      userFieldNames: hook.use_user_field_names,
      active: hook.active,
      events: hook.include_all_events ? EVERYTHING : hook.events,
      failures: hook.failed_triggers,
      headers: hook.headers,
    }),
  )

/** Webhooks, managed with the e-mail and the password of a person who may build the table and has no second factor. */
export function createBaserowHooks(options: BaserowHooksOptions): BaserowHooks & { close(): Promise<void> } {
  const { url, log } = options
  const wire = createWire({ url, log, concurrency: CONCURRENCY, timeoutMs: TIMEOUT_MS })
  const send = createSession(wire.send, options)

  return {
    async list(table) {
      const answer = await send({ method: 'GET', path: pathOf(`table/${table}`), secrets: [] })
      return read(answer, z.array(hookSchema))
    },
    async create(table, wanted) {
      const path = pathOf(`table/${table}`)
      const answer = await send({ method: 'POST', path, body: bodyOf(wanted), secrets: secretsOf(wanted) })
      return read(answer, hookSchema)
    },
    async repair(hook, wanted) {
      const body = { ...bodyOf(wanted), active: true }
      const answer = await send({
        method: 'PATCH',
        path: pathOf(`${hook}`),
        body,
        secrets: secretsOf(wanted),
      })
      return read(answer, hookSchema)
    },
    close: wire.close,
  }
}

function pathOf(what: string): string {
  return `/api/database/webhooks/${what}/`
}

/** Without `include_all_events` Baserow takes it for true, and calls once for each event of the list besides. */
function bodyOf({ name, url, events, headers }: WantedHook) {
  return {
    name,
    url,
    request_method: 'POST',
    use_user_field_names: true,
    include_all_events: false,
    events,
    headers,
  }
}

/** Custom headers carry the secret of the hook, alone or behind `Bearer`. */
function secretsOf({ headers }: WantedHook): readonly string[] {
  return Object.values(headers).flatMap((value) => [value, ...value.split(/\s+/).slice(1)])
}
