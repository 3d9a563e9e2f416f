import type { Remembered } from '../book.ts'
import type { Cause } from '../delivery.ts'
import type { SyncDeps } from '../deps.ts'
import type { Letter } from '../notices.ts'
import type { MailRule } from '../rules.ts'
import type { Tracer } from '../tracer.ts'
import { fillText, fillTitle, type Source } from './template.ts'

export type LetterToSend = {
  readonly entity: string
  readonly rule: MailRule
  /** The row with the rows behind the links that the rule's texts go through. */
  readonly source: Source
  readonly before: Remembered | undefined
  readonly causes: readonly Cause[]
}

/** A letter, or why there is none: for the trace. */
type Written =
  | { readonly ok: true; readonly letter: Letter }
  | { readonly ok: false; readonly reason: string }

/**
 * One letter for a row that was created; answers what is to be remembered. Somebody without an address gets none, and
 * the trace says so: that is for people to mend, and no retry would.
 */
export async function sendLetter(
  { notices }: Pick<SyncDeps, 'notices'>,
  tracer: Tracer,
  { entity, rule, source, before, causes }: LetterToSend,
): Promise<Pick<Remembered, 'mailed'>> {
  if (before?.mailed === true) return { mailed: true }
  if (!isNew(before, causes)) return {}
  const written = write(`mail:${entity}`, rule, source)
  if (!written.ok) {
    await tracer.say('send_mail', { success: false, reason: written.reason })
    return {}
  }
  const { letter } = written
  await tracer.step(
    'send_mail',
    () => notices.letter(letter),
    () => ({ reason: letter.to.address }),
  )
  return { mailed: true }
}

/**
 * `updated` can overtake `created`, and an import tells nothing: whatever made us look, a row that we did not know is
 * new. Except at first sight of a whole table: those rows were there before us.
 */
export function isNew(before: Remembered | undefined, causes: readonly Cause[]): boolean {
  const has = (because: Cause['because']) => causes.some((cause) => cause.because === because)
  return has('created') || (before === undefined && !has('first_seen'))
}

function write(key: string, rule: MailRule, source: Source): Written {
  const [address, name, subject] = [rule.to, rule.name, rule.subject].map((text) => fillTitle(text, source))
  const text = fillText(rule.text, source)
  for (const filled of [address, name, subject, text])
    if (filled?.ok === false) return { ok: false, reason: `no field ${filled.unknown}` }
  const to = { name: lineOf(name), address: lineOf(address) }
  if (to.address === '') return { ok: false, reason: `no address: ${rule.to} is empty` }
  if (!/^[^\s@,;<>]+@[^\s@,;<>]+$/.test(to.address))
    return { ok: false, reason: `not one address: ${to.address}` }
  return { ok: true, letter: { key, to, subject: lineOf(subject), text: lineOf(text) } }
}

function lineOf(filled: ReturnType<typeof fillText> | undefined): string {
  return filled?.ok === true ? filled.text : ''
}
