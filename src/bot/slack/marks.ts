import { z } from 'zod'
import { toPlainWords } from '../../notify/slack/render.ts'
import { type Inward, speakerOf } from './inward.ts'
import { millisecondsOf, readMessage } from './message.ts'
import type { StoreFirst } from './store-first.ts'

const reactionSchema = z.object({
  event_id: z.string(),
  event: z.object({
    user: z.string(),
    reaction: z.string(),
    item: z.object({ type: z.string(), channel: z.string().default(''), ts: z.string().default('') }),
  }),
})

const changedSchema = z.object({
  subtype: z.literal('message_changed'),
  channel: z.string(),
  message: z.object({
    ts: z.string(),
    subtype: z.string().optional(),
    text: z.string().default(''),
    edited: z.object({ ts: z.string() }).optional(),
  }),
})

const deletedSchema = z.object({
  subtype: z.literal('message_deleted'),
  channel: z.string(),
  deleted_ts: z.string(),
})

/** Everything else that `message` tells of is not ours to read. */
const messageSchema = z.object({ event: z.discriminatedUnion('subtype', [changedSchema, deletedSchema]) })

/** Messages that people mark with the team's reaction, and what becomes of them. */
export function listenToMarks(first: StoreFirst, inward: Inward): void {
  first.event('reaction_added', (body, again) => heard(inward, body, again, 'mark'))
  first.event('reaction_removed', (body, again) => heard(inward, body, again, 'unmark'))
  first.event('message', (body) => follow(inward, body))
}

async function heard(inward: Inward, body: unknown, again: boolean, what: 'mark' | 'unmark'): Promise<void> {
  const { event, event_id } = reactionSchema.parse(body)
  const { user, reaction, item } = event
  if (reaction !== inward.reaction || item.type !== 'message') return
  const speaker = speakerOf(inward, user, event_id)
  if (speaker === undefined) return inward.log.info({ user }, 'a mark of somebody outside the directory')
  const message = await readMessage(inward, item.channel, item.ts)
  if (message === undefined) return
  const marks = again ? message.marks : marksAfter(message.marks, speaker.person.id, what)
  const marked = await inward.talk[what](speaker, { ...message, marks })
  inward.log.info({ person: speaker.person.id, channel: item.channel, ts: item.ts, marked }, what)
}

/** What just happened may not be in Slack's own list yet. After a while that list is the better witness. */
function marksAfter(marks: readonly string[], person: string, what: 'mark' | 'unmark'): readonly string[] {
  const others = marks.filter((one) => one !== person)
  return what === 'mark' ? [...others, person] : others
}

async function follow({ talk, directory }: Inward, body: unknown): Promise<void> {
  const event = messageSchema.safeParse(body).data?.event
  if (event === undefined) return
  const at = { surface: 'slack', channel: event.channel } as const
  if (event.subtype === 'message_deleted') {
    await talk.deleted({ ...at, message: event.deleted_ts })
    return
  }
  const { ts, subtype, text, edited } = event.message
  // What is left of a deleted message that had replies.
  if (subtype === 'tombstone') await talk.deleted({ ...at, message: ts })
  // A preview that Slack hangs on a message changes it too, and is no edit.
  else if (edited !== undefined) {
    const words = toPlainWords(text, (user) => directory.bySlack(user)?.name)
    await talk.edited({ ...at, message: ts, text: words, edited: millisecondsOf(edited.ts) })
  }
}
