import type { Redis } from 'ioredis'
import type { AuditLog, AuditRecord } from '../../runs/ports.ts'
import { keys } from './keys.ts'
import { APPEND } from './scripts.ts'

const PORTION = 1_000

/** The audit stream on Redis: one stream for all, an index for each run. */
export function createRedisAuditLog(redis: Redis): AuditLog {
  return {
    async append(record) {
      const names = [keys.audit, ...(record.run === undefined ? [] : [keys.auditOf(record.run)])]
      await redis.eval(APPEND, names.length, ...names, JSON.stringify(record))
    },
    async ofRun(run) {
      const ids = await redis.lrange(keys.auditOf(run), 0, -1)
      const found = await Promise.all(ids.map((id) => redis.xrange(keys.audit, id, id)))
      return found.flat().map(recordOf)
    },
    async *all() {
      let after = '-'
      for (;;) {
        const portion = await redis.xrange(keys.audit, after, '+', 'COUNT', PORTION)
        for (const entry of portion) yield recordOf(entry)
        const last = portion.at(-1)
        if (last === undefined || portion.length < PORTION) return
        after = `(${last[0]}`
      }
    },
  }
}

function recordOf([, fields]: [id: string, fields: string[]]): AuditRecord {
  return JSON.parse(fields[1] ?? '{}')
}
