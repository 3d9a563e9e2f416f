import { html } from '@remix-run/html-template'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { answerToHtml, refusal } from './answer.ts'
import { patiently, sendAway } from './away.ts'
import { type DemoForm, demoPartToHtml, demoToHtml } from './demo-page.ts'
import type { DemoValues, DemoWorld } from './demo-world.ts'
import type { Visitor } from './frame.ts'
import { forOwnForm, forScript, forVisitor } from './guard.ts'
import { sendHtml, sendPage } from './reply.ts'
import type { Room } from './room.ts'

const LONGEST_NAME = 200
const bodySchema = z.object({
  name: z.string().trim().default(''),
  client: z.string().default(''),
  status: z.string().default(''),
})

/** Nothing tells us of a change in the demo's systems: the page asks. */
const EVERY_MS = 1_000

const AWAY = {
  title: 'Baserow or Docmost of the demo does not answer',
  body: html`<p class="empty">This page asks again by itself.</p>`,
}

/** The page of the two systems that a demo runs on. */
export function addDemo(console: FastifyInstance, room: Room, world: DemoWorld): void {
  console.get(
    '/demo',
    forVisitor(room, (...asked) => show(room, world, ...asked)),
  )
  console.get(
    '/demo/part',
    forScript(room, (...asked) => sendPart(room, world, ...asked)),
  )
  console.post(
    '/demo',
    forOwnForm(room, (...asked) => create(room, world, ...asked)),
  )
}

async function show(
  room: Room,
  world: DemoWorld,
  visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  return sendDemo(room, world, visitor, request, reply, { values: { name: '', client: '', status: '' } })
}

async function sendPart(
  room: Room,
  world: DemoWorld,
  _visitor: Visitor,
  _request: FastifyRequest,
  reply: FastifyReply,
) {
  const sight = await patiently(room, () => look(world))
  if (sight === 'away') return reply.code(503).send({ error: 'Baserow or Docmost does not answer' })
  return sendHtml(reply, String(demoPartToHtml(sight)))
}

async function create(
  room: Room,
  world: DemoWorld,
  visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const values = bodySchema.catch({ name: '', client: '', status: '' }).parse(request.body)
  const fault = faultOf(values)
  if (fault !== undefined) return sendDemo(room, world, visitor, request, reply, { values, fault }, 422)
  const made = await world.create(values).then(
    () => true,
    (error: unknown) => {
      room.deps.log.warn({ err: error }, 'the demo could not create a row')
      return false
    },
  )
  if (made) return reply.redirect('/console/demo', 303)
  return sendDemo(room, world, visitor, request, reply, { values, refused: true }, 502)
}

function faultOf({ name }: DemoValues): string | undefined {
  if (name === '') return 'A project needs a name.'
  return name.length > LONGEST_NAME ? `At most ${LONGEST_NAME} characters.` : undefined
}

type Filled = Pick<DemoForm, 'values' | 'fault'> & { readonly refused?: boolean }

async function sendDemo(
  room: Room,
  world: DemoWorld,
  visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
  { refused, ...filled }: Filled,
  status = 200,
): Promise<FastifyReply> {
  const read = await patiently(room, () => Promise.all([look(world), world.choices()]))
  if (read === 'away') return sendAway(room, visitor, request, reply, AWAY)
  const [sight, choices] = read
  const said = refusal('Baserow did not take the row', 'It may be there all the same: look below.')
  const top = refused === true ? answerToHtml(said, room.sightOf(visitor)) : ''
  const main = html`${top}${demoToHtml(sight, { ...filled, choices, csrf: visitor.csrf })}`
  const live = { live: '/console/demo/part', every: EVERY_MS }
  return sendPage(reply, room.house, { title: 'Baserow and Docmost', visitor, main, ...live }, status)
}

async function look(world: DemoWorld) {
  const [rows, pages] = await Promise.all([world.rows(), world.pages()])
  return { rows, pages }
}
