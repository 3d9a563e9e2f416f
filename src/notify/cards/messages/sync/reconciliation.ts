import type { Run } from '../../../../engine/run.ts'
import type { Field, Text } from '../../../card.ts'
import type { Look } from '../../../look.ts'
import { formatSpan } from '../../../time.ts'
import { textFact } from '../../incident-facts.ts'
import type { Moment } from '../moment.ts'
import { byline } from '../phrases.ts'
import { following, type Templates, type Words } from '../template.ts'

/** Everything is compared; the card shows how far it is. */
export const reconciliationMessages: Templates = { 'reconciliation.card': following(card) }

function card({ run, look }: Moment): Words {
  return {
    title: `${headOf(run)} - ${tablesOf(run)}`,
    status: statusOf(run),
    fields: [...countFields(run), ...failureField(run)],
    lines: [lineOf(run)],
    footer: [`${run.id} - asked by `, ...askedBy(run, look)],
  }
}

function headOf(run: Run): string {
  if (run.facts['failed'] === true) return 'Not reconciled'
  return run.state === 'open' ? 'Reconciling' : 'Reconciled'
}

function statusOf(run: Run): Words['status'] {
  if (run.facts['failed'] === true) return 'warning'
  return run.state === 'open' ? 'info' : 'done'
}

/** A title holds no more names than these. */
const NAMED = 4

function tablesOf({ facts }: Run): string {
  const tables = textFact(facts, 'tables')?.split(',')
  if (tables === undefined) return 'all tables'
  return tables.length > NAMED ? `${tables.length} tables` : tables.join(', ')
}

function countFields(run: Run): readonly Field[] {
  const { facts } = run
  const rows = textFact(facts, 'rows')
  const done = textFact(facts, 'done')
  const gone = textFact(facts, 'gone') ?? '0'
  const looked = run.state === 'open' && done !== undefined ? `${done} of ${rows ?? '?'}` : rows
  return [
    { label: 'Rows looked at', value: looked ?? 'none yet' },
    { label: 'Found different', value: textFact(facts, 'touched') ?? '0' },
    ...(gone === '0' ? [] : [{ label: 'Deleted meanwhile', value: gone }]),
  ]
}

function failureField(run: Run): readonly Field[] {
  if (run.facts['failed'] !== true) return []
  const failed = run.history.findLast(({ what }) => what === 'failed')
  return [{ label: 'Because', value: textFact(failed?.fields, 'because') ?? 'not said' }]
}

function lineOf(run: Run): Text {
  if (run.facts['failed'] === true) return 'What it did not come to may differ still. Ask for it again.'
  if (run.state === 'open') return 'Rows that differ from what is known of them are looked at one by one.'
  const took = `It took ${tookOf(run)}.`
  if ((textFact(run.facts, 'touched') ?? '0') === '0') return `${took} Nothing was different.`
  return [
    `${took} What was found different is being synchronised, step by step: `,
    { code: `/sync trace ${run.id}` },
  ]
}

function tookOf(run: Run): string {
  const ms = (run.finishedAt ?? run.openedAt) - run.openedAt
  return ms < 1_000 ? 'less than a second' : formatSpan(ms)
}

function askedBy(run: Run, look: Look) {
  return byline({ by: run.requester, at: run.openedAt }, look)
}
