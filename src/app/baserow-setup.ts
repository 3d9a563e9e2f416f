import type { Reading } from '../config.ts'
import { type HookSetUp, setUpHooks, type TableHook, wantedHooks } from '../sync/hooks/hooks.ts'
import { spareWords, wordsOf } from '../sync/hooks/words.ts'
import type { BaserowHooks } from '../sync/ports.ts'

export type SetupDeps = {
  readonly reading: Reading
  /** Names of the variables that are set. */
  readonly names: readonly string[]
  createHooks(account: HooksAccount): BaserowHooks & { close(): Promise<void> }
  print(line: string): void
  complain(line: string): void
}

export type HooksAccount = {
  readonly url: string
  readonly email: string
  readonly password: string
}

/** Creates and repairs the webhooks of all tables of the rules. Answers the exit code: 0 when all are as they should be. */
export async function setUpBaserow(deps: SetupDeps): Promise<number> {
  const { print, complain } = deps
  const plan = planSetup(deps)
  if ('missing' in plan) {
    complain('Nothing was set up:')
    for (const line of plan.missing) complain(`- ${line}`)
    return 1
  }
  print(introduction(plan))
  const hooks = deps.createHooks(plan.account)
  try {
    const done = await setUpHooks(hooks, plan.wanted)
    for (const line of done.flatMap(linesOf)) print(`- ${line}`)
    print(summaryOf(done))
    return done.some(({ did }) => did === 'failed') ? 1 : 0
  } finally {
    await hooks.close()
  }
}

type Plan = {
  readonly account: HooksAccount
  readonly publicUrl: string
  readonly wanted: readonly TableHook[]
}

/** Variables that it needs and the process may do without. */
const NEEDED: Readonly<Record<string, string>> = {
  BASEROW_URL: 'the address of Baserow',
  BASEROW_TOKEN: 'a database token',
  BASEROW_WEBHOOK_SECRET: 'the secret that webhooks bear, sixteen characters or more',
  BASEROW_EMAIL: 'the account of somebody who may build the tables: a database token may not manage webhooks',
  BASEROW_PASSWORD: 'the password of that account',
  PUBLIC_URL: 'the address where Baserow reaches Vigie',
}

function planSetup({ reading, names }: SetupDeps): Plan | { readonly missing: readonly string[] } {
  const faults = reading.ok ? [] : reading.faults
  const absent = Object.entries(NEEDED)
    .filter(([name]) => !names.includes(name) && !faults.some((fault) => fault.includes(name)))
    .map(([name, what]) => `${name} is not set: ${what}`)
  const missing = [...absent, ...faults]
  if (!reading.ok || missing.length > 0) return { missing }
  const { baserow, team, http } = reading.config
  if (baserow?.account === undefined || team.sync === undefined)
    return { missing: ['vigie.yaml has no sync: name the tables there that are kept in step'] }
  return {
    publicUrl: http.publicUrl,
    account: { url: baserow.url, ...baserow.account },
    wanted: wantedHooks(team.sync, http.publicUrl, baserow.webhookSecrets),
  }
}

function introduction({ account, publicUrl, wanted }: Plan): string {
  const tables = wanted.length === 1 ? 'one table' : `${wanted.length} tables`
  return `Webhooks of ${tables} in ${account.url}, which call ${publicUrl} - Vigie must be listening there already: Baserow knocks before it takes an address.`
}

function linesOf(one: HookSetUp): readonly string[] {
  const spare = spareWords(one)
  return spare === undefined ? [wordsOf(one)] : [wordsOf(one), spare]
}

function summaryOf(done: readonly HookSetUp[]): string {
  const failed = done.filter(({ did }) => did === 'failed').length
  return failed === 0
    ? 'All webhooks are as they should be.'
    : `${failed} of ${done.length} are not as they should be: mend that and run it again, what is done already stays as it is.`
}
