import type { Alert, AlertBook } from '../../runs/alerts.ts'
import type { Clock } from '../../runs/ports.ts'

const REMEMBER_MS = 30 * 24 * 3_600_000

type Until = { readonly until: number }
type Page = Until & { readonly states: ReadonlyMap<string, Alert['state']>; readonly messages: number }

export function createMemoryAlertBook(clock: Clock): AlertBook {
  const runs = new Map<string, Until & { readonly run: string }>()
  const pages = new Map<string, Page>()
  return {
    async runOf(fingerprint) {
      forget(runs, clock.now())
      return runs.get(fingerprint)?.run
    },
    async stateOf(run, fingerprint) {
      forget(pages, clock.now())
      return pages.get(run)?.states.get(fingerprint)
    },
    async take(run, { fingerprint, state }) {
      const now = clock.now()
      forget(runs, now)
      forget(pages, now)
      const page = pages.get(run)
      const before = page?.states.get(fingerprint)
      const states = new Map(page?.states).set(fingerprint, state)
      const messages = (page?.messages ?? 0) + 1
      putLast(pages, run, { states, messages, until: now + REMEMBER_MS })
      putLast(runs, fingerprint, { run, until: now + REMEMBER_MS })
      const firing = [...states.values()].filter((one) => one === 'firing').length
      return { news: before !== state, distinct: states.size, firing, messages }
    },
  }
}

/** Keeps the map in the order in which its entries end. */
function putLast<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key)
  map.set(key, value)
}

function forget(map: Map<string, Until>, now: number): void {
  for (const [key, { until }] of map) {
    if (until > now) return
    map.delete(key)
  }
}
