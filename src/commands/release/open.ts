import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import { formatTime } from '../../notify/time.ts'
import type { ReleaseDesk } from '../../runs/release/desk.ts'
import type { Speaker } from '../command.ts'
import { type Context, lookOf } from '../context.ts'

export type Kind = 'release' | 'rollback'

const LOOKED_AT = 50

/** Those of this environment, newest first. */
export async function openOnes(context: Context, desk: ReleaseDesk, kind: Kind): Promise<readonly Run[]> {
  const open = await context.store.list({ state: 'open', playbook: kind, limit: LOOKED_AT })
  return open.filter(({ facts }) => facts['environment'] === desk.settings.environment)
}

/** The run in which this very delivery was taken before: a repeat answers as the first did. */
export async function takenBefore(context: Context, { key }: Speaker, kind: Kind): Promise<Run | undefined> {
  const latest = await context.store.list({ playbook: kind, limit: LOOKED_AT })
  return latest.find(({ history }) => history.some((entry) => entry.key === key))
}

/** `v1.4.0`; what was asked for while nobody knows which version that is. */
export function versionIn({ facts }: Pick<Run, 'facts'>): string {
  const asked = textFact(facts, 'asked')
  const meant = asked === undefined ? 'the next version' : `the next ${asked} version`
  return textFact(facts, 'version') ?? (asked?.startsWith('v') === true ? asked : meant)
}

/** `REL-6 releases v1.3.0 since 14:02, started by Yan` */
export function underWay(context: Context, run: Run): string {
  const since = `since ${formatTime(run.openedAt, lookOf(context))}, started by ${context.directory.nameOf(run.requester)}`
  return run.playbook === 'rollback'
    ? `${run.id} rolls ${versionIn(run)} back to ${textFact(run.facts, 'target') ?? 'the stable version'} ${since}`
    : `${run.id} releases ${versionIn(run)} ${since}`
}
