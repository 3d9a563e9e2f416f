import type { Run } from '../../../../engine/run.ts'
import type { Field, Text } from '../../../card.ts'
import { buttonsOf } from '../../buttons.ts'
import { textFact } from '../../incident-facts.ts'
import type { Moment } from '../moment.ts'
import { following, type Templates, type Words } from '../template.ts'
import { askedFields, chosenFields } from './ended.ts'

/** A row is gone and its page is not, or a row has one page too many. */
export const orphanMessages: Templates = { 'orphan.card': following(card) }

function card({ run, now, look }: Moment): Words {
  const trashed = isTrashed(run)
  return {
    title: `${twinOf(run) === undefined ? 'Row deleted' : 'A second page'} - ${titleOf(run)}`,
    status: run.state === 'open' ? 'info' : 'done',
    fields: [
      { label: 'Row', value: textFact(run.facts, 'entity') ?? 'not known' },
      { label: 'Page', value: [pageOf(run)] },
      ...ownField(run),
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

function twinOf({ facts }: Run): string | undefined {
  return textFact(facts, 'twinOf')
}

function ownField(run: Run): readonly Field[] {
  const link = twinOf(run)
  return link === undefined ? [] : [{ label: "The row's own page", value: [{ link, label: titleOf(run) }] }]
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
    return `${twinOf(run) === undefined ? 'Its page' : 'This page'} is in the trash of Docmost, with the pages under it. Restore it there if that is wrong: the trash is emptied after 30 days.`
  const isTwin = twinOf(run) !== undefined
  if (run.state === 'finished' && isTwin) return 'Both pages stay. Nothing is synchronised with this one.'
  if (run.state === 'finished') return 'Its page stays, marked in its title. Nothing is synchronised with it.'
  if (run.facts['trashing'] === true) return 'The page is being put into the trash.'
  if (isTwin)
    return 'Vigie made this page and lost sight of it: it has the title and the place of the page of the row, and no row is linked to it. See whether anybody wrote in it, then trash it with the pages under it, or keep it.'
  return 'Its page is kept, marked in its title, and belongs to no row any more. Trash it with the pages under it, or keep it.'
}
