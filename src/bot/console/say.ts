import { randomUUID } from 'node:crypto'
import { html, type SafeHtml } from '@remix-run/html-template'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Reply } from '../../commands/command.ts'
import type { Form } from '../../notify/form.ts'
import { formToHtml, VALUE_PREFIX } from '../../notify/html/form.ts'
import { hiddenToHtml } from '../../notify/html/render.ts'
import { readAct } from '../../notify/schema.ts'
import { type Answer, refusal } from './answer.ts'
import type { Outcome } from './delivery.ts'
import { noticeToHtml, type Visitor } from './frame.ts'
import { answerPage } from './look.ts'
import { sendNotice, sendPage } from './reply.ts'
import type { Room } from './room.ts'
import type { Said, Submission } from './submission.ts'
import { SYNC } from './sync-page.ts'

const bodySchema = z.object({ nonce: z.uuid(), from: z.string().optional() }).catchall(z.unknown())
const nonceSchema = z.object({ nonce: z.uuid() })

const HELD_SECONDS = 2

/** One posted form of any kind: read, delivered once, answered. */
export async function takeSubmission(
  room: Room,
  visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
  read: (room: Room, visitor: Visitor, body: Readonly<Record<string, string>>) => Said | Answer,
): Promise<FastifyReply> {
  const parsed = bodySchema.safeParse(request.body)
  const body = parsed.success ? onlyText(parsed.data) : {}
  const said = parsed.success
    ? read(room, visitor, body)
    : refusal('This form was not complete', 'Nothing was changed. Please do it once more on a fresh page.')
  if ('ok' in said) return sendAnswer(room, visitor, reply, said, { from: body['from'], status: 400 })
  const { person } = visitor
  const submission: Submission = {
    person,
    nonce: body['nonce'] ?? randomUUID(),
    from: body['from'],
    path: request.url,
    body,
    said,
  }
  const outcome = await room.deliveries.deliver(submission, () => tell(room, submission))
  report(room, reply, outcome)
  return sendOutcome(room, visitor, reply, submission, outcome)
}

/** Where a held submission is asked after. */
export async function showHeld(room: Room, visitor: Visitor, request: FastifyRequest, reply: FastifyReply) {
  const read = nonceSchema.safeParse(request.params)
  const held = read.success ? room.deliveries.held(visitor.person.id, read.data.nonce) : undefined
  if (held !== undefined) return sendOutcome(room, visitor, reply, held.submission, await held.outcome)
  const lines = [
    'Vigie was started anew in the meantime, or answered a while ago.',
    'Look into #ops and the audit of the run: what was taken stands there.',
  ]
  return sendNotice(reply, room.house, { status: 404, title: 'Nothing is held here', lines })
}

export function readCommand(
  _room: Room,
  _visitor: Visitor,
  body: Readonly<Record<string, string>>,
): Said | Answer {
  const text = (body['text'] ?? '').trim()
  if (text === '') return refusal('Nothing was typed', 'For example: /incident sev1 Docmost is down')
  return { kind: 'command', text: text.startsWith('/') ? text : `/${text}` }
}

export function readPress(
  _room: Room,
  _visitor: Visitor,
  body: Readonly<Record<string, string>>,
): Said | Answer {
  const act = readAct(body['act'] ?? '')
  if (act !== undefined) return { kind: 'act', act }
  return refusal(
    "This is not one of Vigie's buttons",
    'Nothing was changed. Open the console again and press it there.',
  )
}

export function readFilled(
  room: Room,
  visitor: Visitor,
  body: Readonly<Record<string, string>>,
): Said | Answer {
  const form = room.seal.open(body['form'] ?? '', visitor.person.id)
  if (form === undefined)
    return refusal("This is not one of Vigie's forms", 'Nothing was changed. Open it again from its button.')
  const values = Object.entries(body)
    .filter(([name]) => name.startsWith(VALUE_PREFIX))
    .map(([name, value]) => [name.slice(VALUE_PREFIX.length), value] as const)
  return { kind: 'form', form, values: Object.fromEntries(values) }
}

function tell(room: Room, { person, nonce, said }: Submission): Promise<Reply> {
  const { talk } = room.deps
  const speaker = { person, door: 'console', key: `console:${nonce}` } as const
  if (said.kind === 'act') return talk.press(speaker, said.act)
  if (said.kind === 'form') return talk.send(speaker, said.form, said.values)
  const [command = '', ...rest] = said.text.split(/\s/)
  return talk.say(speaker, command, rest.join(' ').trim())
}

