import type { AuditLog, AuditRecord } from '../../runs/ports.ts'

/** Reads and extends the stream that the memory store keeps. */
export function createMemoryAuditLog(records: AuditRecord[]): AuditLog {
  return {
    async append(record) {
      records.push(record)
    },
    ofRun: async (run) => records.filter((record) => record.run === run),
    async *all() {
      yield* records
    },
    async *since(cursor = '0') {
      const fresh = records.slice(Number(cursor))
      if (fresh.length > 0) yield { records: fresh, cursor: String(Number(cursor) + fresh.length) }
    },
  }
}
