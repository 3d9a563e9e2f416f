import { html, type SafeHtml } from '@remix-run/html-template'
import type { Card } from '../../notify/card.ts'
import { cardToHtml } from '../../notify/html/render.ts'
import { contextOf, type Sight } from './feed.ts'

export type Answer = { readonly ok: boolean; readonly card: Card }

/** What Vigie answers to this person alone, at the top of the next page, where the keyboard starts as well. */
export function answerToHtml({ ok, card }: Answer, sight: Sight): SafeHtml {
  const tone = ok ? 'answer' : 'answer answer-refused'
  const word = ok ? '' : html`<strong class="refused">Refused</strong> `
  return html`<section class="${tone}" role="${ok ? 'status' : 'alert'}" aria-label="Answer" tabindex="-1" autofocus><p class="only-you">${word}Only you see this</p>${cardToHtml(card, contextOf(sight, 2))}</section>`
}

/** A refusal of the console's own: nobody else was asked. */
export function refusal(title: string, ...lines: readonly string[]): Answer {
  return { ok: false, card: { title, status: 'warning', fields: [], lines, buttons: [] } }
}
