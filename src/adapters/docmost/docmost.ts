import type { Logger } from 'pino'
import type { Clock } from '../../runs/ports.ts'
import type { Docmost } from '../../sync/ports.ts'
import { createAsk, nothing } from './ask.ts'
import { unless } from './errors.ts'
import { changesAfter, readTimed } from './feed.ts'
import { uuid } from './ids.ts'
import { addLabels, labelsOf, pagesLabelled, removeLabel } from './labels.ts'
import { createLane } from './lane.ts'
import { readAll } from './lists.ts'
import { appendTo, createPage, readChildren, readPage, readTrash, trashPage, updatePage } from './pages.ts'
import { createSession, type DocmostAccount } from './session.ts'
import { meSchema, sharesSchema, spacesSchema } from './shapes.ts'
import { createWire } from './wire.ts'

export type DocmostOptions = {
  readonly url: string
  readonly account: DocmostAccount
  readonly log: Pick<Logger, 'info' | 'warn'>
  readonly clock: Clock
  /** Calls at the same time; three when absent. */
  readonly concurrency?: number
  /** For each request; thirty seconds when absent. */
  readonly timeoutMs?: number
}

export type ClosableDocmost = Docmost & {
  /** Calls under way fail as `unreachable`. */
  close(): Promise<void>
}

const CONCURRENCY = 3
/** Docmost converts pages one after the other, and a big one holds up everything behind it. */
const TIMEOUT_MS = 30_000

/**
 * Docmost 0.95 as the bot's own user. Nothing is sent before the first call, and nothing is tried again here but
 * after an ended session: the queue knows better when.
 */
export function createDocmost(options: DocmostOptions): ClosableDocmost {
  const { url, account, log, clock, concurrency = CONCURRENCY, timeoutMs = TIMEOUT_MS } = options
  const wire = createWire({ url, connections: concurrency, timeoutMs, clock })
  const session = createSession({ wire, account, clock, log })
  const ask = createAsk({ wire, session, lane: createLane(concurrency) })
  let mine: string | undefined

  async function me() {
    const { user } = await ask('users/me', {}, meSchema)
    mine = user.id
    return { id: user.id }
  }

  return {
    me,
    spaces: () => readAll(ask, { route: 'spaces', schema: spacesSchema }),
    create: async (page) => createPage(ask, page),
    page: (id) => readPage(ask, id),
    update: async (id, change) => updatePage(ask, id, change),
    append: (id, markdown) => appendTo(ask, id, markdown),
    trash: (id) => trashPage(ask, id),
    label: (id, names) => addLabels(ask, id, names),
    unlabel: (id, name) => removeLabel(ask, id, name),
    labelsOf: (id) => labelsOf(ask, id),
    labelled: (name) => pagesLabelled(ask, name),
    async createdByMe(space) {
      const body = { spaceId: uuid(space), userId: mine ?? (await me()).id }
      return readTimed(ask, { route: 'pages/created-by-user', body }, log)
    },
    children: (space, parent) => readChildren(ask, space, parent),
    changedAfter: (point) => changesAfter(ask, { route: 'pages/recent', body: {} }, point, log),
    trashed: (space) => readTrash(ask, space),
    shares: () => readAll(ask, { route: 'shares', schema: sharesSchema }),
    async revokeShare(id) {
      const shareId = uuid(id)
      // Somebody else was faster, or our last answer was lost.
      await unless('not_found', () => ask('shares/delete', { shareId }, nothing))
    },
    close: () => wire.close(),
  }
}
