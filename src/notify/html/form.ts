import { html, type SafeHtml } from '@remix-run/html-template'
import { type Form, type Input, ticked } from '../form.ts'
import { hiddenToHtml } from './render.ts'

export type FormContext = {
  /** Where the filled form posts to, and where one goes without filling it. */
  readonly action: string
  readonly cancel: string
  /** Hidden fields: csrf token, nonce, and the form itself. */
  readonly hidden: Readonly<Record<string, string>>
}

/** Values and faults by input id. */
type Words = Readonly<Record<string, string>>

/** Names of the inputs begin with this, so that none collides with a hidden field. */
export const VALUE_PREFIX = 'value.'

/** So many options are shown at once; more go into a list. */
const MOST_RADIOS = 5

/**
 * A form as a page's main part. No input carries `maxlength`: a browser would cut a pasted text without a word,
 * while the fault beside the input says how much fits and keeps everything typed.
 */
export function formToHtml(form: Form, values: Words, faults: Words, context: FormContext): SafeHtml {
  const first = form.inputs.find((input) => input.id in faults) ?? form.inputs[0]
  const inputs = form.inputs.map((input) =>
    inputToHtml(input, values[input.id] ?? input.initial ?? '', faults[input.id], input === first),
  )
  return html`<form class="form" method="post" action="${context.action}" novalidate><h1>${form.title}</h1>${[
    summaryToHtml(Object.keys(faults).length),
    hiddenToHtml(context.hidden),
    inputs,
  ]}<div class="form-end"><button class="button button-primary">${form.submit}</button><a class="button" href="${context.cancel}">Cancel</a></div></form>`
}

function summaryToHtml(count: number): SafeHtml {
  if (count === 0) return html``
  const words = count === 1 ? 'One answer needs another look.' : `${count} answers need another look.`
  return html`<p class="form-faults" role="alert">${words} Nothing was sent yet.</p>`
}

function inputToHtml(input: Input, value: string, fault: string | undefined, first: boolean): SafeHtml {
  const parts = { input, value, first, attributes: attributesOf(input, fault) }
  if (input.kind === 'ticks')
    return html`<fieldset class="input">${[ticks(input, parts), notes(input, fault)]}</fieldset>`
  if (input.kind === 'choice' && input.optional !== true && input.options.length <= MOST_RADIOS) {
    return html`<fieldset class="input">${[radios(input.options, parts), notes(input, fault)]}</fieldset>`
  }
  return html`<div class="input"><label for="in-${input.id}">${labelOf(input)}</label>${[control(parts), notes(input, fault)]}</div>`
}

type Parts = {
  readonly input: Input
  readonly value: string
  readonly first: boolean
  readonly attributes: SafeHtml
}

function control({ input, value, first, attributes }: Parts): SafeHtml {
  const focus = first ? html` autofocus` : html``
  const common = html`id="in-${input.id}" name="${VALUE_PREFIX}${input.id}"${attributes}${focus}`
  if (input.kind === 'choice') return html`<select ${common}>${optionsOf(input, value)}</select>`
  if (input.kind !== 'paragraph') {
    const type = input.kind === 'line' ? 'text' : input.kind
    return html`<input type="${type}" ${common} value="${value}" autocomplete="off">`
  }
  // A browser drops one line break after the tag: this one, not the text's own.
  return html`<textarea ${common} rows="5">\n${value}</textarea>`
}

function optionsOf(input: Extract<Input, { kind: 'choice' }>, value: string): SafeHtml {
  const none = input.optional === true ? [{ value: '', label: 'No answer' }] : []
  const options = [...none, ...input.options].map((option) => {
    const selected = option.value === value ? html` selected` : html``
    return html`<option value="${option.value}"${selected}>${option.label}</option>`
  })
  return html`${options}`
}

function radios(
  options: readonly { readonly value: string; readonly label: string }[],
  { input, value, first, attributes }: Parts,
): SafeHtml {
  const chosen = options.some((option) => option.value === value) ? value : options[0]?.value
  const items = options.map((option) => {
    const checked = option.value === value ? html` checked` : html``
    const focus = first && option.value === chosen ? html` autofocus` : html``
    return html`<label class="radio"><input type="radio" name="${VALUE_PREFIX}${input.id}" value="${option.value}"${attributes}${checked}${focus}>${option.label}</label>`
  })
  return html`<legend>${labelOf(input)}</legend><div class="radios">${items}</div>`
}

/** A browser demands no list whole, so nothing here is `required`: the fault beneath says what is missing. */
function ticks(
  input: Extract<Input, { kind: 'ticks' }>,
  { value, first }: Pick<Parts, 'value' | 'first'>,
): SafeHtml {
  const chosen = ticked(value)
  const items = input.options.map((option, n) => {
    const checked = chosen.includes(option.value) ? html` checked` : html``
    const focus = first && n === 0 ? html` autofocus` : html``
    return html`<label class="radio"><input type="checkbox" name="${VALUE_PREFIX}${input.id}" value="${option.value}"${checked}${focus}>${option.label}</label>`
  })
  return html`<legend>${labelOf(input)}</legend><div class="radios ticks">${items}</div>`
}

function labelOf(input: Input): SafeHtml {
  return input.optional === true
    ? html`${input.label} <span class="optional">optional</span>`
    : html`${input.label}`
}

function attributesOf(input: Input, fault: string | undefined): SafeHtml {
  const described = [
    ...(fault === undefined ? [] : [`fault-${input.id}`]),
    ...(input.hint === undefined ? [] : [`hint-${input.id}`]),
  ]
  return html`${[
    input.optional === true ? '' : html` required`,
    fault === undefined ? '' : html` aria-invalid="true"`,
    described.length === 0 ? '' : html` aria-describedby="${described.join(' ')}"`,
  ]}`
}

function notes(input: Input, fault: string | undefined): SafeHtml {
  return html`${[
    fault === undefined ? '' : html`<p class="fault" id="fault-${input.id}">${fault}</p>`,
    input.hint === undefined ? '' : html`<p class="hint" id="hint-${input.id}">${input.hint}</p>`,
  ]}`
}
