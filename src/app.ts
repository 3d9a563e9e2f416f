import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { createMemoryStorage } from './adapters/memory/storage.ts'
import { createRedisStorage } from './adapters/redis/storage.ts'
import { createSlackClient } from './adapters/slack/client.ts'
import { createSlackSurface } from './adapters/slack/surface.ts'
import { createConsole } from './bot/console/index.ts'
import { createLinkSigner } from './bot/console/session.ts'
import { createMetrics } from './bot/metrics.ts'
import { createServer } from './bot/server.ts'
import { createSlackBot, type SlackBot } from './bot/slack/app.ts'
import { createSlackLogger } from './bot/slack/logger.ts'
import { type Context, lookOf } from './commands/context.ts'
import { type Conversation, createConversation } from './commands/conversation.ts'
import { feedOf, runPageOf } from './commands/feed.ts'
import type { Marks } from './commands/marks.ts'
import type { Config } from './config.ts'
import { VIGIE } from './engine/run.ts'
import { renderMessage } from './notify/cards/index.ts'
import { SURFACES, type Surface } from './notify/ports.ts'
import { incident } from './playbooks/incident.ts'
import { createDuties } from './runs/duties.ts'
import { createIncidents } from './runs/incidents.ts'
import { createDirectory, type Directory } from './runs/people.ts'
import { createPerform } from './runs/perform.ts'
import type { Clock, Job, Storage } from './runs/ports.ts'
import { createRelay } from './runs/relay.ts'
import { createRuns, type Runs } from './runs/submit.ts'

/** What an app can't make by itself. Tests bring their own clock. */
export type Outside = { readonly config: Config; readonly clock: Clock; readonly log: Logger }

export type App = {
  readonly server: FastifyInstance
  readonly talk: Conversation & Marks
  readonly storage: Storage
  /** Listens and works; answers the address of the console. */
  start(): Promise<string>
  /** Lets what is under way end; what is stored goes on at the next start. */
  stop(): Promise<void>
}

/** Wires everything; nothing is connected or listened to before `start`. */
export function buildApp(outside: Outside): App {
  const { config, clock, log } = outside
  const directory = createDirectory(config.team.people)
  const storage = createStorage(outside)
  const client = slackClient(outside)
  const surfaces = createSurfaces(outside, directory, storage, client)
  const relay = createRelay({ store: storage.store, queue: storage.queue, clock, log })
  const names = surfaces.map((surface) => surface.name)
  const runs = createRuns({ ...storage, surfaces: names, stored: relay.nudge })
  const context = createContext(outside, storage, directory, runs)
  const talk = createConversation(context)
  const duties = createDuties({ duties: [], queue: storage.queue, clock })
  const perform = createPerform({
    ...storage,
    runs,
    surfaces,
    actions: {},
    duties,
    clock,
    log,
    lifeboat: () => onCallNow(context),
    startedAt: clock.now(),
    render: (run, message, entry) => renderMessage(run, message, entry, lookOf(context, run)),
  })
  const bots = config.role === 'worker' ? [] : createBots(outside, talk, directory, client)
  const server = createHttp(outside, { context, talk, storage, surfaces, bots })

  return {
    server,
    talk,
    storage,
    async start() {
      storage.start()
      if (config.role !== 'web') {
        storage.queue.work(perform, (job, error) => report(context, log, job, error))
        relay.start()
      }
      const address = await server.listen({ host: config.http.host, port: config.http.port })
      for (const bot of bots) await bot.start()
      warn(storage, log)
      return `${address}/console`
    },
    async stop() {
      for (const bot of bots) await bot.stop()
      await server.close()
      await relay.stop()
      await storage.stop()
    },
  }
}

function createStorage({ config, clock, log }: Outside): Storage {
  return config.redisUrl === undefined
    ? createMemoryStorage(clock)
    : createRedisStorage(config.redisUrl, { clock, log })
}

/** The surfaces that Vigie posts to. The console posts nothing: it shows the store as it is. */
function createSurfaces(
  { config, clock, log }: Outside,
  directory: Directory,
  { channels: memory }: Storage,
  client: SlackClient,
) {
  if (client === undefined) return []
  return [createSlackSurface({ client, channels: slackChannels(config), memory, directory, clock, log })]
}

