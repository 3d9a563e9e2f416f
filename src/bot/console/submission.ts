import type { Act } from '../../notify/card.ts'
import type { Form } from '../../notify/form.ts'
import type { Person } from '../../runs/people.ts'

/** What a person sent, and all that is needed to answer it later or to send it again. */
export type Submission = {
  readonly person: Person
  /** Names this one delivery. */
  readonly nonce: string
  /** The run whose page it came from; the feed when absent. */
  readonly from: string | undefined
  /** As it was posted, and where. */
  readonly path: string
  readonly body: Readonly<Record<string, string>>
  readonly said: Said
}

export type Said =
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'form'; readonly form: Form; readonly values: Readonly<Record<string, string>> }
