import type { Actor, Advanced } from './event.ts'
import type { Playbook } from './playbook.ts'
import type { Entry, Fields, Run } from './run.ts'
import { type DueAfter, everyHourWorks, type Span } from './span.ts'
import { startTimers } from './timers.ts'
import { enter, timersBegun, wish } from './transition.ts'

export type Beginning = {
  readonly id: string
  readonly key: string
  readonly at: number
  readonly by: Actor
  readonly door: string
  readonly facts: Fields
  /** By the names that the playbook's timers and expiries use. */
  readonly durations: Readonly<Record<string, Span>>
  /** The step where it begins; the first one when absent. Those before it are done by beginning. */
  readonly step?: string
  /** Another channel than the playbook's: a drill stands in the sandbox. */
  readonly channel?: string
  /** The run that it belongs to. */
  readonly parent?: string
}

/** Begins a run of `playbook`. Pure. */
export function begin(
  playbook: Playbook,
  beginning: Beginning,
  dueAfter: DueAfter = everyHourWorks,
): Advanced {
  const blank = blankRun(playbook, beginning)
  const timers = startTimers(playbook.timers, blank, beginning.at, dueAfter)
  const moved = enter({ ...blank, timers }, beginning.step ?? blank.step, beginning.at, dueAfter)
  const { run, effects } = wish(moved.run, [...playbook.onBegin, ...moved.wishes])
  const entry = run.history[0] ?? firstEntry(playbook, beginning)
  return { advanced: true, run, entry, effects: [...effects, ...timersBegun(run)] }
}

function blankRun(playbook: Playbook, beginning: Beginning): Run {
  return {
    id: beginning.id,
    playbook: playbook.name,
    channel: beginning.channel ?? playbook.channel,
    ...(beginning.parent === undefined ? {} : { parent: beginning.parent }),
    version: 1,
    state: 'open',
    step: playbook.steps[0].id,
    steps: playbook.steps,
    notes: playbook.notes,
    timerRules: playbook.timers,
    durations: beginning.durations,
    ...(playbook.variant === undefined ? {} : { variant: playbook.variant }),
    requester: beginning.by.id,
    openedAt: beginning.at,
    facts: beginning.facts,
    gatesOpened: 0,
    timers: [],
    history: [firstEntry(playbook, beginning)],
  }
}

/** It carries the facts: whoever reads the audit stream alone knows what began. */
function firstEntry(playbook: Playbook, { key, at, by, door, facts }: Beginning): Entry {
  const step = playbook.steps[0].id
  return { key, at, by: by.id, door, step, kind: 'began', what: playbook.name, fields: facts }
}
