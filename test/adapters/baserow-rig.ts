import { inspect } from 'node:util'
import { pino } from 'pino'
import { type BaserowOptions, createBaserow } from '../../src/adapters/baserow/baserow.ts'
import { createBaserowHooks } from '../../src/adapters/baserow/hooks.ts'
import { SyncError } from '../../src/sync/ports.ts'
import { type BaserowFake, type BaserowFakeOptions, startBaserow } from '../fakes/baserow.ts'
import type { TableSpec } from '../fakes/baserow-schema.ts'

export const TABLES: readonly TableSpec[] = [
  {
    name: 'client',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'ville', type: 'text' },
    ],
  },
  {
    name: 'projet',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'notes', type: 'long_text' },
      { name: 'heures', type: 'number', decimals: 2 },
      { name: 'actif', type: 'boolean' },
      { name: 'statut', type: 'single_select', options: ['en cours', 'livré'] },
      { name: 'client', type: 'link_row', table: 'client', related: 'projets' },
      { name: 'ville', type: 'lookup', through: 'client', target: 'ville' },
      { name: 'titre', type: 'formula', of: ({ nom }) => `Projet ${String(nom ?? '')}` },
      { name: 'début', type: 'date' },
      { name: 'docmost_page_id', type: 'text' },
      { name: 'créé par', type: 'created_by' },
      { name: 'modifié par', type: 'last_modified_by' },
    ],
  },
]

export const YAN = { id: 12, name: 'Yan' }

export type BaserowRig = {
  readonly fake: BaserowFake
  /** Every line that the adapter logged. */
  readonly logged: readonly string[]
  baserow(over?: Partial<BaserowOptions>): ReturnType<typeof createBaserow>
  hooks(over?: Partial<BaserowFake['account']>): ReturnType<typeof createBaserowHooks>
  close(): Promise<void>
}

export async function startBaserowRig(options: Partial<BaserowFakeOptions> = {}): Promise<BaserowRig> {
  const fake = await startBaserow({ tables: TABLES, people: [YAN], ...options })
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) })
  const { url, token, account } = fake
  const open: { close(): Promise<void> }[] = []
  function keep<T extends { close(): Promise<void> }>(one: T): T {
    open.push(one)
    return one
  }
  return {
    fake,
    logged,
    baserow: (over = {}) => keep(createBaserow({ url, token, log, ...over })),
    hooks: (over = {}) => keep(createBaserowHooks({ url, log, ...account, ...over })),
    async close() {
      await fake.close()
      await Promise.all(open.map((one) => one.close()))
    },
  }
}

/** The error that `act` ends with; nothing that could be printed of it shows a secret. */
export async function refusal(act: Promise<unknown>, secrets: readonly string[]): Promise<SyncError> {
  const error: unknown = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof SyncError)) throw new Error(`no SyncError but ${inspect(error)}`)
  const shown = [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), error.stack].join()
  if (secrets.some((secret) => shown.includes(secret))) throw new Error('the error shows a secret')
  return error
}
