import type { Note } from '../../engine/playbook.ts'
import { EVERYONE } from '../../engine/playbook.ts'
import type { Run } from '../../engine/run.ts'
import { notesNow } from '../../engine/standing.ts'
import { severityOf, textFact } from '../../notify/cards/incident-facts.ts'
import type { Speaker } from '../command.ts'
import type { Context } from '../context.ts'

type Why = (run: Run, context: Context) => string | undefined

/**
 * Why somebody who may do so can't say this of the incident as it stands, and what to do instead.
 * Undefined when it can be said, or when the general refusal tells enough.
 */
export function whyNot(context: Context, { person }: Speaker, run: Run, note: string): string | undefined {
  const rule = run.notes.find((one) => one.id === note)
  if (rule === undefined || run.state === 'finished') return undefined
  if (!may(rule, person.groups) || notesNow(run).includes(rule)) return undefined
  if (textFact(run.facts, 'severity') === undefined)
    return `${run.id} is an alert that nobody declared yet. First: /ops approve ${run.gate?.code ?? ''} sev1`
  return (WHY[note] ?? resolved)(run, context)
}

function may({ by }: Note, groups: readonly string[]): boolean {
  return by === EVERYONE || groups.includes(by)
}

const WHY: Readonly<Record<string, Why>> = {
  lead: (run) => resolved(run) ?? acknowledgeFirst(run, 'Whoever acknowledges leads'),
  comms: (run, context) => role(run, context, 'comms', 'communications'),
  scribe: (run, context) => role(run, context, 'scribe', 'scribe'),
  checks: (run) =>
    run.facts['checks'] === true
      ? (resolved(run) ?? acknowledgeFirst(run, 'The checks are run after that'))
      : 'No addresses are configured: add healthChecks to vigie.yaml.',
  workaround: (run) =>
    resolved(run) ??
    `Workarounds are kept for SEV3, and ${run.id} is ${severityOf(run)}. Say it as an update: /incident update ${run.id} ...`,
  action: (run) => acknowledgeFirst(run, 'Action items come after that'),
  dataLoss: (run) =>
    run.facts['confirmed'] === true
      ? `The data loss of ${run.id} is confirmed already.`
      : `Data loss is flagged for ${run.id} already: the lead confirms it. What else is known goes into a note: /incident note ${run.id} ...`,
  noticeFiled: (run) =>
    run.facts['dataLoss'] === true
      ? `The notice for ${run.id} is filed already.`
      : `No data loss is flagged for ${run.id}. First: /incident dataloss ${run.id} what may be lost`,
  postmortem: (run) => {
    if (run.facts['resolved'] !== true)
      return `${run.id} is not resolved yet: its post-mortem is written then.`
    return `${run.id} is ${severityOf(run)}: no post-mortem is asked for, unless similar incidents make a pattern.`
  },
}

function resolved(run: Run): string | undefined {
  return run.facts['resolved'] === true
    ? `${run.id} is resolved. What is known now goes into a note: /incident note ${run.id} ...`
    : undefined
}

function acknowledgeFirst(run: Run, why: string): string | undefined {
  if (run.facts['acknowledged'] === true) return undefined
  return run.gate === undefined
    ? `Nobody acknowledged ${run.id}. ${why}.`
    : `Nobody acknowledged ${run.id} yet. ${why}: /ops approve ${run.gate.code}`
}

function role(run: Run, { directory }: Context, fact: string, name: string): string | undefined {
  const holder = textFact(run.facts, fact)
  if (holder !== undefined) return `${directory.nameOf(holder)} is ${name} for ${run.id} already.`
  return resolved(run) ?? acknowledgeFirst(run, 'Roles are taken after that')
}
