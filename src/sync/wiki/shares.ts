import type { SyncDeps } from '../deps.ts'
import type { Share } from '../ports.ts'
import { createTracer } from '../tracer.ts'
import { spaceById } from './wiki-spaces.ts'

export type SharesDeps = Pick<
  SyncDeps,
  'docmost' | 'book' | 'cache' | 'notices' | 'rules' | 'addresses' | 'clock' | 'log'
>

/** `<share>/<page>` of what was shared at the last look. */
const LIST = 'shares'

/**
 * One look at what is public: one request, and two for each new share. A share is no entity and waits in no queue:
 * it is told by its id, once however often it is found, and can be traced by that id. The first look ever only notes
 * what there is. Throws when one could not be told; the others are, and that one is told by the next look.
 */
export function createLookAtShares(deps: SharesDeps): () => Promise<void> {
  const { docmost, book } = deps
  return async () => {
    const shares = await docmost.shares()
    const known = await book.lists.read(LIST)
    if (known === undefined) return begin(deps, shares)
    const before = new Set(known)
    const failures: unknown[] = []
    const now: string[] = []
    for (const share of shares) {
      const isTold = before.has(idOf(share)) || (await tell(deps, share, failures))
      if (isTold) now.push(idOf(share))
    }
    const there = new Set(shares.map(idOf))
    for (const id of known) if (!there.has(id)) await tellGone(deps, id)
    await book.lists.replace(LIST, now)
    if (failures.length > 0) throw failures[0]
  }
}

function idOf({ id, page }: Share): string {
  return `${id}/${page}`
}

async function begin({ book, notices, log }: SharesDeps, shares: readonly Share[]): Promise<void> {
  const reason = `${shares.length} pages were public before anybody looked`
  log.info({ shares: shares.map(({ id }) => id) }, 'sync: shares that there are at the first look')
  await notices.audit({ did: 'first_look_at_shares', entity: 'shares', event: 'shares', reason })
  await book.lists.replace(LIST, shares.map(idOf))
}

/** False when it could not be told, or the share is gone already. */
async function tell(deps: SharesDeps, share: Share, failures: unknown[]): Promise<boolean> {
  try {
    return await tellShared(deps, share)
  } catch (error) {
    failures.push(error)
    return false
  }
}

async function tellShared(deps: SharesDeps, share: Share): Promise<boolean> {
  const { docmost, notices, rules, addresses } = deps
  const page = await docmost.page(share.page)
  // The trash took the share along.
  if (page === undefined || page.trashed) return false
  const slug = (await spaceById(deps, page.space))?.slug ?? page.space
  const entity = `page:${share.page}`
  const tracer = createTracer(deps, entity, [share.id])
  const shared = {
    share: share.id,
    page: share.page,
    title: page.title,
    address: addresses.page(slug, page.slugId),
    by: share.sharedBy,
    at: Date.parse(share.createdAt),
  }
  if (rules.shares.notify) await tracer.step('notify', () => notices.shared(shared))
  await notices.audit({
    did: 'share_created',
    entity,
    event: share.id,
    reason: share.sharedBy ?? 'nobody known',
  })
  await tracer.say('finish', { reason: 'share.created', page: share.page, ended: true })
  return true
}

async function tellGone(deps: SharesDeps, id: string): Promise<void> {
  const [share = id, page = ''] = id.split('/')
  const tracer = createTracer(deps, `page:${page}`, [share])
  await tracer.step('notify', () => deps.notices.unshared(share))
  await deps.notices.audit({ did: 'share_deleted', entity: `page:${page}`, event: share })
  await tracer.say('finish', { reason: 'share.deleted', page, ended: true })
}
