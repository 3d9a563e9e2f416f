import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Speaker } from '../../commands/command.ts'
import type { Conversation } from '../../commands/conversation.ts'
import type { Marks } from '../../commands/marks.ts'
import type { Resolve } from '../../notify/slack/render.ts'
import type { Directory } from '../../runs/people.ts'
import type { Clock } from '../../runs/ports.ts'

/** What every listener works with. */
export type Inward = {
  readonly talk: Conversation & Marks
  readonly directory: Directory
  readonly client: Pick<WebClient, 'views' | 'chat' | 'conversations'>
  readonly log: Logger
  readonly clock: Clock
  /** How long the store may take before the person is told that it doesn't answer. */
  readonly patienceMs: number
  /** Slack's id or name of the channel where private answers to forms appear. */
  readonly opsChannel: string
  readonly resolve: Resolve
  /** The reaction that marks a message for the timeline, without colons. */
  readonly reaction: string
}

/** The speaker behind a Slack user; undefined for somebody whom the directory doesn't know. `key` without prefix. */
export function speakerOf(inward: Inward, user: string, key: string): Speaker | undefined {
  const person = inward.directory.bySlack(user)
  return person === undefined ? undefined : { person, door: 'slack', key: `slack:${key}` }
}
