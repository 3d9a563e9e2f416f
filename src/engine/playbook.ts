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
}

export type Step = Gate | Work

type StepBase = {
  readonly id: string
  readonly title: string
  readonly actor: string
  readonly output: string
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
}

/** Something that may be chosen at a step. */
export type Choice = {
  readonly id: string
  readonly label: string
  /** What it is called once it happened: `acknowledged`. */
  readonly past: string
  readonly next: Next
  readonly tone?: Tone
  /** The form that is asked for before the choice counts. */
  readonly form?: string
  readonly do?: readonly Do[]
}

export type Decision = Choice & {
  /** The negative ones: refused without a `reason` field. */
  readonly reasonRequired?: boolean
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

export type Note = {
  readonly id: string
  readonly label: string
  readonly past: string
  readonly by: string
  readonly form?: string
  readonly do: readonly Do[]
  /** Timers of the run that start anew with it. */
  readonly restarts?: readonly string[]
}

export type TimerRule = {
  readonly id: string
  /** Name of a duration that the run was begun with. */
  readonly after: string
  /** Starts again after it was due. */
  readonly repeats?: boolean
  readonly do: readonly Do[]
}

/** A wish of the engine; `runs/actions` knows how it is carried out. */
export type Do = { readonly post: string } | { readonly pin: string } | { readonly unpin: string }

export function findStep(steps: readonly Step[], id: string): Step | undefined {
  return steps.find((step) => step.id === id)
}
