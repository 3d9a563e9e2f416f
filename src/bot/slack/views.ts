import type { App, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt'
import { z } from 'zod'
import type { Reply } from '../../commands/command.ts'
import type { Form } from '../../notify/form.ts'
import { readFormJson } from '../../notify/schema.ts'
import { FORM_CALLBACK, formToModal, inputOf } from '../../notify/slack/render.ts'
import { cardOf, outcome } from './converse.ts'
import { type Inward, speakerOf } from './inward.ts'
import { soon } from './soon.ts'
import { createTell, type Tell } from './tell.ts'
import { brokenCard, heldCard } from './words.ts'

const submissionSchema = z.object({
  user: z.object({ id: z.string() }),
  view: z.object({
    id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  }),
})

const filledSchema = z.union([
  z
    .object({ selected_option: z.object({ value: z.string() }) })
    .transform((one) => one.selected_option.value),
  z
    .object({ selected_options: z.array(z.object({ value: z.string() })) })
    .transform((one) => one.selected_options.map(({ value }) => value).join('\n')),
  z.object({ value: z.string() }).transform((one) => one.value),
  z.object({ selected_date: z.string() }).transform((one) => one.selected_date),
  z.object({ selected_time: z.string() }).transform((one) => one.selected_time),
])

type Submission = z.infer<typeof submissionSchema>
type Ack = SlackViewMiddlewareArgs<ViewSubmitAction>['ack']

export function listenToForms(app: App, inward: Inward): void {
  app.view<ViewSubmitAction>(
    { callback_id: FORM_CALLBACK, type: 'view_submission' },
    async ({ body, ack }) => {
      const submission = submissionSchema.parse(body)
      const tell = createTell(inward, submission.user.id, undefined)
      const form = readFormJson(submission.view.private_metadata)
      if (form === undefined) {
        inward.log.warn({ user: submission.user.id }, 'a form that is not ours')
        await ack()
        return tell(brokenCard())
      }
      await receive(inward, submission, form, ack, tell)
    },
  )
}

/** Stored before acknowledged, like a command; while nothing is stored the form stays open with what was typed. */
async function receive(
  inward: Inward,
  submission: Submission,
  form: Form,
  ack: Ack,
  tell: Tell,
): Promise<void> {
  const first = await soon(send(inward, submission, form), inward.patienceMs, inward.clock)
  if (first.kind === 'failed') {
    inward.log.error({ form: form.id, err: first.error }, 'not stored')
    return ack({ response_action: 'errors', errors: { [form.inputs[0].id]: NOT_STORED } })
  }
  if (first.kind === 'late') {
    inward.log.warn({ form: form.id }, 'the store does not answer; held')
    await acknowledged(inward, ack)
    await tell(heldCard(form.title))
    return tell(await outcome(inward, form.title, first.later))
  }
  await answer(inward, first.value, form, ack, tell)
}

const NOT_STORED = 'The store failed, nothing was changed. Send the form again in a moment.'

async function answer(inward: Inward, reply: Reply, form: Form, ack: Ack, tell: Tell): Promise<void> {
  if (reply.kind === 'faults') return ack({ response_action: 'errors', errors: errorsOf(form, reply.faults) })
  if (reply.kind === 'form') return ack({ response_action: 'update', view: formToModal(reply.form) })
  await acknowledged(inward, ack)
  await tell(cardOf(reply))
}

/** The form is stored: a lost acknowledgement must not swallow the answer. */
async function acknowledged(inward: Inward, ack: Ack): Promise<void> {
  try {
    await ack()
  } catch (error) {
    inward.log.warn({ err: error }, 'the acknowledgement was lost')
  }
}

/** Slack refuses errors for inputs that the form doesn't have: those are shown at the first one. */
function errorsOf(form: Form, faults: Readonly<Record<string, string>>): Record<string, string> {
  const ids = new Set(form.inputs.map((input) => input.id))
  const errors: Record<string, string> = {}
  for (const [id, fault] of Object.entries(faults)) {
    const at = ids.has(id) ? id : form.inputs[0].id
    errors[at] = errors[at] === undefined ? fault : `${errors[at]} ${fault}`
  }
  return errors
}

function send(inward: Inward, submission: Submission, form: Form): Promise<Reply> {
  const { user, view } = submission
  // The same view submitted twice is the same delivery, whatever its hash.
  const speaker = speakerOf(inward, user.id, view.id)
  if (speaker === undefined) return inward.talk.refuseStranger('slack', user.id)
  return inward.talk.send(speaker, form, valuesOf(view.state.values))
}

/** A list longer than one block takes comes in several. */
function joined(before: string | undefined, value: string): string {
  return before === undefined ? value : `${before}\n${value}`
}

function valuesOf(state: Submission['view']['state']['values']): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [input, actions] of Object.entries(state)) {
    const filled = Object.values(actions).map((action) => filledSchema.safeParse(action).data)
    const value = filled.find((one) => one !== undefined)
    if (value !== undefined) values[inputOf(input)] = joined(values[inputOf(input)], value)
  }
  return values
}
