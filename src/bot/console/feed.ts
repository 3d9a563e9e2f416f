import { createHash } from 'node:crypto'
import { html, type SafeHtml } from '@remix-run/html-template'
import type { Feed, FeedThread } from '../../commands/feed.ts'
import type { Card } from '../../notify/card.ts'
import { type CardContext, cardToHtml, hiddenToHtml } from '../../notify/html/render.ts'
import { textToHtml } from '../../notify/html/text.ts'
import type { Reply } from '../../notify/thread.ts'
import type { Visitor } from './frame.ts'
import type { When } from './when.ts'

/** What a page is drawn for: who looks, in which time zone, and what there is to look at besides. */
export type Sight = {
  readonly visitor: Visitor
  readonly nonce: () => string
  readonly when: When
  readonly demoWorld: boolean
  /** Docmost and Baserow are kept in step. */
  readonly sync: boolean
}

/** So many replies stand under a card; earlier ones are folded. */
const SHOWN_REPLIES = 4
/** Of the folded ones so many are on the page; a long story stands whole on the page of its run. */
const MOST_FOLDED = 20

/** The columns of the first page. Their keyed parts are what the live script exchanges, each when its `data-rev` differs. */
export function feedToHtml(feed: Feed, waiting: readonly Card[], sight: Sight): SafeHtml {
  const open = feed.threads.filter((thread) => thread.open)
  const finished = feed.threads.filter((thread) => !thread.open)
  return html`<div class="columns"><div class="feed" id="feed">${[
    region('open', 'Open', open, sight, 'Nothing is open.'),
    region('finished', 'Recently finished', finished, sight, 'Nothing finished recently.'),
  ]}</div><aside class="side" id="side" aria-label="For you">${[
    keyed('waiting', waiting, waitingToHtml(waiting)),
    keyed('on-call', feed.onCall, onCallToHtml(feed)),
    keyed('more', [feed.drills, sight.sync, sight.demoWorld], moreToHtml(feed, sight)),
    keyed('me', sight.visitor.person, meToHtml(sight.visitor)),
  ]}</aside></div>`
}

function region(
  name: string,
  title: string,
  threads: readonly FeedThread[],
  sight: Sight,
  empty: string,
): SafeHtml {
  const heading = html`<h2>${title} <span class="count">${threads.length}</span></h2>`
  const items = threads.map((thread) => threadToHtml(thread, sight))
  return html`<section id="${name}">${[
    keyed(`${name}-heading`, threads.length, heading),
    threads.length === 0 ? keyed(`${name}-empty`, '', html`<p class="empty">${empty}</p>`) : items,
  ]}</section>`
}

/** The card of a run with its replies beneath, oldest first. */
export function threadToHtml(thread: FeedThread, sight: Sight, whole = false): SafeHtml {
  const href = whole ? undefined : pathOf(thread.run)
  const earlier = whole ? [] : thread.replies.slice(0, -SHOWN_REPLIES)
  const context = contextOf(sight, 3, whole ? { from: thread.run } : {})
  const picture = `${pathOf(thread.run)}/watch.svg`
  const card = cardToHtml(thread.card, {
    ...context,
    picture,
    // On its own page one came to read it all.
    ...(href === undefined ? {} : { href, name: thread.run }),
  })
  const latest = thread.replies.slice(earlier.length)
  const mark =
    thread.elsewhere === undefined ? '' : html`<p class="elsewhere">Stands in ${thread.elsewhere}</p>`
  const content = html`${mark}${card}${folded(thread.run, earlier, sight)}${repliesToHtml(latest, sight)}`
  const kind = thread.open ? 'thread thread-open' : 'thread'
  return keyed(`run-${thread.run}`, [thread, latest.map(({ at }) => sight.when(at))], content, kind)
}

