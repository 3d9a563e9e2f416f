import { z } from 'zod'
import type { AnyBlock } from './slack-blocks.ts'
import type { OpenedView, Shown, SlackFakeTickets } from './slack-seen.ts'

/** Payloads as Slack sends them, with the fields that Slack documents and none of its secrets. */
const TEAM = { id: 'T000000001', domain: 'emulate' }

export function commandPayload(tickets: SlackFakeTickets, user: string, command: string, text: string) {
  return {
    token: 'legacy',
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: 'C000000001',
    channel_name: 'general',
    user_id: user,
    user_name: user.toLowerCase(),
    command,
    text,
    api_app_id: 'A000000001',
    is_enterprise_install: 'false',
    response_url: tickets.issueResponseUrl(),
    trigger_id: tickets.issueTrigger(user),
  }
}

const buttons = z.object({
  type: z.literal('actions'),
  elements: z.array(
    z.looseObject({ action_id: z.string(), value: z.string(), text: z.object({ text: z.string() }) }),
  ),
})

/** The button of a message or view that says `label`; throws when there is none to press. */
function buttonOf(blocks: readonly unknown[], label: string) {
  const all = blocks.flatMap((block) => buttons.safeParse(block).data?.elements ?? [])
  const found = all.find((one) => one.text.text === label)
  if (found === undefined) {
    throw new Error(`no button "${label}" among: ${all.map((one) => one.text.text).join(', ') || 'none'}`)
  }
  return found
}

export function clickPayload(tickets: SlackFakeTickets, user: string, shown: Shown, label: string) {
  const button = buttonOf(shown.blocks, label)
  const home = shown.channel === undefined
  return {
    type: 'block_actions',
    team: TEAM,
    user: person(user),
    api_app_id: 'A000000001',
    token: 'legacy',
    container: home
      ? { type: 'view', view_id: 'V000000001' }
      : { type: 'message', message_ts: shown.ts, channel_id: shown.channel, is_ephemeral: false },
    trigger_id: tickets.issueTrigger(user),
    enterprise: null,
    is_enterprise_install: false,
    ...(home
      ? { view: { id: 'V000000001', type: 'home', blocks: shown.blocks } }
      : {
          channel: { id: shown.channel, name: 'ops' },
          message: {
            type: 'message',
            ts: shown.ts,
            text: shown.text,
            blocks: shown.blocks,
            ...(shown.thread_ts === undefined ? {} : { thread_ts: shown.thread_ts }),
          },
          response_url: tickets.issueResponseUrl(),
        }),
    actions: [{ ...button, block_id: 'b1', action_ts: `${Date.now() / 1000}` }],
  }
}

export function submissionPayload(
  user: string,
  opened: OpenedView,
  values: Readonly<Record<string, string>>,
) {
  const blocks = z.array(z.custom<AnyBlock>()).parse(opened.view['blocks'])
  const state = blocks.flatMap((block) => (block.type === 'input' ? [stateOf(block, values)] : []))
  return {
    type: 'view_submission',
    team: TEAM,
    user: person(user),
    api_app_id: 'A000000001',
    token: 'legacy',
    trigger_id: 'unused',
    is_enterprise_install: false,
    enterprise: null,
    response_urls: [],
    view: {
      ...opened.view,
      id: opened.id,
      hash: opened.hash,
      team_id: TEAM.id,
      state: { values: Object.fromEntries(state) },
    },
  }
}

type InputBlock = Extract<AnyBlock, { type: 'input' }>

function stateOf(block: InputBlock, values: Readonly<Record<string, string>>) {
  const given = values[block.block_id]
  const { element } = block
  if (element.type === 'plain_text_input') {
    const typed = { type: element.type, value: given ?? element.initial_value ?? null }
    return [block.block_id, { [element.action_id]: typed }] as const
  }
  if (element.type === 'datepicker') {
    const picked = { type: element.type, selected_date: given ?? element.initial_date ?? null }
    return [block.block_id, { [element.action_id]: picked }] as const
  }
  if (element.type === 'timepicker') {
    const picked = { type: element.type, selected_time: given ?? element.initial_time ?? null }
    return [block.block_id, { [element.action_id]: picked }] as const
  }
  if (element.type === 'checkboxes') {
    const ticks = ticksIn(block.block_id, values)
    const chosen = element.options.filter((one) => ticks.includes(one.value))
    return [
      block.block_id,
      { [element.action_id]: { type: element.type, selected_options: chosen } },
    ] as const
  }
  const chosen = element.options.find((one) => one.value === given) ?? element.initial_option ?? null
  return [block.block_id, { [element.action_id]: { type: element.type, selected_option: chosen } }] as const
}

/** A long list stands in several blocks: `flows`, `flows#2`. Ticks are given one a line. */
function ticksIn(block: string, values: Readonly<Record<string, string>>): readonly string[] {
  return (values[block.replace(/#\d+$/, '')] ?? '').split('\n')
}

export function homeOpenedPayload(user: string, n: number) {
  const event = { type: 'app_home_opened', user, channel: 'D000000001', tab: 'home' }
  return eventPayload({ ...event, event_ts: `${Date.now()}` }, n)
}

/** The envelope of the Events API around an event; `n` numbers its id. */
export function eventPayload(event: Readonly<Record<string, unknown>>, n: number) {
  return {
    token: 'legacy',
    team_id: TEAM.id,
    api_app_id: 'A000000001',
    type: 'event_callback',
    event_id: `Ev${n}`,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [{ team_id: TEAM.id, user_id: 'U0BOT', is_bot: true, enterprise_id: null }],
    event,
  }
}

/** A message as the events about it carry it. */
export type Written = {
  readonly channel: string
  readonly user: string
  readonly text: string
  readonly ts: string
  readonly thread_ts?: string
}

export function messageEvent({ channel, ...message }: Written) {
  const rest = { channel, event_ts: message.ts, channel_type: 'channel' }
  return { ...body(message), ...rest }
}

export function changedEvent({ channel, ...message }: Written, before: string, at: string) {
  return {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel,
    channel_type: 'channel',
    ts: at,
    event_ts: at,
    message: { ...body(message), edited: { user: message.user, ts: at } },
    previous_message: body({ ...message, text: before }),
  }
}

export function deletedEvent({ channel, ...message }: Written, at: string) {
  return {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    channel,
    channel_type: 'channel',
    ts: at,
    event_ts: at,
    deleted_ts: message.ts,
    previous_message: body(message),
  }
}

export function reactionEvent(
  type: 'reaction_added' | 'reaction_removed',
  user: string,
  reaction: string,
  message: Pick<Written, 'channel' | 'ts'> & { readonly user?: string },
) {
  return {
    type,
    user,
    reaction,
    ...(message.user === undefined ? {} : { item_user: message.user }),
    item: { type: 'message', channel: message.channel, ts: message.ts },
    event_ts: stamp(),
  }
}

/** Now, as Slack stamps it. */
export function stamp(): string {
  return (Date.now() / 1000).toFixed(6)
}

function body(message: Omit<Written, 'channel'>) {
  return { type: 'message', client_msg_id: `id of ${message.ts}`, team: TEAM.id, ...message }
}

function person(user: string) {
  return { id: user, username: user.toLowerCase(), name: user.toLowerCase(), team_id: TEAM.id }
}
