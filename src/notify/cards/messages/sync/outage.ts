import type { Run } from '../../../../engine/run.ts'
import type { Look } from '../../../look.ts'
import { formatSpan, formatTime } from '../../../time.ts'
import { textFact } from '../../incident-facts.ts'
import type { Moment } from '../moment.ts'
import { lateLine } from '../phrases.ts'
import { following, type Templates, call as toAll, type Words } from '../template.ts'
import { systemName } from '../undone.ts'
import { onCallOf } from './asked.ts'

/** Docmost or Baserow is away. */
export const outageMessages: Templates = {
  'sync-outage.card': following(card),
  'sync-outage.call': toAll(call),
  'sync-outage.still': toAll(still),
  'sync-outage.back': toAll(back),
}

function card({ run, look }: Moment): Words {
  const because = { label: 'Because', value: textFact(run.facts, 'because') ?? 'not said' }
  if (run.state === 'finished')
    return {
      title: `${nameOf(run)} answers again - away for ${awayFor(run, run.finishedAt)}`,
      status: 'done',
      fields: [because],
      lines: [wentOn(run)],
      footer: run.id,
    }
  return {
    title: `${nameOf(run)} does not answer - since ${formatTime(run.openedAt, look)}`,
    status: 'critical',
    fields: [because],
    lines: [
      'Changes wait and are kept. They go on by themselves when it is back.',
      ['What waits: ', { code: '/sync status' }],
    ],
    footer: run.id,
  }
}

function nameOf({ facts }: Run): string {
  return systemName(textFact(facts, 'system') ?? '')
}

function awayFor(run: Run, until = run.openedAt): string {
  return formatSpan(until - run.openedAt)
}

function call({ run, look }: Moment): Words {
  return {
    title: `${nameOf(run)} does not answer`,
    status: 'critical',
    lines: [asking(run, look)],
  }
}

function asking(run: Run, look: Look): NonNullable<Words['lines']>[number] {
  return [
    onCallOf(look),
    ` - you are on call: check that ${nameOf(run)} is up and that Vigie reaches it. Nothing to do in Vigie: changes wait and are kept.`,
  ]
}

function still({ run, entry, look }: Moment): Words {
  return {
    title: `${nameOf(run)} still does not answer - for ${awayFor(run, entry.at)}`,
    status: 'critical',
    lines: [asking(run, look), ...lateLine(entry)],
  }
}

function back({ run, entry }: Moment): Words {
  return {
    title: `${nameOf(run)} answers again - away for ${awayFor(run, entry.at)}`,
    status: 'done',
    lines: [wentOn(run)],
  }
}

function wentOn(run: Run): string {
  const drained = textFact(run.history.findLast(({ what }) => what === 'back')?.fields, 'drained') ?? '0'
  if (drained === '0') return 'Nothing had to wait.'
  return drained === '1' ? '1 entity went on.' : `${drained} entities went on.`
}