function folded(run: string, replies: readonly Reply[], sight: Sight): SafeHtml {
  if (replies.length === 0) return html``
  const left = replies.length - MOST_FOLDED
  const older =
    left > 0 ? html`<p><a href="${pathOf(run)}">${left} before these, on the page of ${run}</a></p>` : ''
  return html`<details class="earlier" id="earlier-${run}"><summary>${replies.length} earlier</summary>${older}${repliesToHtml(replies.slice(-MOST_FOLDED), sight)}</details>`
}

function pathOf(run: string): string {
  return `/console/runs/${encodeURIComponent(run)}`
}

function repliesToHtml(replies: readonly Reply[], sight: Sight): SafeHtml {
  if (replies.length === 0) return html``
  const context = contextOf(sight, 4)
  const items = replies.map(
    ({ at, card }) =>
      html`<li><time datetime="${new Date(at).toISOString()}">${sight.when(at)}</time>${cardToHtml(card, context)}</li>`,
  )
  return html`<ol class="replies">${items}</ol>`
}

function waitingToHtml(cards: readonly Card[]): SafeHtml {
  const items = cards.map((card) => {
    const run = card.buttons[0]?.act.run
    return run === undefined
      ? html`<li>${card.title}</li>`
      : html`<li><a href="${pathOf(run)}">${card.title}</a></li>`
  })
  const list =
    cards.length === 0
      ? html`<p class="empty">Nothing waits for you.</p>`
      : html`<ul class="waiting">${items}</ul>`
  return html`<h2>Waiting for you <span class="count">${cards.length}</span></h2>${list}`
}

function onCallToHtml({ onCall }: Feed): SafeHtml {
  return html`<h2>On call</h2><ul>${onCall.map((line) => html`<li>${textToHtml(line)}</li>`)}</ul>`
}

function moreToHtml({ drills }: Feed, { sync, demoWorld }: Sight): SafeHtml {
  const inStep = sync
    ? html`<li><a href="/console/sync">Docmost and Baserow</a> - whether they are in step, and what waits</li>`
    : ''
  const demo = demoWorld
    ? html`<li><a href="/console/demo">The systems of the demo</a> - break production, push a commit, create a row</li>`
    : ''
  return html`<h2>More</h2><ul class="more"><li><a href="/console/figures">Figures</a> - times to acknowledge, mitigate and resolve; how often, how fast and how safely is released</li>${inStep}${demo}<li>${textToHtml(drills)}</li></ul>`
}

function meToHtml({ person }: Visitor): SafeHtml {
  return html`<h2>You</h2><p><strong>${person.name}</strong></p><p class="groups">${person.groups.join(', ')}</p>`
}

export function contextOf(
  { visitor, nonce }: Sight,
  level: CardContext['level'],
  carry: Readonly<Record<string, string>> = {},
): CardContext {
  return { action: '/console/act', csrf: visitor.csrf, nonce, level, carry }
}

/** A part that is exchanged as a whole when what it shows has changed; nonces in it don't count. */
export function keyed(key: string, shows: unknown, content: SafeHtml, kind = 'part'): SafeHtml {
  const rev = createHash('sha256').update(JSON.stringify(shows)).digest('base64url').slice(0, 12)
  return html`<div class="${kind}" id="${key}" data-rev="${rev}">${content}</div>`
}

export type Box = {
  /** What stays in it after a refusal. */
  readonly typed?: string | undefined
  /** The run whose page it stands on, where the answer goes. */
  readonly from?: string
  readonly example: string
}

/** The command box: the same words as in a chat. */
export function commandBox({ visitor, nonce }: Sight, { typed = '', from, example }: Box): SafeHtml {
  const where = from === undefined ? {} : { from }
  const hidden = hiddenToHtml({ csrf: visitor.csrf, nonce: nonce(), ...where })
  return html`<form class="command" method="post" action="/console/command">${hidden}<label for="command">Command</label><input id="command" name="text" type="text" value="${typed}" placeholder="${example}" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="send" required><button class="button button-primary">Send</button></form>`
}
