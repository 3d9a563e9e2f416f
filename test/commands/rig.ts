import { createMemoryStorage } from '../../src/adapters/memory/storage.ts'
import type { Door, Reply } from '../../src/commands/command.ts'
import type { Context } from '../../src/commands/context.ts'
import { createConversation } from '../../src/commands/conversation.ts'
import { createCalendar } from '../../src/engine/working-time.ts'
import { cardToText } from '../../src/notify/text.ts'
import { PLAYBOOKS } from '../../src/playbooks/index.ts'
import { createFiguresReader } from '../../src/runs/figures-reader.ts'
import { createIncidents } from '../../src/runs/incidents.ts'
import { createDirectory } from '../../src/runs/people.ts'
import type { AuditRecord } from '../../src/runs/ports.ts'
import type { ReleaseDesk } from '../../src/runs/release/desk.ts'
import { createRoster } from '../../src/runs/roster.ts'
import { createRuns } from '../../src/runs/submit.ts'
import { createLeverClock } from '../fakes/clock.ts'
import { SETTINGS } from '../fixtures/settings.ts'

export const PEOPLE = [
  { id: 'corentin', name: 'Corentin', slack: 'U04CORENTIN', groups: ['owners', 'responders', 'oncall'] },
  { id: 'yan', name: 'Yan', slack: 'U04YAN00001', groups: ['owners', 'responders'] },
  { id: 'sam', name: 'Sam Martin', groups: ['responders'] },
  { id: 'nadia', name: 'Nadia', slack: 'U04NADIA001', groups: ['trainers'] },
] as const

export type PersonId = (typeof PEOPLE)[number]['id']

/** Monday, 14:32 in Paris. */
export const NOW = Date.UTC(2026, 10, 23, 13, 32)

type More = {
  readonly from?: number
  readonly context?: Partial<Context>
  /** Makes the desk of releases with what the rig has. */
  readonly releases?: (rig: Pick<Context, 'runs' | 'directory' | 'clock'>) => ReleaseDesk
}

/** What people say to Vigie, over the memory store; the clock begins at `from` and jumps. */
export function createTalk(more: More = {}) {
  const clock = createLeverClock()
  clock.jump((more.from ?? NOW) - clock.now())
  const settings = more.context?.settings ?? SETTINGS
  const { timeZone } = settings
  const storage = createMemoryStorage(clock)
  const hours = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 18 * 60, closed: [] }
  const { after: dueAfter } = createCalendar({ timeZone, ...hours })
  const runs = createRuns({ ...storage, surfaces: ['slack'], stored: () => {}, dueAfter })
  const directory = createDirectory(PEOPLE)
  const roster = createRoster(
    { timeZone, primary: 'corentin', backup: 'yan', handover: { weekday: 1, minute: 9 * 60 } },
    storage.store,
  )
  const context: Context = {
    runs,
    incidents: createIncidents({
      runs,
      playbook: PLAYBOOKS.incident,
      settings,
      runbookFor: () => undefined,
    }),
    store: storage.store,
    audit: storage.audit,
    figures: createFiguresReader(storage.audit, timeZone),
    deliveries: storage.deliveries,
    directory,
    roster,
    clock,
    settings,
    warnings: [],
    storage,
    ...(more.releases === undefined ? {} : { releases: more.releases({ runs, directory, clock }) }),
    ...more.context,
  }
  const talk = createConversation(context)
  let deliveries = 0

  function speaker(id: PersonId, key?: string, door: Door = 'slack') {
    const person = directory.byId(id)
    if (person === undefined) throw new Error(`${id} is nobody`)
    deliveries += 1
    return { person, door, key: key ?? `${door}:${deliveries}` }
  }

  /** The answer in words, as one reads it aloud; `FORM id` when a form is asked for. */
  async function say(id: PersonId, line: string, key?: string): Promise<string> {
    const [command = '', ...rest] = line.split(' ')
    return wordsOf(await talk.say(speaker(id, key), command, rest.join(' ')))
  }

  /** Chooses at the run's current step, as its button does. */
  async function choose(id: PersonId, run: string, choice: string): Promise<string> {
    const { step = '' } = (await storage.store.get(run)) ?? {}
    return wordsOf(await talk.press(speaker(id), { kind: 'choose', run, step, choice }))
  }

  async function runOf(id: string) {
    const run = await storage.store.get(id)
    if (run === undefined) throw new Error(`there is no ${id}`)
    return run
  }

  /** The last thing that happened to the run, and what was said with it. */
  async function last(id = 'INC-1') {
    const entry = (await runOf(id)).history.at(-1)
    return entry && { what: entry.what, by: entry.by, fields: entry.fields }
  }

  /** Everything in the audit stream. */
  async function audited(): Promise<readonly AuditRecord[]> {
    const records: AuditRecord[] = []
    for await (const record of storage.audit.all()) records.push(record)
    return records
  }

  return { ...context, clock, talk, speaker, say, choose, runOf, last, audited }
}

export function wordsOf(reply: Reply): string {
  switch (reply.kind) {
    case 'answer':
      return cardToText(reply.card)
    case 'form':
      return `FORM ${reply.form.id}`
    case 'faults':
      return Object.values(reply.faults).join('\n')
  }
}
