import { VIGIE } from '../engine/run.ts'
import type { Text } from '../notify/card.ts'
import { textFact } from '../notify/cards/incident-facts.ts'
import type { TimelineLine } from '../notify/thread.ts'
import { formatTime } from '../notify/time.ts'
import type { AuditRecord } from '../runs/ports.ts'
import { type Context, lookOf } from './context.ts'

/** Audit records in words: `14:32 acknowledge - done - Corentin (slack)`. */
export function auditLines(context: Context, records: readonly AuditRecord[]): readonly TimelineLine[] {
  const look = lookOf(context)
  return records.map((record) => ({
    at: record.at,
    when: formatTime(record.at, look),
    what: wordsOf(context, record),
  }))
}

function wordsOf({ directory }: Context, record: AuditRecord): Text {
  const reason = record.reason === undefined ? '' : `: ${record.reason}`
  return [
    { bold: record.did },
    ` - ${record.result}${reason} - ${nameIn(directory, record)} (${record.door})`,
  ]
}

/** What Vigie heard of carries who did it there, a login. */
function nameIn(directory: Context['directory'], { by, entry }: AuditRecord): string {
  return by === VIGIE ? (textFact(entry?.fields, 'by') ?? 'Vigie') : directory.nameOf(by)
}
