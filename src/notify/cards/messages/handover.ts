import type { Entry, Run } from '../../../engine/run.ts'
import type { Field } from '../../card.ts'
import type { Look } from '../../look.ts'
import { formatSpan } from '../../time.ts'
import { textFact, timeFact } from '../incident-facts.ts'
import { person } from '../spans.ts'
import type { Moment } from './moment.ts'
import { offerChoices } from './offer.ts'
import { byline, lateLine, linesOf, linked } from './phrases.ts'
import { call, following, type Templates, type Words } from './template.ts'

/** The duty changes hands every week, with a recap. */
export const handoverMessages: Templates = {
  'handover.card': following(card),
  'handover.untaken': call(untaken),
}

function card({ run, now, look }: Moment): Words {
  const recap = linesOf(run.facts, 'recap')
  return {
    title: `On-call hand-over - ${look.nameOf(holder(run, 'to', look))}`,
    status: run.state === 'finished' ? 'done' : 'info',
    fields: [
      { label: 'On call', value: [person(holder(run, 'to', look), look)] },
      { label: 'Backup', value: [person(holder(run, 'backup', look), look)] },
      ...fromField(run, look),
      ...endFields(run, look),
    ],
    lines: [
      ...(recap.length === 0 ? ['Nothing to hand over: a quiet week.'] : recap.map(linked)),
      ...lateLine(lateOf(run)),
    ],
    buttons: offerChoices(now),
    footer: run.id,
  }
}

function holder(run: Run, fact: 'to' | 'backup', look: Look): string {
  const now = fact === 'to' ? look.onCall.primary : look.onCall.backup
  return textFact(run.facts, fact) ?? now
}

function fromField(run: Run, look: Look): readonly Field[] {
  const from = textFact(run.facts, 'from')
  return from === undefined ? [] : [{ label: 'Handed over by', value: [person(from, look)] }]
}

function endFields(run: Run, look: Look): readonly Field[] {
  const taken = run.history.find((entry) => entry.kind === 'completed')
  if (taken !== undefined) return [{ label: 'Taken over', value: byline(taken, look) }]
  return run.state === 'finished' ? [{ label: 'Taken over', value: 'never said so' }] : []
}

/** The duty itself came late. */
function lateOf({ facts }: Run): Pick<Entry, 'late'> {
  const ms = timeFact(facts, 'lateMs')
  return ms === undefined ? {} : { late: { ms, restart: facts['lateRestart'] === true } }
}

/** The new primary did not say that the recap is read. */
function untaken({ run, now, entry, look }: Moment): Words {
  return {
    title: `Hand-over not taken - ${run.id}`,
    status: 'warning',
    lines: [
      [
        person(holder(run, 'to', look), look),
        ` - you are on call and did not say so for ${formatSpan(entry.at - run.openedAt)}. Read the recap, then press Recap read.`,
      ],
      ...lateLine(entry),
    ],
    buttons: offerChoices(now),
  }
}
