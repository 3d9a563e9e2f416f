import type { Feed, RunPage } from '../../commands/feed.ts'
import type { PostMortemText } from '../../commands/post-mortem.ts'
import type { SyncBoard } from '../../commands/sync/board.ts'
import type { TracedSteps } from '../../commands/sync/traced.ts'
import type { WatchView } from '../../notify/charts/watch.ts'
import type { Figure, ReleaseFigure } from '../../notify/figure.ts'
import type { Person } from '../../runs/people.ts'
import type { AuditRecord } from '../../runs/ports.ts'

/** What the console reads. Every method throws when the store is out of reach. */
export type ConsoleView = {
  feed(person: Person): Promise<Feed>
  run(id: string): Promise<RunPage | undefined>
  /** By month and severity, oldest month first. */
  figures(): Promise<readonly Figure[]>
  /** By month, oldest first. */
  releaseFigures(): Promise<readonly ReleaseFigure[]>
  /** What a release was watched by so far; undefined for what isn't watched. */
  watch(id: string): Promise<WatchView | undefined>
  /** Undefined for what is no resolved incident. */
  postMortem(id: string): Promise<PostMortemText | undefined>
  /** The whole audit stream, oldest first. */
  auditExport(): AsyncIterable<AuditRecord>
  /** Absent while Docmost and Baserow are not kept in step. */
  readonly sync?: SyncView
}

export type SyncView = {
  board(): Promise<SyncBoard>
  /** `event` is the whole id, or its first letters. */
  trace(event: string): Promise<TracedSteps>
}
