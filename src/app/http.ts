import type { FastifyInstance } from 'fastify'
import { renderChart } from '../adapters/chart.ts'
import { createConsole } from '../bot/console/index.ts'
import { createMetrics } from '../bot/metrics.ts'
import { createServer } from '../bot/server.ts'
import type { SlackBot } from '../bot/slack/app.ts'
import { createStatus } from '../bot/status.ts'
import type { Context } from '../commands/context.ts'
import type { Conversation } from '../commands/conversation.ts'
import { feedOf, runPageOf } from '../commands/feed.ts'
import { postMortemOf } from '../commands/post-mortem.ts'
import { boardOf } from '../commands/sync/board.ts'
import { tracedSteps } from '../commands/sync/traced.ts'
import { watchViewOf } from '../commands/watch.ts'
import { SURFACES, type Surface } from '../notify/ports.ts'
import type { Storage } from '../runs/ports.ts'
import { readStatus } from '../runs/status.ts'
import { createDemoLevers } from './demo-levers.ts'
import { createDemoWorld } from './demo-world.ts'
import type { Outside } from './outside.ts'
import type { ReleasesPart } from './releases.ts'
import type { SyncPart } from './sync.ts'
import { addWebhooks } from './webhooks.ts'
import type { Work } from './work.ts'

export type HttpDeps = {
  readonly context: Context
  readonly talk: Conversation
  readonly storage: Storage
  readonly surfaces: readonly Surface[]
  readonly bots: readonly SlackBot[]
  readonly work: Work
  readonly releases: ReleasesPart | undefined
  readonly sync: SyncPart | undefined
}

/** The one server with every route that is on. A worker answers only its health and its figures. */
export function createHttp(outside: Outside, deps: HttpDeps): FastifyInstance {
  const { config, clock, log } = outside
  const { context, talk, storage, surfaces, bots, work, releases, sync } = deps
  const desk = context.sync
  const metrics = createMetrics(desk?.status)
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
  server.addHook('onResponse', ({ routeOptions: { url } }, { statusCode, elapsedTime }, done) => {
    if (url?.startsWith('/api/webhooks/')) metrics.received(url, statusCode, elapsedTime)
    done()
  })
  addWebhooks(server, outside, {
    ...work,
    audit: storage.audit,
    backups: storage.backups,
    nudge: releases?.nudge,
  })
  sync?.addWebhooks(server)
  const demoWorld = createDemoWorld(config, outside)
  server.addHook('onClose', async () => demoWorld?.close())
  server.register(
    createStatus({ read: () => readStatus(storage.store), origins: config.team.status.origins, clock }),
  )
  server.register(
    createConsole({
      talk,
      directory: context.directory,
      view: {
        feed: () => feedOf(context),
        run: (id) => runPageOf(context, id),
        figures: context.figures.read,
        releaseFigures: context.figures.readReleases,
        watch: (id) => watchViewOf(context, id),
        postMortem: (id) => postMortemOf(context, id),
        auditExport: storage.audit.all,
        ...(desk === undefined
          ? {}
          : {
              sync: {
                board: () => boardOf(context, desk),
                trace: (event) => tracedSteps(context, desk, event),
              },
            }),
      },
      drawChart: renderChart,
      changes: storage.changes,
      demo: config.demo,
      ...(demoWorld === undefined ? {} : { demoWorld }),
      ...(config.demoLevers === undefined ? {} : { demoLevers: createDemoLevers(config.demoLevers) }),
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
