import { DateTime } from 'luxon'
import type { Playbook } from '../../engine/playbook.ts'
import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { Directory } from '../people.ts'
import type { Settings } from '../settings.ts'
import type { Runs } from '../submit.ts'
import { failed, isDrill } from './results.ts'

export type IncidentActionDeps = {
  readonly runs: Pick<Runs, 'open'>
  /** The action-item playbook. */
  readonly playbook: Playbook
  readonly settings: Pick<Settings, 'timeZone'>
  readonly directory: Pick<Directory, 'byId'>
}

/** Local: an item is due at the end of its working day. */
const DAY_ENDS_AT = 18
const DAY_MS = 24 * 3_600_000
/** Once in a working day, not at night. */
const CHASE = { working: 8 * 3_600_000 } as const
const REMEMBER_MS = 7 * DAY_MS

/** Opens an action item of the incident as a run of its own. Fields of the entry: `text`, `owner`, `due` (`YYYY-MM-DD`). */
export function createIncidentAction({ runs, playbook, settings, directory }: IncidentActionDeps): Action {
  return async (run, entry, effect) => {
    const said = (field: string) => textFact(entry.fields, field) ?? ''
    const due = said('due')
    const end = endOfDay(due, settings.timeZone)
    if (end === undefined) return failed(effect, `"${due}" is no date: YYYY-MM-DD`)
    const item = await runs.open(playbook, {
      key: effect.id,
      rememberMs: REMEMBER_MS,
      at: entry.at,
      by: { id: entry.by, groups: directory.byId(entry.by)?.groups ?? [] },
      door: entry.door,
      facts: {
        text: said('text'),
        owner: said('owner'),
        due,
        number: String(numberOf(run, effect.entry)),
        ...(isDrill(run) ? { drill: true } : {}),
      },
      durations: { due: Math.max(0, end - entry.at), chase: CHASE },
      channel: run.channel,
      parent: run.id,
    })
    return { note: 'actionOpened', fields: { item: item.id } }
  }
}

function endOfDay(due: string, timeZone: string): number | undefined {
  const day = DateTime.fromFormat(due, 'yyyy-MM-dd', { zone: timeZone })
  return day.isValid ? day.set({ hour: DAY_ENDS_AT }).toMillis() : undefined
}

/** It is counted by what was asked for, in the order of the history: a repeat has the same number. */
function numberOf({ history }: Run, place: number): number {
  return history.slice(0, place + 1).filter(({ kind, what }) => kind === 'noted' && what === 'action').length
}
