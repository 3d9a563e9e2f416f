import type { Actor } from '../engine/event.ts'
import type { Playbook } from '../engine/playbook.ts'
import type { Fields, Run } from '../engine/run.ts'
import type { Span } from '../engine/span.ts'
import type { Settings, Severity } from './settings.ts'
import type { Runs } from './submit.ts'

export type Incidents = {
  /** Opens an incident: at triage with a severity, at detection without one. Stored when this resolves, once for each key. */
  open(opening: IncidentOpening): Promise<Run>
}

export type IncidentOpening = {
  readonly key: string
  readonly rememberMs?: number
  readonly at: number
  readonly by: Actor
  readonly door: string
  readonly severity?: Severity
  /** In the sandbox, marked, and nobody outside hears of it. */
  readonly drill?: boolean
  readonly facts: Fields
}

export type IncidentsDeps = {
  readonly runs: Pick<Runs, 'open'>
  readonly playbook: Playbook
  readonly settings: Settings
  /** The runbook for these words, by name, and the words that chose it. */
  readonly runbookFor: (words: string) => { readonly name: string; readonly because: string } | undefined
}

export function createIncidents({ runs, playbook, settings, runbookFor }: IncidentsDeps): Incidents {
  return {
    open({ severity, drill, facts, ...opening }) {
      return runs.open(playbook, {
        ...opening,
        facts: {
          ...facts,
          ...runbookFacts(runbookFor(wordsOf(facts))),
          ...(severity === undefined ? {} : { severity }),
          ...(drill === true ? { drill } : {}),
          ...(settings.healthChecks.checks.length === 0 ? {} : { checks: true }),
        },
        durations: durationsOf(settings),
        ...(severity === undefined ? {} : { step: 'triage' }),
        ...(drill === true ? { channel: 'sandbox' } : {}),
      })
    },
  }
}

function wordsOf(facts: Fields): string {
  return ['title', 'symptom', 'service'].map((fact) => facts[fact] ?? '').join(' ')
}

function runbookFacts(found: { readonly name: string; readonly because: string } | undefined): Fields {
  return found === undefined ? {} : { runbook: found.name, runbookBecause: found.because }
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const SEVERITIES = ['sev1', 'sev2', 'sev3'] as const

/** Every duration of the incident playbook, by the names that its timers use. */
export function durationsOf(settings: Settings): Readonly<Record<string, Span>> {
  const targets = SEVERITIES.flatMap((severity) => {
    const { acknowledgeWithin, callBackupAfter, callOwnersAfter, remindEvery } = settings.severities[severity]
    return [
      [`${severity}.acknowledge`, acknowledgeWithin] as const,
      ...(callBackupAfter === undefined ? [] : [[`${severity}.callBackup`, callBackupAfter] as const]),
      ...(callOwnersAfter === undefined ? [] : [[`${severity}.callOwners`, callOwnersAfter] as const]),
      [`${severity}.remind`, remindEvery] as const,
    ]
  })
  return {
    ...Object.fromEntries(targets),
    undecided: 10 * MINUTE,
    // An alert that was over by itself and that nobody decided on.
    faded: 24 * HOUR,
    lead: settings.nobodyLeadsAfter,
    snooze30: 30 * MINUTE,
    snooze60: 60 * MINUTE,
    snooze90: 90 * MINUTE,
    // GDPR, article 33: 72 hours after having become aware of it.
    noticeSoon: 48 * HOUR,
    noticeDue: 72 * HOUR,
    postmortem: settings.postMortems.dueWithin,
    postmortemRemind: settings.postMortems.remindEvery,
  }
}
