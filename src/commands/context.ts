import type { Actor } from '../engine/event.ts'
import type { Run } from '../engine/run.ts'
import type { Span } from '../engine/span.ts'
import type { Look, OnCall } from '../notify/look.ts'
import type { Directory, Person } from '../runs/people.ts'
import type { AuditLog, Clock, RunStore } from '../runs/ports.ts'
import type { Runs } from '../runs/submit.ts'

/** What the commands work with. */
export type Context = {
  readonly runs: Runs
  readonly store: Pick<RunStore, 'get' | 'list'>
  readonly audit: AuditLog
  readonly directory: Directory
  readonly clock: Clock
  readonly settings: Settings
  /** A private way into the console; absent where the console has none. */
  readonly linkFor?: (person: Person) => Promise<string>
}

/** The part of the configuration that commands and cards speak of. */
export type Settings = {
  readonly service: string
  readonly timeZone: string
  readonly onCall: OnCall
  readonly severities: Readonly<
    Record<Severity, { readonly acknowledgeWithin: Span; readonly remindEvery: number }>
  >
}

export type Severity = 'sev1' | 'sev2' | 'sev3'

export function lookOf(context: Pick<Context, 'settings' | 'directory' | 'clock'>, run?: Run): Look {
  const { settings, directory, clock } = context
  return {
    service: settings.service,
    timeZone: settings.timeZone,
    onCall: settings.onCall,
    now: clock.now(),
    channel: `#${run?.channel ?? 'ops'}`,
    nameOf: directory.nameOf,
  }
}

export function actorOf(person: Person): Actor {
  return { id: person.id, groups: person.groups }
}
