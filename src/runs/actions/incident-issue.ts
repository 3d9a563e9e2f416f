import type { Entry, Run } from '../../engine/run.ts'
import { VIGIE } from '../../engine/run.ts'
import { severityOf, textFact, titleOf } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { GitHub } from '../github.ts'
import type { Directory } from '../people.ts'
import type { Roster } from '../roster.ts'
import type { Settings } from '../settings.ts'
import { keyOf } from './key.ts'
import { gitHubIsOff, isDrill, rehearsed } from './results.ts'
import { moment, oneLine, quotation } from './words.ts'

export type IncidentIssueDeps = {
  readonly github: Pick<GitHub, 'openIssue'> | undefined
  readonly settings: Pick<Settings, 'issues' | 'timeZone'>
  readonly roster: Pick<Roster, 'onCallAt'>
  readonly directory: Pick<Directory, 'byId' | 'nameOf'>
}

/** The issue of a SEV3: what is known when it is asked for, for whoever is to mend it. */
export function createIncidentIssue(deps: IncidentIssueDeps): Action {
  return async (run, entry, effect) => {
    if (isDrill(run)) return rehearsed('would have opened an issue')
    if (deps.github === undefined) return gitHubIsOff(effect, 'open the issue by hand')
    const assignee = deps.settings.issues.assignTo ?? deps.roster.onCallAt(entry.at).primary
    const login = deps.directory.byId(assignee)?.github
    const ticket = await deps.github.openIssue({
      key: keyOf(run, effect),
      title: `${oneLine(titleOf(run))} (${run.id})`,
      body: bodyOf(deps, run, effect.entry, { assignee, login }),
      labels: ['bug', 'low'],
      assignees: login === undefined ? [] : [login],
    })
    return { note: 'issued', fields: { issue: String(ticket.number), issueUrl: ticket.url } }
  }
}

type Assignment = { readonly assignee: string; readonly login: string | undefined }

function bodyOf(
  { directory, settings }: IncidentIssueDeps,
  run: Run,
  place: number,
  { assignee, login }: Assignment,
): string {
  const declared = declarationOf(run)
  const by = declared.by === VIGIE ? 'Vigie, on an alert' : directory.nameOf(declared.by)
  const symptom = textFact(run.facts, 'symptom') ?? titleOf(run)
  const workaround = workaroundAt(run, place)
  return [
    `${run.id}, a ${severityOf(run)} in Vigie, declared by ${by} on ${moment(declared.at, settings.timeZone)}.`,
    `### Symptom\n\n${quotation(symptom)}`,
    workaround === undefined
      ? 'No workaround is known yet. One that is found is added as a comment.'
      : `### Workaround\n\n${quotation(workaround)}`,
    login === undefined
      ? `For ${directory.nameOf(assignee)}, who has no GitHub login in the directory: assigned to nobody.`
      : `For ${directory.nameOf(assignee)}.`,
  ].join('\n\n')
}

/** Who gave it a severity: by beginning it, or by deciding about an alert. */
function declarationOf({ history, requester, openedAt }: Run): { by: string; at: number } {
  const decided = history.find((entry) => entry.kind === 'decided' && entry.step === 'detect')
  return decided ?? { by: requester, at: openedAt }
}

/** As it was when the issue was asked for: each later one is a comment of its own. */
function workaroundAt({ history }: Run, place: number): string | undefined {
  const told = history.slice(0, place + 1).findLast(isWorkaround) ?? history[0]
  return textFact(told?.fields, 'workaround')
}

function isWorkaround({ kind, what }: Entry): boolean {
  return kind === 'noted' && what === 'workaround'
}
