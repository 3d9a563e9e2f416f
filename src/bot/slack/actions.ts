import type { App } from '@slack/bolt'
import { z } from 'zod'
import type { Reply } from '../../commands/command.ts'
import { readAct } from '../../notify/schema.ts'
import { converse } from './converse.ts'
import { publishHome } from './home.ts'
import { type Inward, speakerOf } from './inward.ts'
import { createTell, type Ephemeral } from './tell.ts'
import { brokenCard } from './words.ts'

/** What we read of a click. Anything else that Slack sends along is left alone. */
const clickSchema = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  view: z.object({ type: z.string() }).optional(),
  message: z.object({ ts: z.string().optional(), thread_ts: z.string().optional() }).optional(),
  actions: z.tuple(
    [z.object({ value: z.string().default(''), action_ts: z.string().default('') })],
    z.unknown(),
  ),
})

type Click = z.infer<typeof clickSchema>

export function listenToClicks(app: App, inward: Inward): void {
  app.action(/^act:/, async ({ body, ack, respond }) => {
    const click = clickSchema.parse(body)
    const user = click.user.id
    // A click on App Home has no response_url, and Bolt's respond is missing with it.
    const here = (answer: Ephemeral) => respond({ ...answer, ...threadOf(click) })
    const tell = createTell(inward, user, click.response_url === undefined ? undefined : here)
    await converse(inward, {
      what: 'your click',
      work: press(inward, click),
      trigger: click.trigger_id ?? '',
      acknowledge: async (card) => {
        await ack()
        if (card !== undefined) await tell(card)
      },
      tell,
    })
    if (click.view?.type === 'home') await publishHome(inward, user, keyOf(click))
  })
}

async function press(inward: Inward, click: Click): Promise<Reply> {
  const user = click.user.id
  const speaker = speakerOf(inward, user, keyOf(click))
  if (speaker === undefined) return inward.talk.refuseStranger('slack', user)
  const act = readAct(click.actions[0].value)
  if (act !== undefined) return inward.talk.press(speaker, act)
  inward.log.warn({ user, value: click.actions[0].value.slice(0, 200) }, 'a button value that is not ours')
  return { kind: 'answer', ok: false, card: brokenCard() }
}

/** A card that is itself a reply is answered where it stands; under one that has replies nobody would look. */
function threadOf({ message }: Click): { thread_ts?: string } {
  const root = message?.thread_ts
  return root === undefined || root === message?.ts ? {} : { thread_ts: root }
}

/** The same click delivered twice has the same trigger; without one, the same second of the same person. */
function keyOf(click: Click): string {
  return click.trigger_id ?? `${click.user.id}.${click.actions[0].action_ts}`
}
