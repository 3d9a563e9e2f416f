import type { Text } from '../../notify/card.ts'
import type { Thread, TimelineLine } from '../../notify/thread.ts'
import type { Person } from '../../runs/people.ts'
import type { AuditRecord } from '../../runs/ports.ts'

/** What the console reads. Every method throws when the store is out of reach. */
export type ConsoleView = {
  feed(person: Person): Promise<Feed>
  run(id: string): Promise<RunView | undefined>
  /** The whole audit stream, oldest first. */
  auditExport(): AsyncIterable<AuditRecord>
}

export type Feed = { readonly threads: readonly Thread[]; readonly onCall: Text }

export type RunView = {
  readonly thread: Thread
  readonly timeline: readonly TimelineLine[]
  readonly audit: readonly TimelineLine[]
}
