import type { Redis } from 'ioredis'
import type { AuditLog, AuditPortion, AuditRecord } from '../../runs/ports.ts'
import { keys } from './keys.ts'
import { APPEND } from './scripts.ts'

const PORTION = 1_000

/** The audit stream on Redis: one stream for all, an index for each run. */
export function createRedisAuditLog(redis: Redis): AuditLog {
  async function* since(cursor?: string): AsyncIterable<AuditPortion> {
    for (let after = cursor; ; ) {
      const from = after === undefined ? '-' : `(${after}`
      const entries = await redis.xrange(keys.audit, from, '+', 'COUNT', PORTION)
      const last = entries.at(-1)
      if (last === undefined) return
      after = last[0]
      yield { records: entries.map(recordOf), cursor: after }
      if (entries.length < PORTION) return
    }
  }

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
      for await (const { records } of since()) yield* records
    },
    since,
  }
}

function recordOf([, fields]: [id: string, fields: string[]]): AuditRecord {
  return JSON.parse(fields[1] ?? '{}')
}
