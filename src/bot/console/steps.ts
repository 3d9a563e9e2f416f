import { html, type SafeHtml } from '@remix-run/html-template'
import type { RunStep, StepEnd } from '../../commands/run-steps.ts'
import { textToHtml } from '../../notify/html/text.ts'

const STATES = {
  done: 'Done',
  now: 'Now',
  ahead: 'Ahead',
  passed: 'Left out',
} as const satisfies Record<RunStep['state'], string>

/**
 * Each step of a run: who acts, what is expected, and what came out.
 * The role is said because a list without marks is none to some screen readers.
 */
export function stepsToHtml(steps: readonly RunStep[]): SafeHtml {
  return html`<h2>Steps</h2><ol class="stages" role="list">${steps.map(stepToHtml)}</ol>`
}

function stepToHtml({ state, title, actor, output, ended }: RunStep): SafeHtml {
  const current = state === 'now' ? html` aria-current="step"` : html``
  return html`<li class="stage stage-${state}"${current}><div class="stage-name"><h3>${title}</h3><p class="stage-state">${STATES[state]}</p></div><div class="stage-body"><p class="stage-plan">${actor}: ${output}</p>${
    ended === undefined ? '' : endToHtml(ended)
  }</div></li>`
}

function endToHtml({ at, when, what, said }: StepEnd): SafeHtml {
  const rows = said.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${textToHtml(value)}</dd></div>`)
  return html`<p class="stage-end"><time datetime="${new Date(at).toISOString()}">${when}</time> ${textToHtml(what)}</p>${
    rows.length === 0 ? '' : html`<dl class="card-fields">${rows}</dl>`
  }`
}
