import { randomUUID } from 'node:crypto'
import { sign } from '@octokit/webhooks-methods'

/**
 * What a fork of Docmost that sends webhooks posts; the open build has none. One event is one POST of this as JSON,
 * with `X-Docmost-Signature: sha256=<hex HMAC of the raw body>` and the event and its id in headers too.
 */
export type DocmostEvent = {
  /** The same when it is sent again. */
  readonly event_id: string
  readonly event: 'page.created' | 'page.updated' | 'share.created'
  /** ISO 8601. */
  readonly at: string
  /** `X-Bridge-Origin` of the call that caused it, null for what people do. */
  readonly origin: string | null
  readonly actor: { readonly id: string; readonly name: string }
  readonly page: EventPage
  /** Of `share.created` alone. */
  readonly share?: { readonly id: string; readonly key: string; readonly includeSubPages: boolean }
}

/** As `pages/info` names these. */
export type EventPage = {
  readonly id: string
  readonly slugId: string
  readonly title: string | null
  readonly icon: string | null
  readonly spaceId: string
  readonly parentPageId: string | null
  readonly updatedAt: string
  readonly labels: readonly string[]
}

const DEADLINE_MS = 10_000

export function eventAbout(
  page: EventPage,
  over: Partial<DocmostEvent> & Pick<DocmostEvent, 'actor' | 'at'>,
): DocmostEvent {
  return { event_id: randomUUID(), event: 'page.created', origin: null, page, ...over }
}

/** Answers the status; a string is sent as it stands, for what is no event. */
export async function sendWebhook(
  url: string,
  secret: string,
  event: DocmostEvent | string,
): Promise<{ readonly status: number; readonly body: string }> {
  const body = typeof event === 'string' ? event : JSON.stringify(event)
  const about =
    typeof event === 'string' ? {} : { 'x-docmost-event': event.event, 'x-docmost-delivery': event.event_id }
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Docmost-Hooks',
      'x-docmost-signature': await sign(secret, body),
      ...about,
    },
    body,
    signal: AbortSignal.timeout(DEADLINE_MS),
  })
  return { status: answer.status, body: await answer.text() }
}
