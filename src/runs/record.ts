import type { Refused, RunEvent } from '../engine/event.ts'
import type { Entry } from '../engine/run.ts'
import type { AuditRecord } from './ports.ts'

/** The audit line of something that happened. */
export function entryRecord(run: string, entry: Entry): AuditRecord {
  const did = entry.kind === 'began' ? 'begin' : entry.what
  return { at: entry.at, run, by: entry.by, door: entry.door, did, result: 'done', entry }
}

/** The audit line of an attempt that changed nothing. */
export function refusalRecord(refused: Refused, event: RunEvent): AuditRecord {
  return {
    at: event.at,
    run: refused.run.id,
    by: event.by.id,
    door: event.door,
    did: wordFor(event),
    result: 'refused',
    reason: refused.reason,
  }
}

function wordFor(event: RunEvent): string {
  switch (event.type) {
    case 'decide':
      return event.decision
    case 'complete':
      return event.outcome
    case 'note':
      return event.note
    case 'due':
      return event.timer
  }
}
