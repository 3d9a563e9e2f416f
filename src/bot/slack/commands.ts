import type { App } from '@slack/bolt'
import { COMMANDS } from '../../commands/index.ts'
import { converse } from './converse.ts'
import { type Inward, speakerOf } from './inward.ts'
import { createTell, ephemeral } from './tell.ts'

export function listenToCommands(app: App, inward: Inward): void {
  for (const { name } of COMMANDS) {
    app.command(name, async ({ command, ack, respond }) => {
      const user = command.user_id
      const text = typed(command.text)
      const speaker = speakerOf(inward, user, command.trigger_id)
      await converse(inward, {
        what: `${command.command} ${text}`.trim(),
        work:
          speaker === undefined
            ? inward.talk.refuseStranger('slack', user)
            : inward.talk.say(speaker, command.command, text),
        trigger: command.trigger_id,
        acknowledge: (card) => (card === undefined ? ack() : ack(ephemeral(inward, card))),
        tell: createTell(inward, user, respond),
      })
    })
  }
}

/** Slack hands over `&`, `<` and `>` escaped; a person typed the characters themselves. */
function typed(text: string | undefined): string {
  return (text ?? '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
