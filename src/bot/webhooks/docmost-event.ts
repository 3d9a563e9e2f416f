import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Delivery } from '../../sync/delivery.ts'
import { deliveryOf, type Moment, PAGE_CHANGES, type PageChangeType } from '../../sync/wiki/page-change.ts'

const headSchema = z.object({
  event_id: z.string().regex(/^[\w.:-]{1,200}$/),
  event: z.string().min(1).max(100),
})

const typeSchema = z.enum(PAGE_CHANGES)

const eventSchema = z.object({
  at: z.iso.datetime({ offset: true }),
  origin: z.string().max(100).nullish(),
  page: z.object({
    id: z.uuid().toLowerCase(),
    updatedAt: z.iso.datetime({ offset: true }),
    labels: z.array(z.string()).optional(),
  }),
  share: z.object({ id: z.string() }).nullish(),
})

/** Reads a parsed body. Whatever it says, there is an answer: what can't be used becomes a delivery that says why. */
export function readDocmostEvent(body: unknown, raw: Buffer, at: number): Delivery {
  const head = headSchema.safeParse(body).data
  if (head === undefined) return unusable(raw, at, 'it is not shaped as an event of Docmost')
  const type = typeSchema.safeParse(head.event).data
  if (type === undefined) return nobodys(head, at)
  const event = eventSchema.safeParse(body).data
  if (event === undefined) return unusable(raw, at, 'its page can not be read', head)
  const { page, origin } = event
  const change = {
    type,
    page: page.id,
    when: momentOf(type, event, head.event_id),
    event: head.event_id,
    happenedAt: Date.parse(event.at),
    ...(origin === undefined || origin === null ? {} : { origin }),
  }
  return deliveryOf(change, at)
}

function momentOf(type: PageChangeType, { page, share }: z.infer<typeof eventSchema>, event: string): Moment {
  if (type !== 'page.created' && type !== 'page.updated') return { once: share?.id ?? event }
  const { updatedAt, labels } = page
  return labels === undefined ? { updatedAt } : { updatedAt, labels }
}

/** Comments and the like: well said, and nothing follows. */
function nobodys({ event_id: event, event: type }: z.infer<typeof headSchema>, at: number): Delivery {
  return { key: `docmost:event:${event}`, event, source: 'docmost', type, at, changes: [] }
}

/** Named by its bytes: sent again it is the same delivery. */
function unusable(raw: Buffer, at: number, why: string, head?: z.infer<typeof headSchema>): Delivery {
  const digest = createHash('sha256').update(raw).digest('hex').slice(0, 16)
  return {
    key: `docmost:unusable:${digest}`,
    event: head?.event_id ?? `unreadable-${digest}`,
    source: 'docmost',
    type: head?.event ?? 'unknown',
    at,
    changes: [],
    unusable: why,
  }
}
