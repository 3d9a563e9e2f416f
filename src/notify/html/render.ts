import { html, type SafeHtml } from '@remix-run/html-template'
import type { Button, Card, CardStatus, Field, Picture, StepLine, Text } from '../card.ts'
import { textOf } from '../text.ts'
import { pictureToHtml } from './picture.ts'
import { textToHtml } from './text.ts'

export type CardContext = {
  /** Where a pressed button posts to. */
  readonly action: string
  readonly csrf: string
  /** A fresh value for each button: sent twice, it is one delivery. */
  readonly nonce: () => string
  /** Which heading the title is, so that a page keeps one outline. */
  readonly level: 2 | 3 | 4
  /** The page that the title leads to. */
  readonly href?: string
  /** Tells what is folded here from that of other cards; without it nothing is folded. */
  readonly name?: string
  /** Where the card's picture is drawn; without it there is none. */
  readonly picture?: string
  /** Hidden fields that each button carries besides its act. */
  readonly carry?: Readonly<Record<string, string>>
}

/** The status in words, for whoever doesn't see the colour. */
const STATUS_WORDS = {
  critical: 'Critical',
  warning: 'Warning',
  info: 'Info',
  done: 'Done',
} as const satisfies Record<CardStatus, string>

/** A card as an article; its buttons are plain forms, so they work without script. */
export function cardToHtml(card: Card, context: CardContext): SafeHtml {
  return html`<article class="card card-${card.status}">${[
    titleToHtml(card, context),
    (card.asked ?? []).map((line) => html`<p class="card-line card-asked">${textToHtml(line)}</p>`),
    fieldsToHtml(card.fields),
    linesToHtml(card.lines),
    pictured(card.picture, context.picture),
    buttonsToHtml(card.buttons, context),
    codeToHtml(card.code),
    stepsToHtml(card.steps ?? []),
    backgroundToHtml(card, context),
    card.footer === undefined ? '' : html`<p class="card-footer">${textToHtml(card.footer)}</p>`,
  ]}</article>`
}

function titleToHtml(card: Card, context: CardContext): SafeHtml {
  const title = context.href === undefined ? card.title : html`<a href="${context.href}">${card.title}</a>`
  const status = html`<span class="card-status">${STATUS_WORDS[card.status]}</span>`
  return html`<h${context.level} class="card-title">${status} ${title}</h${context.level}>`
}

function fieldsToHtml(fields: readonly Field[]): SafeHtml {
  if (fields.length === 0) return html``
  const rows = fields.map(
    ({ label, value }) => html`<div><dt>${label}</dt><dd>${textToHtml(value)}</dd></div>`,
  )
  return html`<dl class="card-fields">${rows}</dl>`
}

function linesToHtml(lines: readonly Text[]): SafeHtml {
  return html`${lines.map((line) => html`<p class="card-line">${textToHtml(line)}</p>`)}`
}

function backgroundToHtml({ background = [] }: Card, { name }: CardContext): SafeHtml {
  if (background.length === 0) return html``
  if (name === undefined) return linesToHtml(background)
  return html`<details class="card-background" id="background-${name}"><summary>${background.map(titleOf).join(', ')}</summary>${linesToHtml(background)}</details>`
}

/** The words that a line begins with, up to its first line break. */
function titleOf(line: Text): string {
  return textOf(line).split('\n')[0] ?? ''
}

function pictured(picture: Picture | undefined, address: string | undefined): SafeHtml {
  return picture === undefined || address === undefined ? html`` : pictureToHtml(picture, address)
}

/** The state in words, for whoever doesn't see the marks; the present one is marked for them already. */
const STEP_WORDS = { done: 'Done: ', now: '', ahead: 'Ahead: ' } as const satisfies Record<
  StepLine['state'],
  string
>

/** The role is said because a list without marks is none to some screen readers. */
function stepsToHtml(steps: readonly StepLine[]): SafeHtml {
  if (steps.length === 0) return html``
  return html`<ol class="card-steps" role="list" aria-label="Steps">${steps.map(stepToHtml)}</ol>`
}

/** A number stays on the line of its title. */
function stepToHtml({ state, title, detail }: StepLine): SafeHtml {
  const words = STEP_WORDS[state]
  const inside = [
    words === '' ? '' : html`<span class="quiet">${words}</span>`,
    html`<span class="step-title">${title.replace(/^(\d+\.) /, '$1\u00a0')}</span> <span class="step-detail">${textToHtml(detail)}</span>`,
  ]
  return state === 'now'
    ? html`<li class="step step-now" aria-current="step">${inside}</li>`
    : html`<li class="step step-${state}">${inside}</li>`
}

function buttonsToHtml(buttons: readonly Button[], context: CardContext): SafeHtml {
  if (buttons.length === 0) return html``
  return html`<div class="card-buttons">${buttons.map((button) => buttonToHtml(button, context))}</div>`
}

/** A button by itself, beside no card. */
export function buttonToHtml(button: Button, context: CardContext): SafeHtml {
  const tone = button.tone === undefined ? 'button' : `button button-${button.tone}`
  const hidden = {
    csrf: context.csrf,
    nonce: context.nonce(),
    act: JSON.stringify(button.act),
    ...context.carry,
  }
  return html`<form method="post" action="${context.action}">${hiddenToHtml(hidden)}<button class="${tone}">${button.label}</button></form>`
}

/** Hidden fields, in the order given. */
export function hiddenToHtml(fields: Readonly<Record<string, string>>): SafeHtml {
  return html`${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`
}

/** The typed door: the same decision without a button. */
function codeToHtml(code: string | undefined): SafeHtml {
  if (code === undefined) return html``
  return html`<p class="card-code">Code <code>${code}</code> - or type <code>/ops approve ${code}</code></p>`
}
