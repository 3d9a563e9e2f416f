import { freezeAt } from '../../engine/freeze.ts'
import { nextFreeze } from '../../engine/next-freeze.ts'
import { findStep } from '../../engine/playbook.ts'
import type { Run } from '../../engine/run.ts'
import { choicesNow, waitsFor } from '../../engine/standing.ts'
import type { Text } from '../../notify/card.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import { approversOf, isAsked } from '../../notify/cards/release-facts.ts'
import { formatTime } from '../../notify/time.ts'
import type { ReleaseDesk } from '../../runs/release/desk.ts'
import { answer } from '../answers.ts'
import type { Reply } from '../command.ts'
import { type Context, lookOf } from '../context.ts'
import { heldLines, overrideLine } from './held.ts'
import { openOnes, underWay, versionIn } from './open.ts'
import { inProduction } from './previous.ts'

const LOOKED_AT = 50
/** Every step of a release that waits for people waits for this group. */
const OWNER = 'owners'

/** What is under way, what holds it, what production runs, and when nothing is released. */
export async function status(context: Context, desk: ReleaseDesk): Promise<Reply> {
  const [rollbacks, releases, production] = await Promise.all([
    openOnes(context, desk, 'rollback'),
    openOnes(context, desk, 'release'),
    productionLine(context, desk),
  ])
  const open = [...rollbacks, ...releases]
  const lines: readonly Text[] = [
    ...open.flatMap((run) => standing(context, run)),
    lockLine(context, desk, open),
    production,
    ...freezeLines(context, desk),
  ]
  return answer(open.length === 0 ? 'Nothing is being released' : `${open.length} under way`, { lines })
}

function standing(context: Context, run: Run): readonly Text[] {
  const step = findStep(run.steps, run.step)
  return [
    [{ bold: run.id }, ` ${versionIn(run)} - ${step?.title ?? run.step}, ${waitsWords(context, run)}`],
    ...heldLines(run).map((line) => `${run.id} is held - ${line}`),
    ...overrideLine(run),
  ]
}

/** `waits for owners (Corentin, Yan): /ops approve REL-7-C`; whoever asked approves nothing with four eyes. */
function waitsWords({ directory }: Context, run: Run): string {
  const group = run.playbook === 'release' ? OWNER : waitsFor(run)
  const waits = run.playbook === 'release' ? isAsked(run) : choicesNow(run).length > 0
  if (group === undefined || !waits) return 'goes on by itself'
  const members = (name: string) => directory.inGroup(name).map(({ id }) => id)
  const ids = approversOf(run, members)?.ids ?? members(group)
  const names = ids.map(directory.nameOf)
  const door = run.gate === undefined ? '' : `: /ops approve ${run.gate.code}`
  return `waits for ${group} (${names.join(', ')})${door}`
}

/** It is held by whoever came first. */
function lockLine(context: Context, { settings }: ReleaseDesk, open: readonly Run[]): string {
  const [first] = [...open].sort((one, other) => one.openedAt - other.openedAt)
  return first === undefined
    ? `The lock of ${settings.environment} is free.`
    : `The lock of ${settings.environment}: ${underWay(context, first)}`
}

async function productionLine(context: Context, desk: ReleaseDesk): Promise<string> {
  const lists = ['release', 'rollback'].map((playbook) => context.store.list({ playbook, limit: LOOKED_AT }))
  const known = (await Promise.all(lists)).flat().flatMap((run) => cameOf(run, desk) ?? [])
  const [last] = known.sort((one, other) => other.at - one.at)
  if (last !== undefined)
    return `Production runs ${last.version} since ${formatTime(last.at, lookOf(context))} (${last.run}).`
  const stable = await desk.stable()
  if (stable === undefined) return 'Vigie released nothing yet, and GitHub does not tell its tags.'
  const [newest] = stable
  return newest === undefined
    ? 'Nothing was released yet.'
    : `The newest tag is ${newest.version}; Vigie released nothing yet.`
}

/** What a run brought to production, and when. */
function cameOf(run: Run, desk: ReleaseDesk) {
  const { facts, history, playbook } = run
  const isRollback = playbook === 'rollback' && facts['restored'] === true
  if (!isRollback && !(playbook === 'release' && inProduction(run, desk))) return undefined
  const version = textFact(facts, isRollback ? 'target' : 'version')
  const came = history.findLast(({ what }) => ['deployed', 'by-hand', 'go-on'].includes(what))
  return version === undefined || came === undefined ? undefined : { run: run.id, version, at: came.at }
}

function freezeLines(context: Context, { settings }: ReleaseDesk): readonly string[] {
  const look = lookOf(context)
  const { now, timeZone } = look
  const frozen = freezeAt(settings.freezes, now, timeZone)
  const next = nextFreeze(settings.freezes, now, timeZone)
  return [
    ...(frozen === undefined
      ? []
      : [`Freeze: ${frozen.name} until ${formatTime(frozen.until, look)}. A rollback is never held.`]),
    ...(next === undefined ? [] : [`Next freeze: ${next.name} from ${formatTime(next.since, look)}.`]),
    ...(frozen === undefined && next === undefined ? ['No freeze is set.'] : []),
  ]
}
