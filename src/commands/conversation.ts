import type { Act } from '../notify/card.ts'
import type { Form } from '../notify/form.ts'
import type { Home } from '../notify/thread.ts'
import type { Door, Reply, Speaker } from './command.ts'

/** Everything a person can do to Vigie, whichever surface they do it on. Each method answers in words; none throws for what a person did. */
export type Conversation = {
  /** A slash command: `command` with its slash, `text` as typed after it. */
  say(speaker: Speaker, command: string, text: string): Promise<Reply>
  /** A click. Answers a form when the act asks for one. */
  press(speaker: Speaker, act: Act): Promise<Reply>
  /** A filled form, by input id. */
  send(speaker: Speaker, form: Form, values: Readonly<Record<string, unknown>>): Promise<Reply>
  home(speaker: Speaker): Promise<Home>
  /** The refusal for somebody whom the directory doesn't know. `account` is their id on the surface. */
  refuseStranger(door: Door, account: string): Promise<Reply>
}
