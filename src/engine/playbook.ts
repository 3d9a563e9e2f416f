import type { Condition } from './condition.ts'
import type { Fields } from './fields.ts'

/** What a team agreed on, as data. A run keeps a copy of the steps it began with. */
export type Playbook = {
  readonly name: string
  /** Run ids begin with it: `INC` gives `INC-12`. */
  readonly prefix: string
  /** The configured channel where its card stands. */
  readonly channel: string
  readonly steps: readonly [Step, ...Step[]]
  /** Remarks that people may add while the run is open, whatever its step. */
  readonly notes: readonly Note[]
  /** Timers that run from the beginning to the end of the run. */
  readonly timers: readonly TimerRule[]
  /** What happens first: the entry of the first step comes after it. */
  readonly onBegin: readonly Do[]
  /** The fact that chooses among durations: with `severity`, `sev1.remind` is taken before `remind`. */
  readonly variant?: string
}

export type Step = Gate | Work

type StepBase = {
  readonly id: string
  readonly title: string
  readonly actor: string
  readonly output: string
  /** Passed over unless it holds when the run comes here. */
  readonly when?: Condition
  /** Left as soon as `when` does not hold any more: what it was for is done. */
  readonly endsWithCondition?: boolean
  readonly onEnter?: readonly Do[]
  /** Timers that end with the step. */
  readonly timers?: readonly TimerRule[]
}

/** People decide. */
export type Gate = StepBase & {
  readonly kind: 'gate'
  readonly decisions: readonly [Decision, ...Decision[]]
  /** A group of the directory. */
  readonly approvers: string
  /** How many equal votes decide; 1 when absent. */
  readonly quorum?: number
  readonly notRequester?: boolean
  /** Name of a duration; afterwards the gate takes no more votes. */
  readonly expiresAfter?: string
  /** The facts that people decide upon: when one of them changes the gate opens anew, and earlier votes are void. */
  readonly evidence?: readonly string[]
}

/** What becomes of the run's facts. */
export type FactChange = {
  readonly sets?: Fields
  /** Facts that become whoever did it: `lead`. */
  readonly claims?: readonly string[]
  /** Fields of the form that become facts. */
  readonly keeps?: readonly string[]
  /** Fields that make a fact true when they say yes; a no takes nothing back. */
  readonly flags?: readonly string[]
}

/** Something that may be chosen at a step. */
export type Choice = FactChange & {
  readonly id: string
  readonly label: string
  /** What it is called once it happened: `acknowledged`. */
  readonly past: string
  readonly next: Next
  /** At a step that is no gate, who may; whoever may do the step when absent, and `vigie` for what only Vigie reports. */
  readonly by?: string
  /** Refused, and no button, unless it holds. */
  readonly when?: Condition
  readonly tone?: Tone
  /** The form that is asked for before the choice counts. */
  readonly form?: string
  readonly do?: readonly Do[]
}

export type Decision = Choice & {
  /** The negative ones: refused without a `reason` field. */
  readonly reasonRequired?: boolean
  /** Also whoever asked for the run, at a gate that is not for them: to take it back needs nobody else. */
  readonly requesterToo?: boolean
}

/** The bot does it (`action`), a person does it and says so (`task`), something outside happens (`wait`), a window with checks passes (`watch`). */
export type Work = StepBase & {
  readonly kind: 'action' | 'task' | 'wait' | 'watch'
  /** Who may say that a `task` is done; the other kinds are completed by Vigie itself. */
  readonly doneBy?: string
  readonly outcomes: readonly [Choice, ...Choice[]]
}

export type Tone = 'primary' | 'danger'

/** The id of a step, or the end of the run. */
export type Next = string

export const END = 'end'

/** The group that is no group: whoever the directory knows. */
export const EVERYONE = 'everyone'

export type Note = FactChange & {
  readonly id: string
  readonly label: string
  readonly past: string
  /** The group that may; `everyone` of the directory, or `vigie` for what only Vigie itself reports. */
  readonly by: string
  /** Only the person whom this fact names: `lead`. */
  readonly byFact?: string
  readonly form?: string
  /** Refused, and no button, unless it holds. */
  readonly when?: Condition
  /** Where its button stands: on the card, or on no card (a message or a typed command brings it). */
  readonly button?: 'card' | 'none'
  readonly tone?: Tone
  readonly do: readonly Do[]
  /** Timers of the run that start anew with it. */
  readonly restarts?: readonly string[]
  /** A running timer that is due this duration from now instead, and never earlier than it was. */
  readonly postpones?: { readonly timer: string; readonly by: string }
  /** Facts that it was found upon: with another value in its fields it is stale. */
  readonly about?: readonly string[]
  /** The field that names an `act`: while the step does another one the note is taken, and the facts stay as they are. */
  readonly ofAct?: string
  /** Taken after the end of the run too: late results, and what people add afterwards. */
  readonly afterEnd?: boolean
  /** The step to which it takes an open run, back as well as on: what was agreed upon is not so any more. */
  readonly next?: Next
}

export type TimerRule = {
  readonly id: string
  /** Name of a duration that the run was begun with. */
  readonly after: string
  /** Starts again after it was due. */
  readonly repeats?: boolean
  /** It starts when this comes to hold and ends when it does not any more. */
  readonly while?: Condition
  /** The run is over when it is due. */
  readonly ends?: boolean
  /** Facts that stand from its coming due on. */
  readonly sets?: Fields
  readonly do: readonly Do[]
}

/** A wish of the engine: a message to post or pin, or something that `runs/actions` knows how to do. */
export type Do = {
  readonly when?: Condition
} /** `channel` is another one than the run's: the message stands there by itself. */ & (
  | { readonly post: string; readonly channel?: string }
  | { readonly pin: string }
  | { readonly unpin: string }
  | { readonly act: string }
)

export function findStep(steps: readonly Step[], id: string): Step | undefined {
  return steps.find((step) => step.id === id)
}
