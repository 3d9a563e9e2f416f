import type { Actor } from '../engine/event.ts'
import type { Run } from '../engine/run.ts'
import type { Look } from '../notify/look.ts'
import type { FiguresReader } from '../runs/figures-reader.ts'
import type { Incidents } from '../runs/incidents.ts'
import type { Directory, Person } from '../runs/people.ts'
import type { AuditLog, Clock, Deliveries, RunStore, Storage } from '../runs/ports.ts'
import type { ReleaseDesk } from '../runs/release/desk.ts'
import type { ReleaseExamination } from '../runs/release/examination.ts'
import type { Roster } from '../runs/roster.ts'
import type { Settings } from '../runs/settings.ts'
import type { Runs } from '../runs/submit.ts'
import type { Desk } from '../sync/desk.ts'

/** What the commands work with. */
export type Context = {
  readonly runs: Runs
  readonly incidents: Incidents
  readonly store: Pick<RunStore, 'get' | 'list'>
  readonly audit: AuditLog
  readonly figures: FiguresReader
  /** Where cards and quoted messages stand. */
  readonly deliveries: Pick<Deliveries, 'place' | 'runAt' | 'quote'>
  readonly directory: Directory
  readonly roster: Roster
  readonly clock: Clock
  readonly settings: Settings
  /** What is switched off or set up badly, as the start found it, a sentence each. */
  readonly warnings: readonly string[]
  readonly storage: Pick<Storage, 'kind' | 'ping' | 'warnings'>
  /** Absent while releases are off: `settings.releases` is then too. */
  readonly releases?: ReleaseDesk
  /** What the doctor asks about them. */
  readonly releaseExamination?: ReleaseExamination
  /** Docmost and Baserow kept in step; absent while that is off. */
  readonly sync?: Desk
  /** A private way into the console; absent where the console has none. */
  readonly linkFor?: (person: Person) => Promise<string>
}

export function lookOf(
  context: Pick<Context, 'settings' | 'directory' | 'clock' | 'roster'>,
  run?: Run,
): Look {
  const { settings, directory, clock, roster } = context
  const now = clock.now()
  return {
    service: settings.service,
    timeZone: settings.timeZone,
    onCall: roster.onCallAt(now),
    now,
    channel: `#${run?.channel ?? 'ops'}`,
    nameOf: directory.nameOf,
    knows: (person) => directory.byId(person) !== undefined,
    membersOf: (group) => directory.inGroup(group).map((person) => person.id),
    runbook: (name) => settings.runbooks.find((one) => one.name === name),
    fileLink: (path) => fileLink(settings, path),
    postMortemFolder: settings.postMortems.folder,
  }
}

function fileLink({ filesUrl }: Pick<Settings, 'filesUrl'>, path: string): string | undefined {
  return filesUrl === undefined ? undefined : `${filesUrl}/${path}`
}

export function actorOf(person: Person): Actor {
  return { id: person.id, groups: person.groups }
}
