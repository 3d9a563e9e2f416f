import { type Fields, type Run, VIGIE } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Form } from '../../notify/form.ts'
import { formFor } from '../../notify/forms/index.ts'
import { formatTime } from '../../notify/time.ts'
import type { ReleaseDesk } from '../../runs/release/desk.ts'
import { SCENARIOS, type Scenario } from '../../runs/releases.ts'
import { perform, press } from '../act.ts'
import { answer, refusal } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import { actorOf, type Context, lookOf } from '../context.ts'
import { isUnderWay } from '../incident/which.ts'
import { splitCommand } from '../parse.ts'
import { refuseSpeaker } from '../refusals.ts'
import { takenBefore, underWay } from './open.ts'
import { type Back, whatToRollBack } from './previous.ts'

/** Whoever must be able to repair production at any hour. */
const MAY = ['owners', 'responders']

/** What somebody typed or filled in; the run is the one they name. */
export type Asked = {
  readonly run?: string
  /** What they were told that goes. */
  readonly version?: string
  readonly scenario?: Scenario
  readonly reason: string
}

/** `[REL-7] [scenario] [reason]` */
export function typedRollBack(
  context: Context,
  desk: ReleaseDesk,
  speaker: Speaker,
  text: string,
): Promise<Reply> {
  const first = splitCommand(text)
  const named = /^rel-\d+$/.test(first.word) ? { run: first.word.toUpperCase() } : {}
  const said = 'run' in named ? first.rest : text.trim()
  const { word, rest } = splitCommand(said)
  const scenario = SCENARIOS.find((one) => one === word)
  return rollBack(context, desk, speaker, {
    ...named,
    ...(scenario === undefined ? { reason: said } : { scenario, reason: rest }),
  })
}

/**
 * Takes production back at once when it is said why; asks by form else, and before it goes back a second time. Nothing
 * holds it.
 */
export async function rollBack(
  context: Context,
  desk: ReleaseDesk,
  speaker: Speaker,
  asked: Asked,
): Promise<Reply> {
  if (!MAY.some((group) => speaker.person.groups.includes(group)))
    return refuseSpeaker(context, speaker, 'rollback', MAY)
  const before = await takenBefore(context, speaker, 'rollback')
  if (before !== undefined) return begun(context, before)
  const pressed = await takenBefore(context, speaker, 'release')
  if (pressed !== undefined)
    return perform(context, speaker, { kind: 'note', run: pressed.id, note: 'rollback' }, {})
  const back = await whatToRollBack(context, desk, speaker, asked.run)
  switch (back.kind) {
    case 'refused':
      return refusal('Nothing was rolled back', back)
    case 'press':
      return pressIt(context, speaker, back, asked)
    case 'open':
      return openOrAsk(context, desk, speaker, back, asked)
  }
}

/** Somebody who looked at a form for a while is not taken further than it said. */
async function openOrAsk(
  context: Context,
  desk: ReleaseDesk,
  speaker: Speaker,
  back: Opening,
  asked: Asked,
): Promise<Reply> {
  const { scenario, reason, version } = asked
  if (version !== undefined && version !== back.version)
    return refusal('Nothing was rolled back', {
      lines: [`Production runs ${back.version} by now and no more ${version}: look, and type it again.`],
    })
  const unseen = back.further === true && version === undefined
  return scenario === undefined || reason === '' || unseen
    ? { kind: 'form', form: prefilled(formOf(context, back, asked), asked) }
    : open(context, desk, speaker, back, { scenario, reason })
}

async function pressIt(
  context: Context,
  speaker: Speaker,
  { act }: Extract<Back, { kind: 'press' }>,
  { scenario, reason }: Asked,
): Promise<Reply> {
  if (scenario !== undefined && reason !== '') return perform(context, speaker, act, { scenario, reason })
  const reply = await press(context, speaker, act)
  return reply.kind === 'form'
    ? {
        kind: 'form',
        form: prefilled(reply.form, { reason, ...(scenario === undefined ? {} : { scenario }) }),
      }
    : reply
}

type Opening = Extract<Back, { kind: 'open' }>

function formOf({ directory }: Context, { version, target, release }: Opening, asked: Asked): Form {
  const named = asked.run ?? release
  const purpose = { kind: 'rollback', ...(named === undefined ? { version } : { run: named }) } as const
  const facts: Fields = { version, previous: target }
  const form = formFor('release.rollback', purpose, { people: directory.everyone, run: { facts } })
  if (form === undefined) throw new Error('there is no form release.rollback')
  return form
}

/** What was typed stands in the form already. */
function prefilled(form: Form, { scenario, reason }: Asked): Form {
  const typed: Readonly<Record<string, string>> = {
    ...(scenario === undefined ? {} : { scenario }),
    ...(reason === '' ? {} : { reason }),
  }
  const [first, ...others] = form.inputs.map((input) => {
    const initial = typed[input.id]
    return initial === undefined ? input : { ...input, initial }
  })
  return first === undefined ? form : { ...form, inputs: [first, ...others] }
}

async function open(
  context: Context,
  desk: ReleaseDesk,
  speaker: Speaker,
  { version, target, release }: Opening,
  why: { readonly scenario: Scenario; readonly reason: string },
): Promise<Reply> {
  const incident = await openIncidentOf(context, release)
  const run = await desk.rollBack({
    key: speaker.key,
    at: context.clock.now(),
    by: actorOf(speaker.person),
    door: speaker.door,
    version,
    target,
    ...(release === undefined ? {} : { release }),
    ...(incident === undefined ? {} : { incident }),
    ...why,
  })
  return begun(context, run)
}

/** The incident that the release is known to have caused, while it is fought: it needs no second one. */
async function openIncidentOf({ store }: Context, release: string | undefined): Promise<string | undefined> {
  const run = release === undefined ? undefined : await store.get(release)
  const linked = textFact(run?.facts, 'incident')
  const incident = linked === undefined ? undefined : await store.get(linked)
  return incident !== undefined && isUnderWay(incident) ? incident.id : undefined
}

async function begun(context: Context, run: Run): Promise<Reply> {
  await tellRelease(context, run)
  const look = lookOf(context, run)
  return answer(underWay(context, run), {
    lines: [`The card stands in ${look.channel} since ${formatTime(run.openedAt, look)}. Nothing holds it.`],
    buttons: [{ label: 'Show', act: { kind: 'show', run: run.id } }],
  })
}

/** The release knows what became of it; once, whoever tells it again. */
async function tellRelease({ runs, clock }: Context, { id, facts }: Run): Promise<void> {
  const { release } = facts
  if (typeof release !== 'string') return
  await runs.submit(release, {
    type: 'note',
    key: `rolled:${id}`,
    at: clock.now(),
    by: { id: VIGIE, groups: [] },
    door: VIGIE,
    note: 'rolled',
    fields: { rollback: id },
  })
}
