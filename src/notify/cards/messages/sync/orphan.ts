import type { Run } from '../../../../engine/run.ts'
import type { Text } from '../../../card.ts'
import { buttonsOf } from '../../buttons.ts'
import { textFact } from '../../incident-facts.ts'
import type { Moment } from '../moment.ts'
import { following, type Templates, type Words } from '../template.ts'
import { askedFields, chosenFields } from './ended.ts'

/** A row is gone; its page is not. */
export const orphanMessages: Templates = { 'orphan.card': following(card) }

function card({ run, now, look }: Moment): Words {
  const trashed = isTrashed(run)
  return {
    title: `Row deleted - ${titleOf(run)}`,
    status: run.state === 'open' ? 'info' : 'done',
    fields: [
      { label: 'Row', value: textFact(run.facts, 'entity') ?? 'not known' },
      { label: 'Page', value: [pageOf(run)] },
      ...askedFields(run, 'trash', trashed ? 'Trashed' : 'Trash asked', look),
      ...chosenFields(run, look),
    ],
    lines: [fateOf(run)],
    buttons: buttonsOf(now),
    footer: run.id,
  }
}

function isTrashed({ facts }: Run): boolean {
  return facts['became'] === 'trashed'
}

function titleOf({ facts }: Run): string {
  return textFact(facts, 'title') ?? 'a page without a title'
}

function pageOf(run: Run): Exclude<Text, string>[number] {
  const link = textFact(run.facts, 'address')
  return link === undefined ? titleOf(run) : { link, label: titleOf(run) }
}

function fateOf(run: Run): string {
  if (isTrashed(run))
    return 'Its page is in the trash of Docmost, with the pages under it. Restore it there if that is wrong: the trash is emptied after 30 days.'
  if (run.state === 'finished') return 'Its page stays, marked in its title. Nothing is synchronised with it.'
  if (run.facts['trashing'] === true) return 'The page is being put into the trash.'
  return 'Its page is kept, marked in its title, and belongs to no row any more. Trash it with the pages under it, or keep it.'
}
