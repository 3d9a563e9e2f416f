import type { Run } from '../../../../engine/run.ts'
import type { Text } from '../../../card.ts'
import type { Look } from '../../../look.ts'
import { latestNote, textFact } from '../../incident-facts.ts'
import type { Moment } from '../moment.ts'
import { following, type Templates, type Words } from '../template.ts'
import { adminsOf } from './asked.ts'

/** A letter that did not go out at once: only then anybody sees it. */
export const letterMessages: Templates = { 'letter.card': following(card) }

function card({ run, look }: Moment): Words {
  return {
    title: `${headOf(run)} - ${nameOf(run)}`,
    status: run.state === 'open' || hasFailed(run) ? 'warning' : 'done',
    fields: [
      { label: 'To', value: `${nameOf(run)}, ${textFact(run.facts, 'to') ?? 'no address'}` },
      { label: 'About', value: textFact(run.facts, 'subject') ?? 'not said' },
      ...(isSent(run) ? [] : [{ label: 'Because', value: becauseOf(run) }]),
    ],
    lines: linesOf(run, look),
    footer: run.id,
  }
}

function headOf(run: Run): string {
  if (hasFailed(run)) return 'Could not be mailed'
  return isSent(run) ? 'Letter sent' : 'Letter waits for the mail server'
}

function hasFailed({ facts }: Run): boolean {
  return facts['failed'] === true
}

function isSent(run: Run): boolean {
  return run.state === 'finished' && !hasFailed(run)
}

function nameOf({ facts }: Run): string {
  return textFact(facts, 'name') ?? 'somebody'
}

function becauseOf(run: Run): string {
  const told = latestNote(run, 'failed') ?? latestNote(run, 'queued')
  return textFact(told?.fields, 'because') ?? 'not said'
}

function linesOf(run: Run, look: Look): readonly Text[] {
  if (isSent(run)) return []
  if (!hasFailed(run)) return ['Nothing to do: it is sent when the mail server answers.']
  return [[...adminsOf(look), ` - tell ${nameOf(run)} another way.`]]
}