function report(room: Room, reply: FastifyReply, outcome: Outcome): void {
  const { metrics, log } = room.deps
  metrics?.acknowledged('console', reply.elapsedTime)
  metrics?.answered('console', resultOf(outcome))
  if (outcome.kind === 'failed') log.error({ err: outcome.error }, 'console could not deliver')
}

function resultOf(outcome: Outcome): string {
  if (outcome.kind !== 'reply') return outcome.kind
  if (outcome.reply.kind !== 'answer') return outcome.reply.kind
  return outcome.reply.ok ? 'done' : 'refused'
}

function sendOutcome(
  room: Room,
  visitor: Visitor,
  reply: FastifyReply,
  submission: Submission,
  outcome: Outcome,
): FastifyReply | Promise<FastifyReply> {
  if (outcome.kind === 'held') return sendHeld(room, visitor, reply, submission)
  if (outcome.kind === 'failed') return sendFailed(room, visitor, reply, submission)
  const { reply: told } = outcome
  const { said, from } = submission
  if (told.kind === 'form')
    return sendForm(room, visitor, reply, { form: told.form, values: {}, faults: {}, from })
  if (told.kind === 'answer') {
    const typed = said.kind === 'command' && !told.ok ? said.text : ''
    return sendAnswer(room, visitor, reply, told, { from, typed, status: 200 })
  }
  const { faults } = told
  if (said.kind === 'form') return sendForm(room, visitor, reply, { ...said, faults, from })
  return sendAnswer(room, visitor, reply, refusal('Not taken', ...Object.values(faults)), {
    from,
    status: 422,
  })
}

async function sendAnswer(
  room: Room,
  visitor: Visitor,
  reply: FastifyReply,
  answer: Answer,
  { status, ...where }: { from?: string | undefined; typed?: string; status: number },
): Promise<FastifyReply> {
  return sendPage(reply, room.house, await answerPage(room, visitor, answer, where), status)
}

type Filling = {
  readonly form: Form
  readonly values: Readonly<Record<string, string>>
  readonly faults: Readonly<Record<string, string>>
  readonly from: string | undefined
}

function sendForm(room: Room, visitor: Visitor, reply: FastifyReply, filling: Filling): FastifyReply {
  const { form, values, faults, from } = filling
  const hidden = {
    csrf: visitor.csrf,
    nonce: randomUUID(),
    form: room.seal.seal(form, visitor.person.id),
    ...(from === undefined ? {} : { from }),
  }
  const cancel = pathOf(from)
  const main = formToHtml(form, values, faults, { action: '/console/form', cancel, hidden })
  const status = Object.keys(faults).length === 0 ? 200 : 422
  return sendPage(reply, room.house, { title: form.title, visitor, main }, status)
}

function pathOf(from: string | undefined): string {
  if (from === undefined) return '/console'
  return from === SYNC ? '/console/sync' : `/console/runs/${encodeURIComponent(from)}`
}

function sendHeld(room: Room, visitor: Visitor, reply: FastifyReply, submission: Submission): FastifyReply {
  const path = `/console/held/${submission.nonce}`
  const main = noticeToHtml(
    'Held, not lost',
    html`<p>The store does not answer at the moment. Vigie keeps trying; this page asks again by itself and shows the answer.</p>${whatWasSent(submission)}<p><a class="button" href="${path}">Ask now</a></p>`,
  )
  return sendPage(
    reply,
    room.house,
    { title: 'Held', visitor, main, again: { seconds: HELD_SECONDS, path } },
    202,
  )
}

function sendFailed(room: Room, visitor: Visitor, reply: FastifyReply, submission: Submission): FastifyReply {
  const fields = hiddenToHtml({ ...submission.body, csrf: visitor.csrf })
  const main = noticeToHtml(
    'No answer from the store',
    html`<p>Vigie tried for a while and does not know that this was stored. Sending it again is safe: it counts once.</p>${whatWasSent(submission)}<form method="post" action="${submission.path}">${fields}<button class="button button-primary">Send again</button></form>`,
  )
  return sendPage(reply, room.house, { title: 'Not stored', visitor, main }, 503)
}

function whatWasSent({ said }: Submission): SafeHtml {
  if (said.kind === 'command') return html`<p><code>${said.text}</code></p>`
  return said.kind === 'form' ? html`<p>${said.form.title}</p>` : html``
}

function onlyText(body: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(body)) {
    const text = name.startsWith(VALUE_PREFIX) ? joined(value) : value
    if (typeof text === 'string') texts[name] = text
  }
  return texts
}

/** What is ticked comes once for each tick; it is kept one a line. */
function joined(value: unknown): unknown {
  const several = z.array(z.string()).safeParse(value)
  return several.success ? several.data.join('\n') : value
}
