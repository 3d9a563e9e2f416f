import type { Run } from '../../engine/run.ts'
import { choicesNow, notesNow } from '../../engine/standing.ts'
import type { Card } from '../../notify/card.ts'
import { choiceButton, noteButton } from '../../notify/cards/buttons.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import { stableOf, versionOf } from '../../notify/cards/release-facts.ts'
import type { ReleaseDesk } from '../../runs/release/desk.ts'
import type { Doing } from '../act.ts'
import type { Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { openOnes, underWay } from './open.ts'

/** What a rollback takes back. */
export type Back =
  /** The release that is under way: it ends with it. */
  | { readonly kind: 'press'; readonly act: Doing }
  | {
      readonly kind: 'open'
      readonly version: string
      readonly target: string
      readonly release?: string
      /** Production was taken back already: this goes further, and somebody looks at it first. */
      readonly further?: true
    }
  | { readonly kind: 'refused'; readonly lines: readonly string[]; readonly buttons?: Card['buttons'] }

const LOOKED_AT = 50

/**
 * The release that is named; else the one under way that reached production; else the last one that did; else, where
 * Vigie released nothing yet, the newest stable tag. What is rolled back already isn't again, unless it is named.
 */
export async function whatToRollBack(
  context: Context,
  desk: ReleaseDesk,
  speaker: Speaker,
  named: string | undefined,
): Promise<Back> {
  if (named !== undefined) return ofNamed(context, speaker, named)
  const [rolling] = await openOnes(context, desk, 'rollback')
  if (rolling !== undefined) return already(context, rolling)
  const open = await openOnes(context, desk, 'release')
  const pressed = open.flatMap((run) => actFor(speaker, run) ?? [])
  const [act] = pressed
  if (act !== undefined) return { kind: 'press', act }
  const finished = await context.store.list({ state: 'finished', playbook: 'release', limit: LOOKED_AT })
  const known = finished.filter((run) => wasInProduction(run, desk)).sort(latestFirst)
  const begins = known.find(isBeginning)
  if (begins !== undefined) return refused(`${begins.id} is being rolled back: /release status`)
  const last = known.find((run) => !isRolledBack(run))
  if (last === undefined) {
    const back = await lastRollback(context, desk)
    return further(await ofTags(desk, textFact(back?.facts, 'target')), back ?? known[0])
  }
  return further(ofRelease(speaker, last, last.id), last === known[0] ? undefined : known[0])
}

/** Its rollback was asked for and isn't there yet. */
function isBeginning({ facts }: Run): boolean {
  return facts['outcome'] === 'rolled back' && facts['rollback'] === undefined && facts['failed'] !== true
}

function further(back: Back, past: Run | undefined): Back {
  return back.kind === 'open' && past !== undefined ? { ...back, further: true } : back
}

/** Two people in a hurry: the second one doesn't take production back one version further. */
function already(context: Context, rolling: Run): Back {
  const buttons = [{ label: 'Show', act: { kind: 'show', run: rolling.id } as const }]
  return {
    kind: 'refused',
    lines: [
      `${underWay(context, rolling)}.`,
      'To go back further, name the release: /release rollback REL-7 bug what you saw fail',
    ],
    buttons,
  }
}

async function ofNamed(context: Context, speaker: Speaker, id: string): Promise<Back> {
  const run = await context.store.get(id)
  const rollback = run?.state === 'finished' && isRolledBack(run) ? textFact(run.facts, 'rollback') : ''
  if (rollback === '') return ofRelease(speaker, run, id)
  const rolling = rollback === undefined ? undefined : await context.store.get(rollback)
  if (rolling?.state === 'open') return already(context, rolling)
  return refused(`${id} was rolled back already${rollback === undefined ? '' : `: ${rollback}`}.`)
}

function ofRelease(speaker: Speaker, run: Run | undefined, id: string): Back {
  if (run?.playbook !== 'release')
    return refused(`There is no release ${id}.`, '/release list shows those there are.')
  const act = actFor(speaker, run)
  if (act !== undefined) return { kind: 'press', act }
  const isFirst = run.facts['tagged'] === true && stableOf(run) === undefined
  if (isFirst)
    return refused(`${id} released ${versionOf(run)}, the first version: there is none to go back to.`)
  if (run.state === 'open')
    return refused(
      `Nothing of ${id} is in production.`,
      `To end it: ${run.gate === undefined ? `/release abort ${id}` : `/ops approve ${run.gate.code} abort`}`,
    )
  const [version, target] = [textFact(run.facts, 'version'), stableOf(run)]
  if (version === undefined || run.facts['tagged'] !== true)
    return refused(`${id} never reached production: there is nothing to take back.`)
  if (target === undefined) return refused(`${id} has no version to go back to.`)
  return { kind: 'open', version, target, release: id }
}

/** The choice of its step; else the note, which those may who aren't asked at its gates. */
function actFor({ person }: Speaker, run: Run): Doing | undefined {
  const choice = choicesNow(run).find(({ id }) => id === 'rollback')
  const step = run.steps.find(({ id }) => id === run.step)
  const group = choice?.by ?? (step?.kind === 'gate' ? step.approvers : undefined)
  const note = notesNow(run).find(({ id }) => id === 'rollback')
  const takesNote = note !== undefined && person.groups.includes(note.by)
  const mayChoose = choice !== undefined && (group === undefined || person.groups.includes(group))
  if (choice !== undefined && (mayChoose || !takesNote)) return doing(choiceButton(run, choice).act)
  return note !== undefined && run.state === 'open' ? doing(noteButton(run, note).act) : undefined
}

function doing(act: Card['buttons'][number]['act']): Doing | undefined {
  return act.kind === 'show' ? undefined : act
}

/** Where it is what production runs, unless something came after it. */
export function inProduction(run: Run, desk: ReleaseDesk): boolean {
  return wasInProduction(run, desk) && !isRolledBack(run)
}

function wasInProduction({ facts }: Run, { settings }: ReleaseDesk): boolean {
  return facts['environment'] === settings.environment && facts['deployed'] === true
}

function isRolledBack({ facts }: Run): boolean {
  return facts['rollback'] !== undefined || facts['outcome'] === 'rolled back'
}

function latestFirst(one: Run, other: Run): number {
  return (other.finishedAt ?? 0) - (one.finishedAt ?? 0)
}

/** The one that brought production to where it is. */
async function lastRollback({ store }: Context, { settings }: ReleaseDesk): Promise<Run | undefined> {
  const finished = await store.list({ state: 'finished', playbook: 'rollback', limit: LOOKED_AT })
  const ours = finished.filter(({ facts }) => facts['environment'] === settings.environment)
  return ours.sort(latestFirst)[0]
}

/** From the version that production runs, where Vigie knows it; else from the newest one. */
async function ofTags(desk: ReleaseDesk, running: string | undefined): Promise<Back> {
  const stable = await desk.stable()
  if (stable === undefined)
    return refused(
      'Vigie released nothing yet, and GitHub does not tell its tags: type it again in a minute.',
    )
  const at = stable.findIndex(({ version }) => version === running)
  const [newest, before] = stable.slice(Math.max(0, at))
  if (newest === undefined || before === undefined)
    return refused(
      `There is no stable tag before ${newest?.version ?? 'this'}: there is nothing to go back to.`,
    )
  return { kind: 'open', version: newest.version, target: before.name }
}

function refused(...lines: readonly string[]): Back {
  return { kind: 'refused', lines }
}
