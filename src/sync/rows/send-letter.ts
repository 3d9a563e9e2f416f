import type { Remembered } from '../book.ts'
import type { Cause } from '../delivery.ts'
import type { SyncDeps } from '../deps.ts'
import type { Letter } from '../notices.ts'
import { SyncError } from '../ports.ts'
import type { MailRule } from '../rules.ts'
import type { Tracer } from '../tracer.ts'
import { emptyIn, fillText, fillTitle, type Source } from './template.ts'

export type LetterToSend = {
  readonly entity: string
  readonly rule: MailRule
  /** The row with the rows behind the links that the rule's texts go through. */
  readonly source: Source
  readonly before: Remembered | undefined
  readonly causes: readonly Cause[]
  /** Whether all rows of its table were compared once: only then is one that we don't know a new one. */
  readonly seen: boolean
}

/** A letter, and what would be missing in it; or why there can be none. */
type Written =
  | { readonly ok: true; readonly letter: Letter; readonly empty: readonly string[] }
  | { readonly ok: false; readonly reason: string }

/**
 * One letter for a row that was created; answers what is to be remembered. Who adds a row in Baserow creates it empty
 * and fills in field after field: the letter waits until all that it names is there. The comparison, or whoever asks,
 * ends that: then it goes with what there is, and one that nobody can get is an error, for people to see.
 */
export async function sendLetter(
  { notices }: Pick<SyncDeps, 'notices'>,
  tracer: Tracer,
  order: LetterToSend,
): Promise<Pick<Remembered, 'mailed'>> {
  const { before, causes } = order
  if (before?.mailed === true) return { mailed: true }
  const isDue = before?.mailed === false
  if (!isDue && !isNew(order)) return {}
  const isLate = isDue && causes.some(({ because }) => LATE.has(because))
  const written = write(order)
  if (written.ok && (isLate || written.empty.length === 0)) {
    const { letter } = written
    await tracer.step(
      'send_mail',
      () => notices.letter(letter),
      () => ({ reason: letter.to.address }),
    )
    return { mailed: true }
  }
  const reason = written.ok ? `waits for ${written.empty.join(', ')}` : written.reason
  await tracer.say('send_mail', { success: false, reason })
  if (isLate) throw invalid(`no letter - ${reason}`)
  return { mailed: false }
}

const LATE: ReadonlySet<Cause['because']> = new Set(['reconciled', 'retried', 'forced'])

/**
 * `updated` can overtake `created`, and an import tells nothing: whatever made us look, a row that we did not know is
 * new. Except at first sight of a whole table, and before that: those rows were there before us.
 */
export function isNew({ before, causes, seen }: Pick<LetterToSend, 'before' | 'causes' | 'seen'>): boolean {
  const has = (because: Cause['because']) => causes.some((cause) => cause.because === because)
  return has('created') || (before === undefined && seen && !has('first_seen'))
}

/** Throws `SyncError` for a field that the table does not have: a fault of the configuration. */
function write({ entity, rule, source }: LetterToSend): Written {
  const [address, name, subject] = [rule.to, rule.name, rule.subject].map((text) => fillTitle(text, source))
  const text = fillText(rule.text, source)
  for (const filled of [address, name, subject, text])
    if (filled?.ok === false)
      throw invalid(`the letter names the field '${filled.unknown}', which is not there`)
  const to = { name: lineOf(name), address: lineOf(address) }
  if (to.address === '') return { ok: false, reason: `no address: ${rule.to} is empty` }
  if (!/^[^\s@,;<>]+@[^\s@,;<>]+$/.test(to.address))
    return { ok: false, reason: `not one address: ${to.address}` }
  if (lineOf(subject) === '') return { ok: false, reason: `no subject: ${rule.subject} is empty` }
  const empty = emptyIn([rule.to, rule.name, rule.subject, rule.text], source)
  return {
    ok: true,
    letter: { key: `mail:${entity}`, to, subject: lineOf(subject), text: lineOf(text) },
    empty,
  }
}

function invalid(said: string): SyncError {
  return new SyncError('baserow', 'invalid', { retry: false, said })
}

function lineOf(filled: ReturnType<typeof fillText> | undefined): string {
  return filled?.ok === true ? filled.text : ''
}