/** Whom a message reaches whose channel is lost. */
function onCallNow({ roster, clock }: Context): readonly string[] {
  const { primary, backup } = roster.onCallAt(clock.now())
  return [primary, backup]
}

type SlackClient = ReturnType<typeof slackClient>

function slackClient({ config, log }: Outside) {
  if (config.slack === undefined) return undefined
  const { botToken: token, apiUrl } = config.slack
  return createSlackClient({ token, apiUrl, logger: createSlackLogger(log) })
}

function slackChannels({ team }: Config): Readonly<Record<string, string>> {
  const named = Object.entries(team.channels).flatMap(([name, { slack }]) =>
    slack === undefined ? [] : [[name, slack] as const],
  )
  return Object.fromEntries(named)
}

function createContext(
  { config, clock }: Outside,
  { store, audit, deliveries }: Storage,
  directory: Directory,
  runs: Runs,
): Context {
  const links = createLinkSigner({ secret: config.secret, clock })
  return {
    runs,
    incidents: createIncidents({
      runs,
      playbook: incident,
      settings: config.team,
      runbookFor: () => undefined,
    }),
    store,
    audit,
    deliveries,
    directory,
    roster: {
      onCallAt: () => config.team.onCall,
      nextHandover: (at) => at,
      refresh: async () => {},
    },
    clock,
    settings: config.team,
    linkFor: async (person) => `${config.http.publicUrl}${await links.linkFor(person.id)}`,
  }
}

function createBots(outside: Outside, talk: App['talk'], directory: Directory, client: SlackClient) {
  const { config, clock, log } = outside
  const opsChannel = slackChannels(config)['ops']
  if (config.slack === undefined || client === undefined || opsChannel === undefined) return []
  const { reaction } = config.team.timeline
  return [createSlackBot({ env: config.slack, client, talk, directory, log, clock, opsChannel, reaction })]
}

type Inside = {
  readonly context: Context
  readonly talk: Conversation
  readonly storage: Storage
  readonly surfaces: readonly Surface[]
  readonly bots: readonly SlackBot[]
}

function createHttp({ config, clock, log }: Outside, inside: Inside): FastifyInstance {
  const { context, talk, storage, surfaces, bots } = inside
  const metrics = createMetrics()
  const on = (name: string) => (surfaces.some((surface) => surface.name === name) ? 'on' : 'off')
  const server = createServer({
    log,
    health: {
      store: storage.kind,
      surfaces: Object.fromEntries(SURFACES.map((name) => [name, on(name)])),
      ping: storage.ping,
    },
    metrics: { read: metrics, token: config.metricsToken },
  })
  for (const { plugin } of bots) if (plugin !== undefined) server.register(plugin)
  if (config.role === 'worker') return server
  server.register(
    createConsole({
      talk,
      directory: context.directory,
      view: {
        feed: () => feedOf(context),
        run: (id) => runPageOf(context, id),
        auditExport: storage.audit.all,
      },
      changes: storage.changes,
      demo: config.demo,
      secret: config.secret,
      publicUrl: config.http.publicUrl,
      service: config.team.service,
      store: storage.kind,
      timeZone: config.team.timeZone,
      clock,
      log,
      metrics,
    }),
  )
  return server
}

/** A job that was given up is in the log and in the audit of its run: nothing ends silently. */
async function report({ audit, clock }: Context, log: Logger, job: Job, error: Error): Promise<void> {
  log.error({ job: job.id, err: error.message }, 'a job was given up')
  const record = { at: clock.now(), by: VIGIE, result: 'failed', reason: error.message } as const
  await audit.append({ ...record, ...whatItWas(job) })
}

function whatItWas(job: Job): { run?: string; door: string; did: string } {
  switch (job.kind) {
    case 'timer':
      return { run: job.run, door: 'timer', did: 'timer' }
    case 'duty':
      return { door: 'timer', did: job.duty }
    case 'act':
      return { run: job.effect.run, door: 'vigie', did: job.effect.action }
    case 'deliver':
      return { run: job.effect.run, door: job.surface, did: job.effect.kind }
  }
}

function warn(storage: Storage, log: Logger): void {
  storage.warnings().then(
    (sentences) => {
      for (const sentence of sentences) log.warn(sentence)
    },
    (error: unknown) => log.warn({ err: error }, 'the store does not answer yet'),
  )
}
