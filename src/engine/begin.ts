import type { Actor, Advanced } from './event.ts'
import type { Playbook } from './playbook.ts'
import type { Entry, Fields, Run } from './run.ts'
import { startTimers } from './timers.ts'
import { effectsOf, enter, timersBegun } from './transition.ts'

export type Beginning = {
  readonly id: string
  readonly key: string
  readonly at: number
  readonly by: Actor
  readonly door: string
  readonly facts: Fields
  /** Milliseconds by the names that the playbook's timers and expiries use. */
  readonly durations: Readonly<Record<string, number>>
}

/** Begins a run of `playbook` at its first step. Pure. */
export function begin(playbook: Playbook, beginning: Beginning): Advanced {
  const first = playbook.steps[0]
  const entry: Entry = {
    key: beginning.key,
    at: beginning.at,
    by: beginning.by.id,
    door: beginning.door,
    step: first.id,
    kind: 'began',
    what: playbook.name,
    fields: {},
  }
  const blank: Run = {
    id: beginning.id,
    playbook: playbook.name,
    channel: playbook.channel,
    version: 1,
    state: 'open',
    step: first.id,
    steps: playbook.steps,
    notes: playbook.notes,
    timerRules: playbook.timers,
    durations: beginning.durations,
    requester: beginning.by.id,
    openedAt: beginning.at,
    facts: beginning.facts,
    gatesOpened: 0,
    timers: [],
    history: [entry],
  }
  const timed: Run = { ...blank, timers: startTimers(playbook.timers, blank, beginning.at) }
  const { run, wishes } = enter(timed, first.id, beginning.at)
  const effects = [...effectsOf(run, [...playbook.onBegin, ...wishes]), ...timersBegun(run)]
  return { advanced: true, run, entry, effects }
}
