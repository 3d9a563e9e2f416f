import type { Entry, Run } from '../../../../engine/run.ts'
import type { Button, Span, Text } from '../../../card.ts'
import { textFact } from '../../incident-facts.ts'
import type { Moment } from '../moment.ts'
import { codeOf, offerChoice } from '../offer.ts'
import { counted, linesOf, linked, weightOf } from '../phrases.ts'
import type { Words } from '../template.ts'

/** Another alert joined: one incident, one card, however many monitors shout. */
export function alert({ run, entry }: Moment): Words {
  const count = textFact(entry.fields, 'count')
  return {
    title: `Another alert - ${run.id}`,
    status: weightOf(run),
    lines: [alertLine(entry), ...(count === undefined ? [] : [`${counted(count, 'alert')} so far.`])],
  }
}

/** The monitors say that it is over: what can be done about it where the run stands. */
export function recovered({ run, now, entry }: Moment): Words {
  const buttons = closing(now)
  return {
    title: `Alert over - ${run.id}`,
    status: 'info',
    lines: [
      alertLine(entry),
      allOver(textFact(entry.fields, 'count')),
      ...(buttons.length === 0 ? [] : [adviceAt(now)]),
    ],
    buttons,
    ...(buttons.length === 0 ? {} : codeOf(now)),
  }
}

function closing(run: Run): readonly Button[] {
  return run.step === 'detect' ? offerChoice(run, 'ignore') : offerChoice(run, 'resolve')
}

function allOver(count: string | undefined): string {
  return count === undefined || count === '1'
    ? 'No alert is firing any more.'
    : `All ${count} alerts are over.`
}

function adviceAt(run: Run): string {
  return run.step === 'detect'
    ? 'Ignore it if nobody was concerned, or declare it to look into the cause.'
    : 'Verify it as a user would, then resolve it.'
}

/** `Docmost does not answer (docmost, uptimerobot)`: the door of the entry is the monitor. */
function alertLine({ fields, door }: Entry): Text {
  const title = textFact(fields, 'title') ?? 'The monitor gave no title.'
  const link = textFact(fields, 'link')
  const named: Span = link === undefined ? title : { link, label: title }
  return [named, ` (${[textFact(fields, 'service'), door].filter((word) => word !== undefined).join(', ')})`]
}

/** What changed shortly before: where to look first. */
export function suspects({ run, entry }: Moment): Words {
  const lines = linesOf(entry.fields, 'suspects').filter((line) => line !== 'none in the last 24 h')
  return {
    title: `Changes of the last 24 h - ${run.id}`,
    status: 'info',
    lines:
      lines.length === 0
        ? ['None in the last 24 h: no release, no dependency merged.']
        : [...lines.map(linked), 'Look there first; if it is one of them, roll it back.'],
  }
}

/** A line a check, as it answered. */
export function checked({ run, now, entry }: Moment): Words {
  const results = Object.entries(entry.fields).map(([name, words]) => ({ name, words: String(words) }))
  const ok = results.filter(({ words }) => /^ok\b/i.test(words)).length
  const all = results.length > 0 && ok === results.length
  return {
    title: `Health checks ${ok}/${results.length} OK - ${run.id}`,
    status: all ? 'done' : 'warning',
    lines: [
      ...results.map(({ name, words }) => `${name}: ${words}`),
      ...(now.step === 'verify' ? [all ? NEXT_CHECKS : STILL_BROKEN] : []),
    ],
  }
}

const NEXT_CHECKS = 'Next: the smoke test, then a real user flow, then Verified.'
const STILL_BROKEN = 'Not restored yet: Not fixed on the card goes back to the investigation.'
