import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyError, FastifyInstance } from 'fastify'
import { serveAssets } from './asset.ts'
import { exportAudit } from './audit.ts'
import { addDemo } from './demo.ts'
import type { ConsoleDeps } from './deps.ts'
import { chooseWhom, enter, leave, showEnter } from './enter.ts'
import { answerConsoleFault, answerConsoleNotFound } from './fault.ts'
import { sendFiguresPicture, showFigures } from './figures.ts'
import { forOwnForm, forScript, forVisitor, fromOwnPage } from './guard.ts'
import { sendFeedPart, sendRunPart, showFeed, showRun } from './look.ts'
import { sendPostMortem } from './post-mortem.ts'
import { sendNotice } from './reply.ts'
import { createRoom, type Room } from './room.ts'
import { isOurName } from './same-origin.ts'
import { readCommand, readFilled, readPress, showHeld, takeSubmission } from './say.ts'
import { addSync } from './sync.ts'
import { sendWatchPicture } from './watch.ts'

/** The web console as a plugin of the one server: registers `/` and everything under `/console`. */
export function createConsole(deps: ConsoleDeps) {
  return async (server: FastifyInstance): Promise<void> => {
    server.get('/', async (_request, reply) => reply.redirect('/console', 303))
    await server.register(async (console) => openConsole(console, deps), { prefix: '/console' })
  }
}

async function openConsole(console: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  await console.register(cookie)
  await console.register(formbody)
  const room = createRoom(deps, serveAssets(console))
  console.setNotFoundHandler((_request, reply) => answerConsoleNotFound(room, reply))
  console.setErrorHandler<FastifyError>((error, request, reply) =>
    answerConsoleFault(room, error, request, reply),
  )
  if (deps.demo) refuseForeignNames(console, room)
  addPages(console, room)
  addForms(console, room)
  addDoors(console, room)
  if (deps.view.sync !== undefined) addSync(console, room, deps.view.sync)
  if (deps.demo) addDemo(console, room, { world: deps.demoWorld, levers: deps.demoLevers })
  // Open streams would keep the server from closing.
  console.addHook('preClose', async () => {
    room.live.close()
    room.deliveries.close()
  })
}

function addPages(console: FastifyInstance, room: Room): void {
  console.get(
    '/',
    forVisitor(room, (...asked) => showFeed(room, ...asked)),
  )
  console.get(
    '/feed',
    forScript(room, (...asked) => sendFeedPart(room, ...asked)),
  )
  console.get(
    '/live',
    forScript(room, async (_visitor, _request, reply) => room.live.open(reply)),
  )
  console.get(
    '/runs/:id',
    forVisitor(room, (...asked) => showRun(room, ...asked)),
  )
  console.get(
    '/runs/:id/part',
    forScript(room, (...asked) => sendRunPart(room, ...asked)),
  )
  console.get(
    '/runs/:id/watch.svg',
    forScript(room, (...asked) => sendWatchPicture(room, ...asked)),
  )
  console.get(
    '/runs/:id/post-mortem.md',
    forVisitor(room, (...asked) => sendPostMortem(room, ...asked)),
  )
  console.get(
    '/held/:nonce',
    forVisitor(room, (...asked) => showHeld(room, ...asked)),
  )
  console.get(
    '/figures',
    forVisitor(room, (...asked) => showFigures(room, ...asked)),
  )
  console.get(
    '/figures.svg',
    forScript(room, (...asked) => sendFiguresPicture(room, ...asked)),
  )
  console.get(
    '/audit.jsonl',
    forVisitor(room, (...asked) => exportAudit(room, ...asked)),
  )
}

function addForms(console: FastifyInstance, room: Room): void {
  const forms = { '/command': readCommand, '/act': readPress, '/form': readFilled }
  for (const [path, read] of Object.entries(forms)) {
    console.post(
      path,
      forOwnForm(room, (...asked) => takeSubmission(room, ...asked, read)),
    )
    // The address bar shows this path after an answer; opening it leads back.
    console.get(path, async (_request, reply) => reply.redirect('/console', 303))
  }
}

function addDoors(console: FastifyInstance, room: Room): void {
  console.get('/enter', (request, reply) => showEnter(room, request, reply))
  console.post(
    '/enter',
    fromOwnPage(room, (request, reply) => enter(room, request, reply)),
  )
  console.post(
    '/session',
    fromOwnPage(room, (request, reply) => chooseWhom(room, request, reply)),
  )
  console.post('/leave', forOwnForm(room, leave))
}

function refuseForeignNames(console: FastifyInstance, room: Room): void {
  console.addHook('onRequest', async (request, reply) => {
    if (isOurName(request.headers.host, room.deps.publicUrl)) return
    const lines = ['The demo answers on this machine and under PUBLIC_URL only.']
    return sendNotice(reply, room.house, { status: 403, title: 'Not taken', lines })
  })
}
