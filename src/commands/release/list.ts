import { findStep } from '../../engine/playbook.ts'
import type { Run } from '../../engine/run.ts'
import type { Text } from '../../notify/card.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import { formatTime } from '../../notify/time.ts'
import { answer } from '../answers.ts'
import type { Reply } from '../command.ts'
import { type Context, lookOf } from '../context.ts'
import { versionIn } from './open.ts'

const LISTED = 20

/** Open releases and rollbacks first, then the last ones that are over, newest first. */
export async function listReleases(context: Context): Promise<Reply> {
  const lists = ['release', 'rollback'].map((playbook) => context.store.list({ playbook, limit: LISTED }))
  const newestFirst = (one: Run, other: Run) => other.openedAt - one.openedAt
  const runs = (await Promise.all(lists)).flat().sort(newestFirst)
  const open = runs.filter(({ state }) => state === 'open')
  const over = runs.filter(({ state }) => state === 'finished')
  const lines = [...open, ...over].slice(0, LISTED).map((run) => lineOf(context, run))
  return answer(`${open.length} open`, { lines: lines.length === 0 ? ['No release so far.'] : lines })
}

function lineOf(context: Context, run: Run): Text {
  const target = textFact(run.facts, 'target')
  const what = target === undefined ? versionIn(run) : `${versionIn(run)} back to ${target}`
  const hotfix = run.facts['hotfix'] === true ? ' (hotfix)' : ''
  return [{ bold: run.id }, ` ${what}${hotfix} - ${stateOf(context, run)}`]
}

function stateOf(context: Context, run: Run): string {
  const look = lookOf(context)
  const by = context.directory.nameOf(run.requester)
  if (run.finishedAt === undefined)
    return `${findStep(run.steps, run.step)?.title ?? run.step} since ${formatTime(run.openedAt, look)}, started by ${by}`
  const outcome = textFact(run.facts, 'outcome') ?? 'over'
  return `${outcome} at ${formatTime(run.finishedAt, look)}, started by ${by}`
}
