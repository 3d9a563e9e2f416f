import { findStep } from '../../../../engine/playbook.ts'
import { VIGIE } from '../../../../engine/run.ts'
import type { Span, Text } from '../../../card.ts'
import { formatSpan } from '../../../time.ts'
import { textFact } from '../../incident-facts.ts'
import { heldLines } from '../../release-asked.ts'
import { approversOf, linkedTo } from '../../release-facts.ts'
import { author } from '../../spans.ts'
import type { Moment } from '../moment.ts'
import { codeOf, offerChoices } from '../offer.ts'
import { byline, everyoneOf, lateLine } from '../phrases.ts'
import type { Words } from '../template.ts'

/** Whoever may decide at the step of the message, by name. */
export function deciders({ run, entry, look }: Moment): readonly Span[] {
  const found = approversOf(run, look.membersOf, entry.step)
  const ids = found?.ids ?? look.membersOf('owners')
  return ids.length === 0 ? [`Nobody is in the group ${found?.group ?? 'owners'}`] : everyoneOf(ids, look)
}

/** A gate that nobody decided, or a pull request that nobody merged, asks again. */
export function asked(moment: Moment): Words {
  const { run, now, entry } = moment
  const step = findStep(run.steps, entry.step)
  const since = run.history.findLast((other) => other.at < entry.at && isNews(other))?.at
  const waited = since === undefined ? 'a while' : formatSpan(entry.at - since)
  return {
    title: `${step?.title ?? 'A decision'} waits - ${run.id}`,
    status: 'warning',
    lines: [
      [
        ...deciders(moment),
        ` - nothing happened for ${waited}: ${step?.output ?? 'a decision'} is asked for.`,
      ],
      ...(now.step === entry.step ? heldLines(now) : []),
      ...lateLine(entry),
    ],
    ...stillThere(moment),
    ...(now.step === entry.step ? codeOf(now) : {}),
  }
}

/** Looks of Vigie's own come again and again, and are nothing that anybody waited for. */
function isNews({ kind, by, what }: Moment['entry']): boolean {
  if (kind === 'due') return false
  return kind !== 'noted' || by !== VIGIE || what === 'moved'
}

/** What can be chosen, as long as the run stands where the message was written. */
export function stillThere({ now, entry }: Moment): Pick<Words, 'buttons'> {
  return now.step === entry.step ? { buttons: offerChoices(now) } : {}
}

/** What was approved isn't what would be released any more. */
export function moved({ run, entry }: Moment): Words {
  const branch = textFact(run.facts, 'branch') ?? 'the branch'
  const came = textFact(entry.fields, 'came')
  return {
    title: `${capital(branch)} moved - ${run.id}`,
    status: 'warning',
    lines: [
      [{ bold: 'Every gate opens anew' }, ': what was signed was signed for another commit.'],
      [{ bold: 'What came' }, came === undefined ? ' - not said' : `\n${came}`],
      ...comparison(run, entry.fields),
    ],
  }
}

function comparison(run: Moment['run'], fields: Moment['entry']['fields']): readonly Text[] {
  return textFact(fields, 'moveUrl') === undefined
    ? []
    : [[linkedTo({ ...run, facts: fields }, 'moveUrl', 'Compare the two commits')]]
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Everything is looked at once more before anything is written. */
export function held(moment: Moment): Words {
  const { run, entry } = moment
  return {
    title: `Held at the last moment - ${run.id}`,
    status: 'warning',
    fields: [{ label: 'Held by', value: textFact(entry.fields, 'heldBy') ?? 'a prerequisite' }],
    lines: [
      [
        ...everyoneOf(moment.look.membersOf('owners'), moment.look),
        ' - no tag was made. The prerequisites are examined again, and the gates open once more.',
      ],
    ],
  }
}

export function overridden({ run, entry, look }: Moment): Words {
  const freeze = textFact(run.facts, 'check.freeze')?.replace(/^held - |: wait for its end.*$/g, '')
  return {
    title: `Freeze overridden - ${run.id}`,
    status: 'warning',
    fields: [
      { label: 'Why', value: textFact(entry.fields, 'overridden') ?? 'not said' },
      ...(freeze === undefined ? [] : [{ label: 'Freeze', value: freeze }]),
    ],
    lines: [[author(entry.by, look), ' lets this release through; everything else still holds it.']],
    footer: byline(entry, look),
  }
}
