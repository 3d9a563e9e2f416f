import type { Because, Delivery } from '../delivery.ts'
import { isRowLabel } from '../entity.ts'
import { hashOf } from '../hash.ts'

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
  readonly when: Moment
  /** The sender's id; made of the key when absent. */
  readonly event?: string
  readonly because?: Because
  readonly origin?: string
  /** Milliseconds since 1970. */
  readonly happenedAt?: number
}

export type Moment =
  /** ISO 8601, of the page; its labels where they are known: they change without moving it. */
  | { readonly updatedAt: string; readonly labels?: readonly string[] }
  /** The trash and shares move no `updatedAt`: the id of an event, of a share, of a look. */
  | { readonly once: string }

/** `at`: when we had it. Webhook and polling of the same change get the same key, and so are one delivery. */
export function deliveryOf(change: PageChange, at: number): Delivery {
  const { type, page, origin, happenedAt } = change
  const key = changeKey(change)
  return {
    key,
    event: change.event ?? eventOf(key),
    source: 'docmost',
    type,
    at,
    ...(happenedAt === undefined ? {} : { happenedAt }),
    ...(origin === undefined ? {} : { origin }),
    changes: [{ entity: `page:${page}`, because: change.because ?? BECAUSE[type] }],
  }
}

/** Short enough to be typed after `/sync trace`. */
export function eventOf(key: string): string {
  return hashOf(key).slice(0, 16)
}

/** `docmost:<page id>:<updatedAt>`. Labels of rows are ours and say nothing. */
export function changeKey({ type, page, when }: Pick<PageChange, 'type' | 'page' | 'when'>): string {
  if ('once' in when) return `docmost:${page}:${type}:${when.once}`
  const key = `docmost:${page}:${new Date(when.updatedAt).toISOString()}`
  const labels = (when.labels ?? []).filter((label) => !isRowLabel(label)).sort()
  return labels.length === 0 ? key : `${key}:${hashOf(labels).slice(0, 8)}`
}

const BECAUSE = {
  'page.created': 'created',
  'page.updated': 'updated',
  'page.deleted': 'deleted',
  'page.restored': 'updated',
  'share.created': 'updated',
  'share.deleted': 'updated',
} as const satisfies Readonly<Record<PageChangeType, Because>>
