import { html } from '@remix-run/html-template'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Answer, answerToHtml, refusal } from './answer.ts'
import { patiently, sendAway } from './away.ts'
import type { DemoLevers } from './demo-levers.ts'
import { type DemoForm, type DemoSight, demoPartToHtml, demoToHtml } from './demo-page.ts'
import type { DemoValues, DemoWorld } from './demo-world.ts'
import type { Visitor } from './frame.ts'
import { forOwnForm, forScript, forVisitor } from './guard.ts'
import { sendHtml, sendPage } from './reply.ts'
import type { Room } from './room.ts'

const LONGEST_NAME = 200
const NOTHING: DemoValues = { name: '', client: '', status: '' }
const bodySchema = z.object({
  name: z.string().trim().default(''),
  client: z.string().default(''),
  status: z.string().default(''),
})
const leverSchema = z.object({ lever: z.string() })

/** Nothing tells us of a change in the demo's systems: the page asks. */
const EVERY_MS = 1_000

const AWAY = {
  title: 'The systems of the demo do not answer',
  body: html`<p class="empty">This page asks again by itself.</p>`,
}

/** The systems that this demo has: tables and wiki, GitHub and production, or one of the two. */
export type DemoSystems = {
  readonly world: DemoWorld | undefined
  readonly levers: DemoLevers | undefined
}

/** The page of the systems that a demo runs on; none without any. */
export function addDemo(console: FastifyInstance, room: Room, systems: DemoSystems): void {
  const { world, levers } = systems
  if ((world ?? levers) === undefined) return
  console.get(
    '/demo',
    forVisitor(room, (...asked) => sendDemo(room, systems, ...asked, { values: NOTHING })),
  )
  console.get(
    '/demo/part',
    forScript(room, (...asked) => sendPart(room, systems, ...asked)),
  )
  if (world !== undefined)
    console.post(
      '/demo',
      forOwnForm(room, (...asked) => create(room, systems, world, ...asked)),
    )
  if (levers !== undefined)
    console.post(
      '/demo/levers',
      forOwnForm(room, (...asked) => pull(room, systems, levers, ...asked)),
    )
}

async function sendPart(
  room: Room,
  systems: DemoSystems,
  { csrf }: Visitor,
  _request: FastifyRequest,
  reply: FastifyReply,
) {
  const sight = await patiently(room, () => look(systems))
  if (sight === 'away') return reply.code(503).send({ error: 'The systems of the demo do not answer' })
  return sendHtml(reply, String(demoPartToHtml(sight, csrf)))
}

async function create(
  room: Room,
  systems: DemoSystems,
  world: DemoWorld,
  visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const values = bodySchema.catch(NOTHING).parse(request.body)
  const fault = faultOf(values)
  const filled = { values, fault }
  if (fault !== undefined) return sendDemo(room, systems, visitor, request, reply, filled, 422)
  if (await succeeds(room, () => world.create(values))) return reply.redirect('/console/demo', 303)
  const refused = refusal('Baserow did not take the row', 'It may be there all the same: look below.')
  return sendDemo(room, systems, visitor, request, reply, { values, refused }, 502)
}

async function pull(
  room: Room,
  systems: DemoSystems,
  levers: DemoLevers,
  visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const id = leverSchema.safeParse(request.body).data?.lever ?? ''
  if (await succeeds(room, () => levers.pull(id))) return reply.redirect('/console/demo', 303)
  const refused = refusal('That did not work', 'It may have happened all the same: look below.')
  return sendDemo(room, systems, visitor, request, reply, { values: NOTHING, refused }, 502)
}

function succeeds(room: Room, act: () => Promise<void>): Promise<boolean> {
  return act().then(
    () => true,
    (error: unknown) => {
      room.deps.log.warn({ err: error }, 'the demo could not do what was asked')
      return false
    },
  )
}

function faultOf({ name }: DemoValues): string | undefined {
  if (name === '') return 'A project needs a name.'
  return name.length > LONGEST_NAME ? `At most ${LONGEST_NAME} characters.` : undefined
}

type Filled = Pick<DemoForm, 'values' | 'fault'> & { readonly refused?: Answer }

async function sendDemo(
  room: Room,
  systems: DemoSystems,
  visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
  { refused, ...filled }: Filled,
  status = 200,
): Promise<FastifyReply> {
  const read = await patiently(room, () => Promise.all([look(systems), systems.world?.choices()]))
  if (read === 'away') return sendAway(room, visitor, request, reply, AWAY)
  const [sight, choices] = read
  const top = refused === undefined ? '' : answerToHtml(refused, room.sightOf(visitor))
  const form = choices === undefined ? undefined : { ...filled, choices }
  const main = html`${top}${demoToHtml(sight, visitor.csrf, form)}`
  const live = { live: '/console/demo/part', every: EVERY_MS }
  return sendPage(reply, room.house, { title: 'The systems of the demo', visitor, main, ...live }, status)
}

/** Levers that are away are no reason not to show the tables. */
async function look({ world, levers }: DemoSystems): Promise<DemoSight> {
  const [rows, pages, seen] = await Promise.all([
    world?.rows(),
    world?.pages(),
    levers?.read().catch(() => 'away' as const),
  ])
  return { ...(rows && pages ? { tables: { rows, pages } } : {}), ...(seen ? { levers: seen } : {}) }
}
