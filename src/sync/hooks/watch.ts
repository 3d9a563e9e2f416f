import type { BaserowHooks } from '../ports.ts'
import { type HookSetUp, setUpHooks, type TableHook } from './hooks.ts'
import { brokenSince, isAway, markOf } from './mark.ts'
import { type HookSilenceDeps, watchSilence } from './silence.ts'
import { faultWords, spareWords, wordsOf } from './words.ts'

export type HookWatchDeps = HookSilenceDeps & {
  /** Undefined without the account that may see webhooks: then silence is all there is to go by. */
  readonly hooks: BaserowHooks | undefined
  readonly wanted: readonly TableHook[]
  /** Starts comparing all rows of these tables: what was missed while a webhook was off is never sent again. */
  readonly reconcile: (tables: readonly string[]) => Promise<void>
}

/** One look at the webhooks, to be repeated every few minutes: repairs, compares what was missed, tells people, leaves a mark. */
export async function watchHooks(deps: HookWatchDeps): Promise<void> {
  if (deps.hooks === undefined) return watchSilence(deps)
  const { wanted, book, reconcile, clock } = deps
  const done = await setUpHooks(deps.hooks, wanted)
  const now = clock.now()
  const before = (await book.marks.all()).hooks
  const mark = markOf(done, before, now)
  await book.marks.set('hooks', mark)
  const missed = done.filter(({ did }) => did === 'created' || did === 'repaired')
  if (missed.length > 0) await reconcile(missed.map(({ table }) => table))
  for (const one of done) await tell(deps, one, now)
  await tellBroken(deps, done, { before, mark })
}

/** What was mended is told each time; of a second webhook people are told once. */
async function tell({ notices }: HookWatchDeps, one: HookSetUp, now: number): Promise<void> {
  const mended = mendedWords(one)
  if (mended !== undefined) {
    const key = `hooks:${one.did}:${one.table}:${now}`
    await notices.hookTrouble(key, mended)
    await notices.hookMended(key, `It is ${stateOf(one)}, and ${one.table} is compared for what was missed.`)
  }
  const spare = spareWords(one)
  if (spare !== undefined) await notices.hookTrouble(`hooks:spare:${one.table}`, spare)
}

function stateOf(one: HookSetUp): string {
  if (one.did === 'created') return 'there now'
  return one.did === 'repaired' && !one.faults.includes('off') ? 'as it should be' : 'on again'
}

function mendedWords(one: HookSetUp): string | undefined {
  if (one.did === 'created') return `The webhook of ${one.table} was missing, and is created.`
  return one.did === 'repaired'
    ? `The webhook of ${one.table} is repaired - ${faultWords(one.faults)}.`
    : undefined
}

type Marks = { readonly before: string | undefined; readonly mark: string }

/** What can't be mended is one trouble until it is. Of a Baserow that does not answer its breaker tells. */
async function tellBroken({ notices }: HookWatchDeps, done: readonly HookSetUp[], { before, mark }: Marks) {
  const [was, is] = [brokenSince(before), brokenSince(mark)]
  const broken = done.filter((one) => one.did === 'failed' && !isAway(one))
  if (broken.length > 0) await notices.hookTrouble(`hooks:broken:${is}`, broken.map(wordsOf).join('\n'))
  if (was !== undefined && is === undefined)
    await notices.hookMended(`hooks:broken:${was}`, 'All webhooks are on.')
}
