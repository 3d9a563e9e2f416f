import { randomUUID } from 'node:crypto'
import { sign } from '@octokit/webhooks-methods'

export type Delivery = {
  readonly id: string
  readonly event: string
  readonly body: string
  /** What the receiver answered; 0 when it couldn't be reached. */
  status: number
}

/** Events that the webhook of this repository can be subscribed to. */
export const RELEASE_EVENTS = [
  'issues',
  'pull_request',
  'push',
  'create',
  'delete',
  'status',
  'check_run',
  'check_suite',
  'workflow_run',
  'deployment_status',
] as const
export type HookEvent = (typeof RELEASE_EVENTS)[number]

export type Hooks = {
  /** Of the webhook, as the receiver must know it. */
  readonly webhookSecret: string
  /** In order, oldest first. */
  readonly deliveries: readonly Delivery[]
  /**
   * From now on the events that the webhook is subscribed to go there, signed, and are waited for. Without an address
   * no longer: what happens then is never told.
   */
  deliver(url: string | undefined, events?: readonly HookEvent[]): void
  /** As a person does on the page of the webhook; the same id again. Without an id the newest one. */
  redeliver(id?: string): Promise<number>
  send(event: HookEvent, payload: unknown): Promise<void>
}

const DEADLINE_MS = 10_000

/** GitHub's side of a webhook: it signs, waits ten seconds at most, and never tries again by itself. */
export function createHooks(): Hooks {
  const webhookSecret = 'a-webhook-secret'
  const deliveries: Delivery[] = []
  let target: string | undefined
  let subscribed: readonly HookEvent[] = []

  async function post(delivery: Delivery): Promise<void> {
    if (target === undefined) return
    const { id, event, body } = delivery
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-hub-signature-256': await sign(webhookSecret, body),
    }
    const signal = AbortSignal.timeout(DEADLINE_MS)
    const answer = await fetch(target, { method: 'POST', headers, body, signal }).catch(() => undefined)
    await answer?.arrayBuffer()
    delivery.status = answer?.status ?? 0
  }

  return {
    webhookSecret,
    deliveries,
    deliver: (url, events = ['issues', 'pull_request']) => {
      target = url
      subscribed = events
    },
    async send(event, payload) {
      if (target === undefined || !subscribed.includes(event)) return
      const delivery = { id: randomUUID(), event, body: JSON.stringify(payload), status: 0 }
      deliveries.push(delivery)
      await post(delivery)
    },
    async redeliver(id) {
      const found = deliveries.findLast((one) => id === undefined || one.id === id)
      if (found === undefined) throw new Error('no such delivery')
      await post(found)
      return found.status
    },
  }
}
