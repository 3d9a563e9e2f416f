import { type Form, type Input, isDate, isTime, type Option } from '../form.ts'
import { carried } from './actions.ts'
import type { Block, PlainText } from './blocks.ts'
import { plain, portions, section } from './blocks.ts'
import { cutPlain, LIMITS } from './limits.ts'

/** The action id of every input: the block id tells which input it is. */
export const INPUT_ACTION = 'value'
export const FORM_CALLBACK = 'form'

type SlackOption = { text: PlainText; value: string; description?: PlainText }

type Element =
  | {
      type: 'plain_text_input'
      action_id: string
      multiline: boolean
      max_length: number
      initial_value?: string
    }
  | { type: 'static_select'; action_id: string; options: SlackOption[]; initial_option?: SlackOption }
  | { type: 'checkboxes'; action_id: string; options: SlackOption[] }
  | { type: 'datepicker'; action_id: string; initial_date?: string }
  | { type: 'timepicker'; action_id: string; initial_time?: string }

export type InputBlock = {
  type: 'input'
  block_id: string
  label: PlainText
  optional: boolean
  element: Element
  hint?: PlainText
}

export type Modal = {
  type: 'modal'
  callback_id: string
  private_metadata: string
  title: PlainText
  close: PlainText
  submit?: PlainText
  blocks: (InputBlock | Block)[]
}

/**
 * A form as a Slack modal. It carries the form itself, so that any replica can read what comes back;
 * a form too large to be carried can't be filled in here and says so.
 */
export function formToModal(form: Form): Modal {
  const metadata = carriedForm(form)
  const common = {
    type: 'modal',
    callback_id: FORM_CALLBACK,
    title: plain(form.title, LIMITS.modalTitle),
    close: plain('Cancel', LIMITS.modalTitle),
  } as const
  if (metadata === undefined || !form.inputs.every(isCarried))
    return { ...common, private_metadata: '', blocks: [section(TOO_LARGE)] }
  return {
    ...common,
    private_metadata: metadata,
    submit: plain(form.submit, LIMITS.modalTitle),
    blocks: form.inputs.flatMap(inputBlocks).slice(0, LIMITS.blocksInView),
  }
}

const TOO_LARGE = 'This form is too large for Slack. Fill it in on the web console: /ops link'

/** First without hints, then without initial values, then with one option a choice: none is needed to read the answer. */
function carriedForm(form: Form): string | undefined {
  const attempts = [
    form.inputs.map(({ hint: _hint, ...input }) => input),
    form.inputs.map(({ hint: _hint, initial: _initial, ...input }) => input),
    form.inputs.map(({ hint: _hint, initial: _initial, ...input }) => narrowed(input)),
  ]
  return attempts.map((inputs) => carried({ ...form, inputs })).find((json) => json.length <= LIMITS.metadata)
}

/** The form is made anew from its id when it comes back: many people to choose from need not travel. */
function narrowed(input: Input): Input {
  return input.kind === 'choice' || input.kind === 'ticks' ? { ...input, options: [input.options[0]] } : input
}

/** A choice needs at least one option that Slack can carry; a list of ticks needs all of them. */
function isCarried(input: Input): boolean {
  if (input.kind === 'ticks') return carriedOptions(input.options).length === input.options.length
  return input.kind !== 'choice' || carriedOptions(input.options).length > 0
}

/** One block for an input, and more for a list of ticks that is too long for one. */
function inputBlocks(input: Input): readonly InputBlock[] {
  if (input.kind !== 'ticks') return [inputBlock(input, elementOf(input))]
  const blocks = portions(input.options, LIMITS.checkboxes)
  return blocks.map((options, n) => inputBlock(n === 0 ? input : continued(input, n), checkboxes(options)))
}

function continued({ hint: _hint, ...input }: Input, n: number): Pick<Input, 'id' | 'label'> {
  return { ...input, id: `${input.id}${PART}${n + 1}`, label: `${input.label} (${n + 1})` }
}

/** What parts the id of an input from the number of a further block of it. */
const PART = '#'

/** The input that a block belongs to. */
export function inputOf(block: string): string {
  return block.split(PART)[0] ?? block
}

function inputBlock(input: Pick<Input, 'id' | 'label' | 'hint' | 'optional'>, element: Element): InputBlock {
  return {
    type: 'input',
    block_id: cutPlain(input.id, 255),
    label: plain(input.label, LIMITS.label),
    optional: input.optional === true,
    element,
    ...(input.hint === undefined ? {} : { hint: plain(input.hint, LIMITS.hint) }),
  }
}

/** A label that is too long goes on in the line beneath. */
function checkboxes(options: readonly Option[]): Element {
  const boxes = options.map(({ value, label }): SlackOption => {
    const text = plain(label, LIMITS.option)
    if (label.length <= LIMITS.option) return { text, value }
    const rest = label.slice(text.text.length - 1).trim()
    return { text, value, description: plain(rest, LIMITS.option) }
  })
  return { type: 'checkboxes', action_id: INPUT_ACTION, options: boxes }
}

function elementOf(input: Exclude<Input, { kind: 'ticks' }>): Element {
  if (input.kind === 'choice') return select(input.options, input.initial)
  if (input.kind === 'date' || input.kind === 'time') return picker(input.kind, input.initial ?? '')
  const most = Math.min(input.max, LIMITS.inputMax)
  return {
    type: 'plain_text_input',
    action_id: INPUT_ACTION,
    multiline: input.kind === 'paragraph',
    max_length: most,
    ...(input.initial === undefined ? {} : { initial_value: cutPlain(input.initial, most) }),
  }
}

/** Slack refuses a view whose date or time is none: what is not one is left out. */
function picker(kind: 'date' | 'time', initial: string): Element {
  if (kind === 'date') {
    const set = isDate(initial) ? { initial_date: initial } : {}
    return { type: 'datepicker', action_id: INPUT_ACTION, ...set }
  }
  const set = isTime(initial) ? { initial_time: initial } : {}
  return { type: 'timepicker', action_id: INPUT_ACTION, ...set }
}

function select(options: readonly Option[], initial: string | undefined): Element {
  const shown = carriedOptions(options).map((option) => ({
    text: plain(option.label, LIMITS.option),
    value: option.value,
  }))
  const first = shown.find((option) => option.value === initial)
  return {
    type: 'static_select',
    action_id: INPUT_ACTION,
    options: shown,
    ...(first === undefined ? {} : { initial_option: first }),
  }
}

/** An option whose value Slack can't carry is left out: cut, it would mean something else. */
function carriedOptions(options: readonly Option[]): readonly Option[] {
  return options
    .filter((option) => option.value !== '' && option.value.length <= LIMITS.optionValue)
    .slice(0, LIMITS.options)
}
