import type { Run } from '../../engine/run.ts'
import type { AuditRecord, Changes, Job, RunQuery, RunStore } from '../../runs/ports.ts'

export type MemoryRunStore = RunStore & Changes & { readonly audit: AuditRecord[] }

/** Runs in this process only: gone when it ends. For the demo and for tests. */
export function createMemoryRunStore(): MemoryRunStore {
  const runs = new Map<string, Run>()
  const once = new Map<string, string>()
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
    async create({ run, jobs, audit: record }, key) {
      const first = runs.get(once.get(key) ?? '')
      if (first !== undefined) return first
      once.set(key, run.id)
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

function select(runs: readonly Run[], { state, limit }: RunQuery): readonly Run[] {
  return runs
    .filter((run) => state === undefined || run.state === state)
    .sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? 1 : -1))
    .slice(0, limit)
}
