import type { Actor } from '../engine/event.ts'
import { judgePolicy } from '../engine/gate.ts'
import type { Playbook } from '../engine/playbook.ts'
import type { Fields, Run } from '../engine/run.ts'
import type { Span } from '../engine/span.ts'
import { ROLLBACK_SCENARIOS } from '../notify/cards/rollback-scenarios.ts'
import type { Directory } from './people.ts'
import type { ReleaseSettings } from './release/settings.ts'
import type { Runs } from './submit.ts'

/** Begins releases and rollbacks with everything that the configuration says about them. */
export type Releases = {
  /** Stored when this resolves, once for each key. */
  open(opening: ReleaseOpening): Promise<Run>
  rollBack(opening: RollbackOpening): Promise<Run>
}

type Opening = {
  readonly key: string
  readonly rememberMs?: number
  readonly at: number
  readonly by: Actor
  readonly door: string
}

export type ReleaseOpening = Opening & {
  /** `minor`, `patch`, `major`, `v1.4.0`; whatever the commits imply when empty. */
  readonly asked: string
  /** A hotfix is made of its own branch, which began at a stable tag. */
  readonly hotfix?: { readonly branch: string }
}

export type Scenario = (typeof ROLLBACK_SCENARIOS)[number]['id']
export const SCENARIOS: readonly Scenario[] = ROLLBACK_SCENARIOS.map(({ id }) => id)

export type RollbackOpening = Opening & {
  readonly scenario: Scenario
  readonly reason: string
  /** The version that goes, and the stable one that comes back: `v1.4.0`. */
  readonly version: string
  readonly target: string
  /** The release and the incident that it belongs to: `REL-7`, `INC-3`. */
  readonly release?: string
  readonly incident?: string
}

export type ReleasesDeps = {
  readonly runs: Pick<Runs, 'open'>
  readonly directory: Pick<Directory, 'inGroup'>
  readonly settings: ReleaseSettings
  /** The channel is ops where the team has none for releases. */
  readonly channel: string
  readonly playbooks: {
    readonly release: Playbook
    readonly withFourEyes: (playbook: Playbook) => Playbook
    readonly rollback: Playbook
  }
}

const MINUTE = 60_000

export function createReleases({ runs, directory, settings, channel, playbooks }: ReleasesDeps): Releases {
  const durations: Readonly<Record<string, Span>> = {
    gate: settings.remindEvery,
    watch: settings.watch.for,
    silent: settings.silentAfter,
    undone: 15 * MINUTE,
  }
  const members = (group: string) => directory.inGroup(group).length
  const strict = playbooks.withFourEyes(playbooks.release)
  const playbook = wantsFourEyes(settings, strict, members) ? strict : playbooks.release

  return {
    open: ({ asked, hotfix, ...opening }) =>
      runs.open(playbook, {
        ...opening,
        channel,
        durations,
        facts: {
          asked,
          environment: settings.environment,
          branch: hotfix?.branch ?? settings.branch,
          flows: settings.flows.join('\n'),
          ...(hotfix === undefined ? {} : { hotfix: true }),
          ...(settings.staging === undefined ? {} : { staging: settings.staging }),
        },
      }),
    rollBack: ({ scenario, reason, version, target, release, incident, ...opening }) =>
      runs.open(playbooks.rollback, {
        ...opening,
        channel,
        durations,
        facts: {
          scenario,
          reason,
          version,
          target,
          environment: settings.environment,
          workflow: settings.workflows.deploy,
          ...given({
            release,
            incident,
            deployByHand: settings.byHand?.replaceAll('{version}', () => target),
          }),
        },
      }),
  }
}

/** Four eyes wherever somebody else could look; a team of one owner would wait for ever. */
function wantsFourEyes(
  { fourEyes }: ReleaseSettings,
  strict: Playbook,
  members: (group: string) => number,
): boolean {
  const met = strict.steps.every(
    (step) => step.kind !== 'gate' || judgePolicy(step, members(step.approvers)) === 'met',
  )
  return fourEyes ?? met
}

function given(facts: Readonly<Record<string, string | undefined>>): Fields {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([fact, value]) => (value === undefined ? [] : [[fact, value] as const])),
  )
}
