import type { Refused } from '../engine/event.ts'
import type { Entry, Run } from '../engine/run.ts'
import { choicesNow, pastOf } from '../engine/standing.ts'
import { approversOf } from '../notify/cards/release-facts.ts'
import { formatTime } from '../notify/time.ts'
import { refusal } from './answers.ts'
import type { Reply, Speaker } from './command.ts'
import { type Context, lookOf } from './context.ts'
import { heldLines, isHeld, overrideLine } from './release/held.ts'

/** The sentence for each reason why nothing changed: what happened, and who may or what to do. */
export function explainRefusal(context: Context, refused: Refused): Reply {
  const { run, reason } = refused
  switch (reason) {
    case 'not_an_approver':
      return refusal('Refused - you may not do this', { lines: [whoMayInstead(context, refused)] })
    case 'own_request':
      return refusal('Refused - you asked for this yourself', { lines: [whoElse(context, run)] })
    case 'already_decided':
    case 'already_voted':
    case 'repeated':
      return refusal(`${run.id} - already ${happened(context, run, refused.before)}`, {
        lines: [standing(run)],
      })
    case 'finished':
      return refusal(`${run.id} is over`, { lines: [standing(run)] })
    case 'stale':
      return refusal('Nothing changed - this card was out of date', { lines: [standing(run)] })
    case 'gate_expired':
      return refusal('Nothing changed - the time to decide is over', { lines: ['Ask for it again.'] })
    case 'reason_required':
      return refusal('Nothing changed - a reason is needed', { lines: ['Decide again and say why.'] })
    case 'not_now':
      return isHeld(run)
        ? refusal(`Nothing changed - ${run.id} is held`, {
            lines: [...heldLines(run), ...overrideLine(run), standing(run)],
          })
        : refusal('Nothing changed - that is not possible as it stands', { lines: [standing(run)] })
    case 'unknown_choice':
      return refusal('Nothing changed - that is no choice here', { lines: [standing(run)] })
    case 'no_such_timer':
      return refusal('Nothing changed')
  }
}

/** `acknowledged by Yan at 14:32 (console)` */
function happened(context: Context, run: Run, before: Entry | undefined): string {
  if (before === undefined) return 'decided'
  const at = formatTime(before.at, lookOf(context))
  return `${pastOf(run, before)} by ${context.directory.nameOf(before.by)} at ${at} (${before.door})`
}

function standing(run: Run): string {
  if (run.state === 'finished') return `${run.id} is finished: nothing changes any more.`
  const choices = choicesNow(run).map((choice) => choice.label)
  return choices.length === 0 ? `${run.id} goes on by itself.` : `${run.id} can take: ${choices.join(', ')}.`
}

function whoMayInstead(context: Context, { person, group = '' }: Refused): string {
  return person === undefined ? whoMay(context, group) : `Only ${context.directory.nameOf(person)} may.`
}

/** With four eyes: those of the gate's group who didn't ask for it. */
function whoElse({ directory }: Context, run: Run): string {
  const members = (group: string) => directory.inGroup(group).map(({ id }) => id)
  const names = (approversOf(run, members)?.ids ?? []).map(directory.nameOf)
  return names.length === 0
    ? 'Somebody else has to decide it.'
    : `Somebody else has to decide it: ${names.join(' or ')}.`
}

/** Somebody types what they may not do: it is in the audit, and they hear who may. */
export async function refuseSpeaker(
  context: Context,
  { person, door }: Speaker,
  did: string,
  groups: readonly string[],
): Promise<Reply> {
  const { audit, clock } = context
  const record = { by: person.id, door, did, result: 'refused', reason: 'not_an_approver' } as const
  await audit.append({ at: clock.now(), ...record })
  return refusal('Refused - you may not do this', { lines: [whoMay(context, ...groups)] })
}

/** Each of these groups may. */
function whoMay({ directory }: Context, ...groups: readonly string[]): string {
  const names = directory.everyone
    .filter((person) => person.groups.some((group) => groups.includes(group)))
    .map((person) => person.name)
  const named = groups.join(' and ')
  return names.length === 0
    ? `Only the group ${named} may, and nobody is in it: add people in vigie.yaml.`
    : `Only ${named} may: ${names.join(', ')}.`
}
