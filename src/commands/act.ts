import { advance } from '../engine/advance.ts'
import type { Refused, RunEvent } from '../engine/event.ts'
import { findStep } from '../engine/playbook.ts'
import type { Fields, Run } from '../engine/run.ts'
import { choicesNow, pastOf } from '../engine/standing.ts'
import type { Act } from '../notify/card.ts'
import { formFor } from '../notify/forms/index.ts'
import { refusalRecord } from '../runs/record.ts'
import { answer, noSuchRun, refusal } from './answers.ts'
import type { Reply, Speaker } from './command.ts'
import { actorOf, type Context } from './context.ts'
import { explainRefusal } from './refusals.ts'
import { showRun } from './show.ts'

/** A click: asks for the form that the act needs, or does it. */
export async function press(context: Context, speaker: Speaker, act: Act): Promise<Reply> {
  if (act.kind === 'show') return showRun(context, act.run)
  if (act.form === undefined) return perform(context, speaker, act, {})
  const run = await context.store.get(act.run)
  if (run === undefined) return noSuchRun(act.run)
  const event = eventOf(context, speaker, run, meantBy(run, act), {})
  const refused = judge(run, event)
  if (refused !== undefined) {
    await context.audit.append(refusalRecord(refused, event))
    return explainRefusal(context, refused)
  }
  const form = formFor(act.form, { kind: 'act', act }, { people: context.directory.everyone, run })
  if (form === undefined)
    return refusal('Nothing changed - this button is out of date', { lines: ['Open the card again.'] })
  return { kind: 'form', form }
}

/** Nobody fills in a form in vain: what would be refused is refused before it opens. */
function judge(run: Run, event: RunEvent): Refused | undefined {
  const result = advance(run, event)
  return result.advanced || result.reason === 'reason_required' ? undefined : result
}

export type Doing = Exclude<Act, { kind: 'show' }>

/** Does the act with the fields that the person filled in. A repeated delivery answers as the first did. */
export async function perform(
  context: Context,
  speaker: Speaker,
  act: Doing,
  fields: Fields,
): Promise<Reply> {
  const run = await context.store.get(act.run)
  if (run === undefined) return noSuchRun(act.run)
  const event = eventOf(context, speaker, run, carryOver(run, meantBy(run, act)), fields)
  const result = await context.runs.submit(act.run, event)
  if (result.advanced) return done(result.run, result.entry)
  if (result.reason === 'no_such_run') return noSuchRun(act.run)
  if (result.reason === 'repeated' && result.before !== undefined) return done(result.run, result.before)
  return explainRefusal(context, result)
}

/**
 * On an old card one presses what somebody chose at a later step since then, Resolve say: that is what was decided
 * already, and not whatever ended the step of the old card.
 */
function meantBy(run: Run, act: Doing): Doing {
  if (act.kind === 'note' || act.step === run.step) return act
  const chosen = run.history.findLast(
    ({ kind, what }) => (kind === 'decided' || kind === 'completed') && what === act.choice,
  )
  if (chosen === undefined || chosen.step === act.step) return act
  const { code: _old, ...rest } = act
  return { ...rest, step: chosen.step }
}

/**
 * A filled form whose run moved on meanwhile still means what it says, where the same choice with the same form
 * stands in the new step: who typed a cause for ten minutes doesn't lose it because somebody acknowledged.
 */
function carryOver(run: Run, act: Doing): Doing {
  if (act.kind === 'note' || act.form === undefined || act.step === run.step) return act
  const same = choicesNow(run).find((choice) => choice.id === act.choice && choice.form === act.form)
  if (same === undefined) return act
  const { code: _old, ...rest } = act
  return { ...rest, step: run.step }
}

function eventOf(context: Context, speaker: Speaker, run: Run, act: Doing, fields: Fields): RunEvent {
  const base = {
    key: speaker.key,
    at: context.clock.now(),
    by: actorOf(speaker.person),
    door: speaker.door,
    fields,
  }
  if (act.kind === 'note') return { ...base, type: 'note', note: act.note }
  if (findStep(run.steps, act.step)?.kind === 'gate') {
    const seen = act.code === undefined ? {} : { code: act.code }
    return { ...base, type: 'decide', step: act.step, decision: act.choice, ...seen }
  }
  return { ...base, type: 'complete', step: act.step, outcome: act.choice }
}

function done(run: Run, entry: Run['history'][number]): Reply {
  const counted = entry.kind === 'voted' ? 'your vote is counted' : pastOf(run, entry)
  return answer(`${run.id} - ${counted}`, { lines: ['Every card of it shows this.'] })
}
