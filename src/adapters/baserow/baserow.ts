import type { Logger } from 'pino'
import type { Baserow } from '../../sync/ports.ts'
import { read, wordOf } from './errors.ts'
import { fieldsSchema } from './fields.ts'
import { PAGE_ROWS, rowSchema, rowsOf, withExactly } from './rows.ts'
import { type Call, createWire } from './wire.ts'

export type BaserowOptions = {
  /** `https://baserow.example.org` */
  readonly url: string
  /** A database token: its owner is who the rows say wrote them. */
  readonly token: string
  readonly log: Pick<Logger, 'debug'>
  /** Calls at the same time; 16 when absent. */
  readonly concurrency?: number | undefined
  /** How long an answer may be silent, in milliseconds; half a minute when absent. */
  readonly timeoutMs?: number | undefined
}

const CONCURRENCY = 16
const TIMEOUT_MS = 30_000

const NAMED = { user_field_names: 'true' }
/** Without events nobody hears of our own writes, and no circle begins. */
const UNHEARD = { ...NAMED, send_webhook_events: 'false' }

/**
 * Rows over Baserow's REST interface; values are as Baserow gives them. Baserow has no key that makes a second
 * `create` harmless, and no versions of rows: after a `create` whose outcome is unknown the caller looks for the row
 * first, and of two updates the last one stays.
 */
export function createBaserow(options: BaserowOptions): Baserow & { close(): Promise<void> } {
  const { url, token, log, concurrency = CONCURRENCY, timeoutMs = TIMEOUT_MS } = options
  const wire = createWire({ url, log, concurrency, timeoutMs })
  const send = (call: Omit<Call, 'authorization' | 'secrets'>) =>
    wire.send({ ...call, authorization: `Token ${token}`, secrets: [token] })

  const list = (table: number, filter: Readonly<Record<string, string>>) =>
    rowsOf((page) => {
      const query = { ...NAMED, ...filter, size: String(PAGE_ROWS), page: String(page) }
      return send({ method: 'GET', path: pathOf(table), query })
    })

  return {
    async row(table, id) {
      const answer = await send({ method: 'GET', path: pathOf(table, id), query: NAMED })
      return wordOf(answer) === 'ERROR_ROW_DOES_NOT_EXIST' ? undefined : read(answer, rowSchema)
    },
    rows: (table) => list(table, {}),
    rowsWhere: (table, field, value) =>
      withExactly(list(table, { [`filter__${field}__equal`]: value }), field, value),
    async create(table, values) {
      const call = { method: 'POST', path: pathOf(table), query: UNHEARD, body: values } as const
      return read(await send(call), rowSchema)
    },
    async update(table, id, values) {
      const call = { method: 'PATCH', path: pathOf(table, id), query: UNHEARD, body: values } as const
      return read(await send(call), rowSchema)
    },
    async fields(table) {
      const path = `/api/database/fields/table/${table}/`
      return read(await send({ method: 'GET', path }), fieldsSchema)
    },
    close: wire.close,
  }
}

function pathOf(table: number, row?: number): string {
  return `/api/database/rows/table/${table}/${row === undefined ? '' : `${row}/`}`
}
