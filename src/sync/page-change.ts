import type { Because, Change, Delivery } from './delivery.ts'
import { isRowLabel } from './entity.ts'
import { hashOf } from './hash.ts'

export const PAGE_CHANGES = [
  'page.created',
  'page.updated',
  'page.deleted',
  'page.restored',
  'share.created',
  'share.deleted',
] as const

export type PageChangeType = (typeof PAGE_CHANGES)[number]

/** What happened to a page of Docmost, whether it was told by webhook or found by asking. */
export type PageChange = {
  readonly type: PageChangeType
  readonly page: string
  /** ISO 8601, of the page. */
  readonly updatedAt: string
  /** Where they are known; those of rows are ours and say nothing. */
  readonly labels?: readonly string[]
  /** Tells changes apart that move no `updatedAt`: the id of an event, of a share, of a look. */
  readonly once?: string
  /** The sender's id; made of the key when absent. */
  readonly event?: string
  readonly because?: Because
  readonly origin?: string
  /** Milliseconds since 1970. */
  readonly happenedAt?: number
}

/** `at`: when we had it. Webhook and polling of the same change get the same key, and so are one delivery. */
export function deliveryOf(change: PageChange, at: number): Delivery {
  const { type, origin, happenedAt } = change
  const key = changeKey(change)
  return {
    key,
    event: change.event ?? eventOf(key),
    source: 'docmost',
    type,
    at,
    ...(happenedAt === undefined ? {} : { happenedAt }),
    ...(origin === undefined ? {} : { origin }),
    changes: [lookAt(change)],
  }
}

/** Short enough to be typed after `/sync trace`. */
export function eventOf(key: string): string {
  return hashOf(key).slice(0, 16)
}

/**
 * `docmost:<page id>:<updatedAt>`. A change of labels moves no `updatedAt`, so they are in the key of who knows them;
 * the trash and shares don't either, and have keys of their own.
 */
export function changeKey({ type, page, updatedAt, labels = [], once }: PageChange): string {
  const key = `docmost:${page}:${new Date(updatedAt).toISOString()}`
  if (once !== undefined) return `${key}:${type}:${once}`
  const own = labels.filter((label) => !isRowLabel(label)).sort()
  return own.length === 0 ? key : `${key}:${hashOf(own).slice(0, 8)}`
}

function lookAt({ type, page, because }: PageChange): Change {
  return { entity: `page:${page}`, because: because ?? BECAUSE[type] }
}

const BECAUSE = {
  'page.created': 'created',
  'page.updated': 'updated',
  'page.deleted': 'deleted',
  'page.restored': 'updated',
  'share.created': 'updated',
  'share.deleted': 'updated',
} as const satisfies Readonly<Record<PageChangeType, Because>>
