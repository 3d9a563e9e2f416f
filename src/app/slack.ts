import { renderPicture } from '../adapters/picture.ts'
import { createSlackClient } from '../adapters/slack/client.ts'
import { createPictures } from '../adapters/slack/pictures.ts'
import { createSlackSurface } from '../adapters/slack/surface.ts'
import { createSlackBot, type SlackBot } from '../bot/slack/app.ts'
import { createSlackLogger } from '../bot/slack/logger.ts'
import type { Conversation } from '../commands/conversation.ts'
import type { Marks } from '../commands/marks.ts'
import type { Config } from '../config.ts'
import type { Surface } from '../notify/ports.ts'
import type { Directory } from '../runs/people.ts'
import type { Storage } from '../runs/ports.ts'
import type { Outside } from './outside.ts'

type Talk = Conversation & Marks

export type Slack = {
  readonly surface: Surface
  createBot(talk: Talk): SlackBot
}

/** Slack in both directions, over one client; undefined when it is switched off. */
export function createSlack(
  { config, clock, log }: Outside,
  directory: Directory,
  { channels: memory }: Storage,
): Slack | undefined {
  if (config.slack === undefined) return undefined
  const { botToken: token, apiUrl } = config.slack
  const client = createSlackClient({ token, apiUrl, logger: createSlackLogger(log) })
  const channels = slackChannels(config)
  const env = config.slack
  const pictures = createPictures({ client, draw: renderPicture, clock, log })
  return {
    surface: createSlackSurface({ client, channels, memory, directory, clock, pictures, log }),
    createBot: (talk) =>
      createSlackBot({
        env,
        client,
        talk,
        directory,
        log,
        clock,
        opsChannel: channels['ops'] ?? 'ops',
        reaction: config.team.timeline.reaction,
      }),
  }
}

function slackChannels({ team }: Config): Readonly<Record<string, string>> {
  const named = Object.entries(team.channels).flatMap(([name, { slack }]) =>
    slack === undefined ? [] : [[name, slack] as const],
  )
  return Object.fromEntries(named)
}
