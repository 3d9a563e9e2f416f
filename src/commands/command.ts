import type { Card } from '../notify/card.ts'
import type { Form } from '../notify/form.ts'
import type { Person } from '../runs/people.ts'
import type { Context } from './context.ts'

/** Who speaks, through which door, and the key of this one delivery: the same delivery twice has the same key. */
export type Speaker = { readonly person: Person; readonly door: Door; readonly key: string }

export type Door = 'slack' | 'teams' | 'console'

/** What a command, a click or a form answers. Answers are private to the speaker. */
export type Reply =
  | { readonly kind: 'answer'; readonly ok: boolean; readonly card: Card }
  | { readonly kind: 'form'; readonly form: Form }
  /** The form stays open with a sentence for each input that can't be used. */
  | { readonly kind: 'faults'; readonly faults: Readonly<Record<string, string>> }

export type Command = {
  /** With its slash. */
  readonly name: string
  readonly usage: string
  readonly summary: string
  readonly help: readonly string[]
  /** `text` is what was typed after the name. */
  run(context: Context, speaker: Speaker, text: string): Promise<Reply>
}
