import type { FastifyInstance } from 'fastify'
import { createMemoryStorage } from './adapters/memory/storage.ts'
import { createRedisStorage } from './adapters/redis/storage.ts'
import { createContext } from './app/context.ts'
import { createHttp } from './app/http.ts'
import type { Outside } from './app/outside.ts'
import { createReleasesPart } from './app/releases.ts'
import { createRemotes } from './app/remotes.ts'
import { report, warn } from './app/report.ts'
import { createSlack } from './app/slack.ts'
import { createReconcileVisibly, createSyncNotices } from './app/sync/notices.ts'
import { createSyncPart } from './app/sync.ts'
import { createWork } from './app/work.ts'
import { type Conversation, createConversation } from './commands/conversation.ts'
import type { Marks } from './commands/marks.ts'
import { createCalendar } from './engine/working-time.ts'
import { createDirectory } from './runs/people.ts'
import type { Storage } from './runs/ports.ts'
import { createRelay } from './runs/relay.ts'
import { createRuns } from './runs/submit.ts'

export type { Outside } from './app/outside.ts'

export type App = {
  readonly server: FastifyInstance
  readonly talk: Conversation & Marks
  readonly storage: Storage
  /** Listens and works; answers the address of the console. */
  start(): Promise<string>
  /** Lets what is under way end; what is stored goes on at the next start. */
  stop(): Promise<void>
}

const LOOK_AGAIN_MS = 60_000

/** Wires everything; nothing is connected or listened to before `start`. */
export function buildApp(outside: Outside): App {
  const { config, clock, log } = outside
  const { team } = config
  const directory = createDirectory(team.people)
  const storage = createStorage(outside)
  const slack = createSlack(outside, directory, storage)
  const surfaces = slack === undefined ? [] : [slack.surface]
  const remotes = createRemotes(outside)
  const relay = createRelay({ store: storage.store, queue: storage.queue, clock, log })
  const { after: dueAfter, between: worked } = createCalendar({
    timeZone: team.timeZone,
    ...team.workingHours,
  })
  const names = surfaces.map((surface) => surface.name)
  const runs = createRuns({ ...storage, surfaces: names, stored: relay.nudge, dueAfter })
  const sync = createSyncPart(outside, {
    notices: createSyncNotices(outside, { runs, storage, mailer: remotes.mailer }),
    reconcileVisibly: createReconcileVisibly(outside, runs),
    worked,
  })
  const releases = createReleasesPart(outside, { runs, storage, directory, remotes })
  const context = createContext(outside, storage, directory, {
    runs,
    desk: sync?.desk,
    releases,
  })
  const talk = createConversation(context)
  const work = createWork(outside, { context, storage, remotes, surfaces, dueAfter, releases, sync })
  const bots = slack === undefined || config.role === 'worker' ? [] : [slack.createBot(talk)]
  const server = createHttp(outside, { context, talk, storage, surfaces, bots, work, releases, sync })

  let nextLook: (() => void) | undefined

  /** Who stands in for whom is read again when it changes, in every replica. */
  function followStandIns(): void {
    storage.changes.subscribe((run) => {
      if (run.startsWith('OVR-')) refreshed()
    })
    refreshed()
  }

  function refreshed(): void {
    // Also now and then: a replica may have missed the message that one of them changed.
    nextLook?.()
    nextLook = clock.after(LOOK_AGAIN_MS, refreshed)
    context.roster.refresh().catch((error: unknown) => log.warn({ err: error }, 'stand-ins not read'))
  }

  return {
    server,
    talk,
    storage,
    async start() {
      storage.start()
      sync?.start()
      followStandIns()
      if (config.role !== 'web') {
        storage.queue.work(work.perform, (job, error) => report(context, log, job, error))
        relay.start()
        releases?.follow()
        sync?.work()
        // A store that is away takes them when it is back; nothing else waits for it.
        work.duties.start().catch((error: unknown) => log.error({ err: error }, 'duties not planned'))
      }
      const address = await server.listen({ host: config.http.host, port: config.http.port })
      for (const bot of bots) await bot.start()
      warn(storage, log)
      return `${address}/console`
    },
    async stop() {
      nextLook?.()
      for (const bot of bots) await bot.stop()
      await server.close()
      await relay.stop()
      await sync?.stop()
      await releases?.stop()
      await storage.stop()
      remotes.stop()
    },
  }
}

function createStorage({ config, clock, log }: Outside): Storage {
  return config.redisUrl === undefined
    ? createMemoryStorage(clock)
    : createRedisStorage(config.redisUrl, { clock, log })
}
