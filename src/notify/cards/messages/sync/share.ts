import type { Run } from '../../../../engine/run.ts'
import type { Field } from '../../../card.ts'
import type { Look } from '../../../look.ts'
import { formatTime } from '../../../time.ts'
import { buttonsOf } from '../../buttons.ts'
import { textFact, timeFact } from '../../incident-facts.ts'
import type { Moment } from '../moment.ts'
import { lateLine } from '../phrases.ts'
import { call, following, reply, type Templates, type Words } from '../template.ts'
import { adminsOf } from './asked.ts'
import { askedFields, chosenFields } from './ended.ts'

/** A page of Docmost was made public. */
export const shareMessages: Templates = {
  'share.card': following(card),
  'share.undecided': call(undecided),
  'share.gone': reply(gone),
}

function card({ run, now, look }: Moment): Words {
  return {
    title: `${headOf(run)} - ${titleOf(run)}`,
    status: run.state === 'finished' ? 'done' : 'warning',
    fields: [
      ...pageField(run),
      { label: 'Public since', value: formatTime(sinceOf(run), look) },
      { label: 'Shared by', value: textFact(run.facts, 'sharedBy') ?? 'not known' },
      ...askedFields(run, 'revoke', run.facts['gone'] === true ? 'Revoked' : 'Revoke asked', look),
      ...chosenFields(run, look),
    ],
    lines: run.state === 'open' ? [wishOf(run, look)] : [],
    buttons: buttonsOf(now),
    footer: run.id,
  }
}

function headOf(run: Run): string {
  if (run.state === 'open') return 'Public page'
  return run.facts['gone'] === true ? 'Not public any more' : 'Kept public'
}

function titleOf({ facts }: Run): string {
  return textFact(facts, 'title') ?? 'a page without a title'
}

function sinceOf(run: Run): number {
  return timeFact(run.facts, 'since') ?? run.openedAt
}

function pageField(run: Run): readonly Field[] {
  const link = textFact(run.facts, 'address')
  return link === undefined ? [] : [{ label: 'Page', value: [{ link, label: titleOf(run) }] }]
}

function wishOf(run: Run, look: Look): NonNullable<Words['lines']>[number] {
  if (run.facts['revoking'] === true) return 'It is being revoked.'
  return [
    ...adminsOf(look),
    ' - anybody who has its link can read it. Revoke takes the link away and leaves the page; to keep it public, say why.',
  ]
}

function undecided({ run, now, entry, look }: Moment): Words {
  return {
    title: `Still public - ${titleOf(run)}`,
    status: 'warning',
    fields: pageField(run),
    lines: [
      [
        ...adminsOf(look),
        ` - public since ${formatTime(sinceOf(run), look)}, and nobody decided. Revoke it, or keep it and say why.`,
      ],
      ...lateLine(entry),
    ],
    buttons: buttonsOf(now),
  }
}

function gone({ run }: Moment): Words {
  return {
    title: `Not public any more - ${titleOf(run)}`,
    status: 'done',
    lines: ['The share is gone from Docmost. Nothing to do any more.'],
  }
}
