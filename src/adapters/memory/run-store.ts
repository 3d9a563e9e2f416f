import type { Run } from '../../engine/run.ts'
import type { AuditRecord, Changes, Clock, Job, RunQuery, RunStore } from '../../runs/ports.ts'

export type MemoryRunStore = RunStore & Changes & { readonly audit: AuditRecord[] }

const DAY_MS = 24 * 3_600_000

/** Runs in this process only: gone when it ends. For the demo and for tests. */
export function createMemoryRunStore(clock: Pick<Clock, 'now'>): MemoryRunStore {
  const runs = new Map<string, Run>()
  const once = new Map<string, { readonly run: string; readonly until: number }>()
  const sequences = new Map<string, number>()
  const outbox = new Map<string, Job>()
  const audit: AuditRecord[] = []
  const listeners = new Set<(run: string) => void>()

  function put(run: Run, jobs: readonly Job[], record: AuditRecord): void {
    runs.set(run.id, run)
    for (const job of jobs) outbox.set(job.id, job)
    audit.push(record)
    for (const listener of listeners) listener(run.id)
  }

  return {
    audit,
    async nextId(prefix) {
      const next = (sequences.get(prefix) ?? 0) + 1
      sequences.set(prefix, next)
      return `${prefix}-${next}`
    },
    async create({ run, jobs, audit: record }, key, rememberMs = DAY_MS) {
      const known = once.get(key)
      const first = known === undefined || known.until <= clock.now() ? undefined : runs.get(known.run)
      if (first !== undefined) return first
      once.set(key, { run: run.id, until: clock.now() + rememberMs })
      put(run, jobs, record)
      return run
    },
    async save({ run, jobs, audit: record }, previous) {
      if (runs.get(run.id)?.version !== previous) return false
      put(run, jobs, record)
      return true
    },
    get: async (id) => runs.get(id),
    list: async (query) => select([...runs.values()], query),
    outbox: async (limit) => [...outbox.values()].slice(0, limit),
    async relayed(ids) {
      for (const id of ids) outbox.delete(id)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function select(runs: readonly Run[], { state, playbook, since = 0, limit }: RunQuery): readonly Run[] {
  return runs
    .filter((run) => state === undefined || run.state === state)
    .filter((run) => playbook === undefined || run.playbook === playbook)
    .filter((run) => run.openedAt >= since)
    .sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? 1 : -1))
    .slice(0, limit)
}
