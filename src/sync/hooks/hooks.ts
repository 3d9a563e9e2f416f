import { type BaserowHooks, type Hook, SyncError, type WantedHook } from '../ports.ts'
import type { SyncRules } from '../rules.ts'

/** By it, or by its address, a webhook is known as ours. */
export const HOOK_NAME = 'Vigie'
const EVENTS = ['rows.created', 'rows.updated', 'rows.deleted'] as const

/** The webhook that a table should have. */
export type TableHook = {
  /** The team's name for the table. */
  readonly table: string
  /** Its number in Baserow. */
  readonly number: number
  readonly wanted: WantedHook
}

/** One for each table of the rules. Of two secrets, during rotation, the first is the new one. */
export function wantedHooks(
  { tables }: Pick<SyncRules, 'tables'>,
  publicUrl: string,
  [secret = '']: readonly string[],
): readonly TableHook[] {
  const headers = { Authorization: `Bearer ${secret}` }
  return Object.entries(tables).map(([table, { table: number }]) => {
    const url = `${publicUrl}/api/webhooks/baserow/${encodeURIComponent(table)}-changed`
    return { table, number, wanted: { name: HOOK_NAME, url, events: EVENTS, headers } }
  })
}

export type HookFault =
  | 'off'
  | 'wrong_name'
  | 'wrong_url'
  | 'wrong_method'
  | 'wrong_field_names'
  | 'wrong_events'
  | 'wrong_headers'

/** Ours among the webhooks of a table, what is wrong with it, and others that are ours too: each event comes twice then. */
export type HookJudgement = {
  readonly hook?: Hook
  readonly faults: readonly HookFault[]
  readonly spare: readonly number[]
}

/** Of several that are ours the least wrong one is it. */
export function judgeHooks(hooks: readonly Hook[], wanted: WantedHook): HookJudgement {
  const ours = hooks
    .filter(({ name, url }) => name === wanted.name || url === wanted.url)
    .map((hook) => ({ hook, faults: faultsOf(hook, wanted) }))
    .sort((one, other) => one.faults.length - other.faults.length || one.hook.id - other.hook.id)
  const [first, ...others] = ours
  if (first === undefined) return { faults: [], spare: [] }
  return { ...first, spare: others.map(({ hook }) => hook.id).sort((one, other) => one - other) }
}

function faultsOf(hook: Hook, wanted: WantedHook): readonly HookFault[] {
  const faults: HookFault[] = []
  if (!hook.active) faults.push('off')
  if (hook.name !== wanted.name) faults.push('wrong_name')
  if (hook.url !== wanted.url) faults.push('wrong_url')
  if (hook.method !== 'POST') faults.push('wrong_method')
  // Without names no event says what the row holds, and a loop would not be seen.
  if (!hook.userFieldNames) faults.push('wrong_field_names')
  if (hook.events.toSorted().join() !== wanted.events.toSorted().join()) faults.push('wrong_events')
  if (!bears(hook.headers, wanted.headers)) faults.push('wrong_headers')
  return faults
}

/** Headers that somebody added for a proxy are theirs. */
function bears(headers: Hook['headers'], wanted: Hook['headers']): boolean {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return Object.entries(wanted).every(([name, value]) => {
    const same = lower.filter(([other]) => other === name.toLowerCase())
    return same.length === 1 && same[0]?.[1] === value
  })
}

/** What became of the webhook of one table. `failed`: Baserow did not let us, or did not answer. */
export type HookSetUp = { readonly table: string } & (
  | { readonly did: 'created'; readonly hook: number; readonly spare: readonly number[] }
  | { readonly did: 'kept'; readonly hook: number; readonly spare: readonly number[] }
  | {
      readonly did: 'repaired'
      readonly hook: number
      readonly faults: readonly HookFault[]
      readonly spare: readonly number[]
    }
  | { readonly did: 'failed'; readonly error: SyncError; readonly found?: 'missing' | 'faulty' }
)

/** Creates what is missing and repairs what is wrong, table after table; twice is harmless. Throws for our bugs only. */
export async function setUpHooks(
  hooks: BaserowHooks,
  wanted: readonly TableHook[],
): Promise<readonly HookSetUp[]> {
  const done: HookSetUp[] = []
  for (const one of wanted) done.push(await setUp(hooks, one))
  return done
}

async function setUp(hooks: BaserowHooks, { table, number, wanted }: TableHook): Promise<HookSetUp> {
  let found: 'missing' | 'faulty' | undefined
  try {
    const { hook, faults, spare } = judgeHooks(await hooks.list(number), wanted)
    if (hook === undefined) {
      found = 'missing'
      return { table, did: 'created', hook: (await hooks.create(number, wanted)).id, spare }
    }
    if (faults.length === 0) return { table, did: 'kept', hook: hook.id, spare }
    found = 'faulty'
    await hooks.repair(hook.id, { ...wanted, headers: withOthers(hook.headers, wanted.headers) })
    return { table, did: 'repaired', hook: hook.id, faults, spare }
  } catch (error) {
    if (!(error instanceof SyncError)) throw error
    return { table, did: 'failed', error, ...(found === undefined ? {} : { found }) }
  }
}

/** A repair replaces all headers at once. */
function withOthers(headers: Hook['headers'], wanted: Hook['headers']): Hook['headers'] {
  const replaced = new Set(Object.keys(wanted).map((name) => name.toLowerCase()))
  const others = Object.entries(headers).filter(([name]) => !replaced.has(name.toLowerCase()))
  return { ...Object.fromEntries(others), ...wanted }
}
