import { judgePolicy } from '../engine/gate.ts'
import { EVERYONE, type Playbook } from '../engine/playbook.ts'
import { VIGIE } from '../engine/run.ts'
import { withFourEyes } from '../playbooks/release.ts'
import { type Rough, readRoughly } from './rough.ts'
import { judgeSyncReferences } from './sync-references.ts'

/** Which systems the environment turns on: they need keys of `vigie.yaml`. */
export type On = { readonly slack: boolean; readonly github: boolean; readonly sync: boolean }

/** What `vigie.yaml` says about itself, ids that must exist, be one person's, or differ: one line for each that doesn't hold. */
export function judgeReferences(
  document: unknown,
  playbooks: readonly Playbook[],
  on: On,
): readonly string[] {
  const team = readRoughly(document)
  const { people, healthChecks, runbooks } = team
  return [
    ...(['id', 'slack', 'github'] as const).flatMap((key) => {
      const values = people.map((person) => person[key])
      return repeats(values, (at) => `people[${at}]`, `.${key}`, 'each person needs their own')
    }),
    ...judgeOnCall(team),
    ...judgeRotation(team),
    ...unknown(team, 'issues.assignTo', team.issues.assignTo),
    ...repeats(
      names(healthChecks.checks),
      (at) => `healthChecks.checks[${at}]`,
      '.name',
      'each needs its own',
    ),
    ...repeats(names(runbooks), (at) => `runbooks[${at}]`, '.name', 'each needs its own'),
    ...judgeSystems(team, on),
    ...judgeReleases(team),
    ...(team.sync === undefined ? [] : judgeSyncReferences(team.sync)),
    ...(people.length === 0 ? [] : judgeGroups(team, playbooksOf(team, playbooks))),
  ]
}

function repeats(
  values: readonly (string | undefined)[],
  pathOf: (index: number) => string,
  key: string,
  remedy: string,
): readonly string[] {
  return values.flatMap((value, index) => {
    const first = values.indexOf(value)
    if (value === undefined || first === index) return []
    return [`${pathOf(index)}${key}: ${pathOf(first)} has the same one; ${remedy}`]
  })
}

function names(list: readonly { readonly name?: string | undefined }[]): readonly (string | undefined)[] {
  return list.map(({ name }) => name)
}

function unknown({ people }: Rough, path: string, id: string | undefined): readonly string[] {
  if (id === undefined || people.some((person) => person.id === id)) return []
  return [`${path}: nobody in people has this id; add the person or name another`]
}

function judgeOnCall(team: Rough): readonly string[] {
  const { primary, backup } = team.onCall
  const faults = [...unknown(team, 'onCall.primary', primary), ...unknown(team, 'onCall.backup', backup)]
  const alone = primary !== undefined && primary === backup
  return alone ? [...faults, 'onCall.backup: is the primary too; name somebody else'] : faults
}

function judgeRotation(team: Rough): readonly string[] {
  const { people } = team.onCall.rotation
  const pathOf = (index: number) => `onCall.rotation.people[${index}]`
  return [
    ...people.flatMap((id, index) => unknown(team, pathOf(index), id)),
    ...repeats(people, pathOf, '', 'each person has one turn'),
  ]
}

function judgeSystems({ channels, repository, sync }: Rough, on: On): readonly string[] {
  const noChannel = on.slack && channels.ops !== undefined && channels.ops['slack'] === undefined
  return [
    ...(noChannel ? ['channels.ops.slack: is missing while SLACK_BOT_TOKEN is set; add the channel'] : []),
    ...(on.github && repository === undefined
      ? ['repository: is missing while GITHUB_TOKEN or GITHUB_APP_ID is set; add its owner and name']
      : []),
    ...(on.sync && sync === undefined
      ? ['sync: is missing while BASEROW_URL and DOCMOST_URL are set; add the tables that are kept in step']
      : []),
  ]
}

function judgeReleases({ releases, repository }: Rough): readonly string[] {
  if (releases === undefined) return []
  const { flows, smoke, freezes } = releases
  return [
    ...(repository === undefined
      ? ['releases: needs a repository; add repository with its owner and name, or remove releases']
      : []),
    ...repeats(flows, (at) => `releases.flows[${at}]`, '', 'each is ticked by itself'),
    ...repeats(names(smoke), (at) => `releases.smoke[${at}]`, '.name', 'each needs its own'),
    ...repeats(names(freezes), (at) => `releases.freezes[${at}]`, '.name', 'each needs its own'),
  ]
}

/** Those that can begin here, as they would. Four eyes that nobody asked for come only where they can be met. */
function playbooksOf({ releases }: Rough, playbooks: readonly Playbook[]): readonly Playbook[] {
  if (releases === undefined) return playbooks.filter(({ name }) => !OF_RELEASES.includes(name))
  return releases.fourEyes === true
    ? playbooks.map((one) => (one.name === 'release' ? withFourEyes(one) : one))
    : playbooks
}

const OF_RELEASES: readonly string[] = ['release', 'rollback']

/** Groups whose members could never decide what a playbook asks of them. */
function judgeGroups({ people }: Rough, playbooks: readonly Playbook[]): readonly string[] {
  const members = (group: string) => people.filter((person) => person.groups.includes(group)).length
  const short = playbooks.flatMap((playbook) => shortagesOf(playbook, members))
  const groups = [...new Set(short.map(({ group }) => group))]
  return groups.map((group) => {
    const here = short.filter((one) => one.group === group)
    const names = [...new Set(here.map(({ playbook }) => playbook))].join(', ')
    const needed = Math.max(...here.map((one) => one.needed))
    return `people: needed are ${needed} in the group "${group}" (${names}); add it to the groups of more people`
  })
}

type Shortage = { readonly playbook: string; readonly group: string; readonly needed: number }

function shortagesOf(playbook: Playbook, members: (group: string) => number): readonly Shortage[] {
  const gates = playbook.steps.flatMap((step) => {
    if (step.kind !== 'gate' || judgePolicy(step, members(step.approvers)) === 'met') return []
    const needed = (step.quorum ?? 1) + (step.notRequester === true ? 1 : 0)
    return [{ playbook: playbook.name, group: step.approvers, needed }]
  })
  const doers = [
    ...playbook.steps.flatMap((step) =>
      step.kind === 'gate' || step.doneBy === undefined ? [] : [step.doneBy],
    ),
    ...playbook.notes.map((note) => note.by),
  ]
  const named = doers.filter((group) => group !== EVERYONE && group !== VIGIE)
  const empty = named.filter((group) => members(group) === 0)
  return [...gates, ...empty.map((group) => ({ playbook: playbook.name, group, needed: 1 }))]
}
