import { z } from 'zod'
import { judgePolicy } from '../engine/gate.ts'
import { EVERYONE, type Playbook } from '../engine/playbook.ts'
import { VIGIE } from '../engine/run.ts'

/**
 * What `vigie.yaml` says about itself: ids that must exist, be one person's, or differ.
 * It reads only the keys it compares and forgives the rest, so that one wrong key elsewhere doesn't hide a wrong reference.
 */
const rough = z
  .object({
    people: z
      .array(
        z
          .object({
            id: z.string().optional().catch(undefined),
            slack: z.string().optional().catch(undefined),
            groups: z.array(z.unknown()).catch([]),
          })
          .catch({ groups: [] }),
      )
      .catch([]),
    onCall: z
      .object({
        primary: z.string().optional().catch(undefined),
        backup: z.string().optional().catch(undefined),
      })
      .catch({}),
    channels: z.object({ ops: z.looseObject({}).optional().catch(undefined) }).catch({}),
  })
  .catch({ people: [], onCall: {}, channels: {} })

type Rough = z.infer<typeof rough>

/** One line for each reference that doesn't hold. */
export function judgeReferences(
  document: unknown,
  playbooks: readonly Playbook[],
  slackOn: boolean,
): readonly string[] {
  const team = rough.parse(document)
  return [
    ...repeats(team, 'id'),
    ...repeats(team, 'slack'),
    ...judgeOnCall(team),
    ...judgeChannels(team, slackOn),
    ...(team.people.length === 0 ? [] : judgeGroups(team, playbooks)),
  ]
}

function repeats(team: Rough, key: 'id' | 'slack'): readonly string[] {
  return team.people.flatMap((person, index) => {
    const value = person[key]
    const first = team.people.findIndex((other) => other[key] === value)
    if (value === undefined || first === index) return []
    return [`people[${index}].${key}: people[${first}] has the same one; each person needs their own`]
  })
}

function judgeOnCall({ people, onCall }: Rough): readonly string[] {
  const faults = (['primary', 'backup'] as const).flatMap((role) => {
    const id = onCall[role]
    if (id === undefined || people.some((person) => person.id === id)) return []
    return [`onCall.${role}: nobody in people has this id; add the person or name another`]
  })
  const alone = onCall.primary !== undefined && onCall.primary === onCall.backup
  return alone ? [...faults, 'onCall.backup: is the primary too; name somebody else'] : faults
}

function judgeChannels({ channels }: Rough, slackOn: boolean): readonly string[] {
  if (!slackOn || channels.ops === undefined || channels.ops['slack'] !== undefined) return []
  return ['channels.ops.slack: is missing while SLACK_BOT_TOKEN is set; add the channel']
}

/** Groups whose members could never decide what a playbook asks of them. */
function judgeGroups({ people }: Rough, playbooks: readonly Playbook[]): readonly string[] {
  const members = (group: string) => people.filter((person) => person.groups.includes(group)).length
  return [...new Set(playbooks.flatMap((playbook) => judgePlaybook(playbook, members)))]
}

function judgePlaybook(playbook: Playbook, members: (group: string) => number): readonly string[] {
  const gates = playbook.steps.flatMap((step) => {
    if (step.kind !== 'gate' || judgePolicy(step, members(step.approvers)) === 'met') return []
    return [tooFew(playbook, step.approvers, (step.quorum ?? 1) + (step.notRequester === true ? 1 : 0))]
  })
  const doers = [
    ...playbook.steps.flatMap((step) =>
      step.kind === 'gate' || step.doneBy === undefined ? [] : [step.doneBy],
    ),
    ...playbook.notes.map((note) => note.by),
  ]
  const named = doers.filter((group) => group !== EVERYONE && group !== VIGIE)
  const empty = named.filter((group) => members(group) === 0).map((group) => tooFew(playbook, group, 1))
  return [...gates, ...empty]
}

function tooFew(playbook: Playbook, group: string, needed: number): string {
  return `people: the ${playbook.name} playbook needs ${needed} in the group "${group}"; add it to the groups of more people`
}
