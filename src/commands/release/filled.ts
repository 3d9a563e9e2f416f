import { SCENARIOS } from '../../runs/releases.ts'
import type { Reply, Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { hotfix } from './hotfix.ts'
import { releasesAreOff } from './off.ts'
import { type Asked, rollBack } from './rollback.ts'
import { start } from './start.ts'

type Filled = Readonly<Record<string, string>>

/** The form of a release, filled in: a version that was typed counts before a level that was chosen. */
export async function startFilled(context: Context, speaker: Speaker, fields: Filled): Promise<Reply> {
  const desk = context.releases
  if (desk === undefined) return releasesAreOff(context)
  const { asked: level = '', version, hotfix: branch } = fields
  const asked = version ?? level
  if (branch === undefined) return start(context, desk, speaker, { asked })
  const ours = /^hotfix\/(v\S+)$/.exec(branch)?.[1]
  return ours !== undefined && (version ?? ours) === ours
    ? hotfix(context, desk, speaker, ours)
    : start(context, desk, speaker, { asked, branch })
}

export async function rollBackFilled(
  context: Context,
  speaker: Speaker,
  { run, version }: Pick<Asked, 'run' | 'version'>,
  { scenario: chosen, reason = '' }: Filled,
): Promise<Reply> {
  const desk = context.releases
  if (desk === undefined) return releasesAreOff(context)
  const scenario = SCENARIOS.find((one) => one === chosen)
  return rollBack(context, desk, speaker, {
    reason,
    ...(run === undefined ? {} : { run }),
    ...(version === undefined ? {} : { version }),
    ...(scenario === undefined ? {} : { scenario }),
  })
}
