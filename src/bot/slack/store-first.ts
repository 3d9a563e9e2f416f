import type { App } from '@slack/bolt'
import { z } from 'zod'

/**
 * Hears a whole event callback; `again` says that Slack delivers it once more.
 * What it throws leaves the event unacknowledged, so that Slack sends it again.
 */
export type EventListener = (body: unknown, again: boolean) => Promise<void>

export type StoreFirst = { event(name: string, listener: EventListener): void }

const kindSchema = z.object({ type: z.literal('event_callback'), event: z.object({ type: z.string() }) })

/**
 * Bolt acknowledges an event before anybody has heard it, and what happens then is lost when the process dies.
 * These events go past it: they are acknowledged when their listener is done, stored or not wanted.
 */
export function storeFirst(app: App): StoreFirst {
  const listeners = new Map<string, EventListener>()
  const hand = app.processEvent.bind(app)
  app.processEvent = async (incoming) => {
    const listener = listeners.get(kindSchema.safeParse(incoming.body).data?.event.type ?? '')
    if (listener === undefined) return hand(incoming)
    await listener(incoming.body, incoming.retryNum !== undefined && incoming.retryNum > 0)
    await incoming.ack()
  }
  return { event: (name, listener) => void listeners.set(name, listener) }
}
