import { setTimeout as pause } from 'node:timers/promises'
import { createBaserowHooks } from '../../src/adapters/baserow/hooks.ts'
import { HOOK_NAME } from '../../src/sync/hooks/hooks.ts'
import { DEMO_TABLES } from '../../test/fakes/demo-tables.ts'
import type { DemoWorld } from './world.ts'

const ASK_EVERY_MS = 200
const GIVE_UP_MS = 60_000
const EVENTS = ['rows.created', 'rows.updated', 'rows.deleted']

/** Has Baserow call Vigie for each table, once Vigie listens: Baserow knocks before it takes an address. */
export async function registerHooks({ baserow, variables }: DemoWorld, port: number): Promise<void> {
  const vigie = `http://127.0.0.1:${port}`
  await listening(vigie)
  const hooks = createBaserowHooks({ url: baserow.url, ...baserow.account, log: { debug: () => undefined } })
  try {
    for (const { name } of DEMO_TABLES)
      await hooks.create(baserow.table(name), {
        // As Vigie itself would make it: another name would be repaired, and told, soon after the start.
        name: HOOK_NAME,
        url: `${vigie}/api/webhooks/baserow/${name}-changed`,
        events: EVENTS,
        headers: { Authorization: `Bearer ${variables.BASEROW_WEBHOOK_SECRET}` },
      })
  } finally {
    await hooks.close()
  }
}

export async function listening(vigie: string): Promise<void> {
  for (let waited = 0; waited < GIVE_UP_MS; waited += ASK_EVERY_MS) {
    const answer = await fetch(`${vigie}/healthz`).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok === true) return
    await pause(ASK_EVERY_MS)
  }
  throw new Error(`nothing answers at ${vigie}`)
}
