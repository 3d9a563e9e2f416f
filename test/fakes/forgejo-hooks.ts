import { createHmac, randomUUID } from 'node:crypto'

export type ForgejoEvent =
  | 'push'
  | 'create'
  | 'pull_request'
  | 'action_run_success'
  | 'action_run_failure'
  | 'action_run_recover'

export type ForgejoHooks = {
  /** Of the webhook, as the receiver must know it. */
  readonly webhookSecret: string
  /** What was told, and how it was answered; 0 when nobody answered. */
  readonly deliveries: readonly { readonly event: ForgejoEvent; readonly status: number }[]
  /** From now on every event goes there, signed. Without an address none. */
  deliver(url: string | undefined): void
  send(event: ForgejoEvent, payload: Readonly<Record<string, unknown>>): Promise<void>
}

/** Forgejo's side of a webhook: the same event and signature in the headers of every forge that it resembles. */
export function createForgejoHooks(repository: string): ForgejoHooks {
  const webhookSecret = 'a-secret-of-forgejo'
  const deliveries: { event: ForgejoEvent; status: number }[] = []
  let target: string | undefined

  return {
    webhookSecret,
    deliveries,
    deliver: (url) => {
      target = url
    },
    async send(event, payload) {
      if (target === undefined) return
      const body = JSON.stringify({ repository: { full_name: repository }, ...payload }, null, 2)
      const headers = headersOf(event, webhookSecret, body)
      const answer = await fetch(target, { method: 'POST', headers, body }).catch(() => undefined)
      await answer?.arrayBuffer()
      deliveries.push({ event, status: answer?.status ?? 0 })
    },
  }
}

function headersOf(event: ForgejoEvent, secret: string, body: string): Record<string, string> {
  const [sha1, sha256] = ['sha1', 'sha256'].map((hash) => createHmac(hash, secret).update(body).digest('hex'))
  const delivery = randomUUID()
  const families = ['X-Forgejo', 'X-Gitea', 'X-Gogs']
  return {
    'Content-Type': 'application/json',
    ...Object.fromEntries(
      families.flatMap((family) => [
        [`${family}-Delivery`, delivery],
        [`${family}-Event`, event],
        [`${family}-Event-Type`, event],
        [`${family}-Signature`, sha256 ?? ''],
      ]),
    ),
    'X-Hub-Signature': `sha1=${sha1}`,
    'X-Hub-Signature-256': `sha256=${sha256}`,
    'X-GitHub-Delivery': delivery,
    'X-GitHub-Event': event,
    'X-GitHub-Event-Type': event,
  }
}
