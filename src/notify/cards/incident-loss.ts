import type { Entry, Run } from '../../engine/run.ts'
import type { Span, Text } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { latestNote, textFact } from './incident-facts.ts'
import { author } from './spans.ts'
import { dueTimeOf, formatDue } from './when.ts'

/** Data that may be lost: who says so, who was told, and until when the authority has to know. */
export function lossLines(run: Run, look: Look): readonly Text[] {
  if (run.facts['dataLoss'] !== true) return []
  const notice = noticeOf(run, look)
  const authority = notice === undefined ? [] : [`\n${notice}`]
  return [[{ bold: 'Data loss' }, ': yes - ', ...saidBy(run, look), ...mailed(run, look), ...authority]]
}

function saidBy(run: Run, look: Look): readonly Span[] {
  const confirmed = latestNote(run, 'confirmDataLoss')
  if (confirmed !== undefined) return ['confirmed by ', ...byAt(confirmed, look)]
  const flagged = run.history.find((entry) => flags(entry))
  if (flagged === undefined) return ['not confirmed yet']
  return ['flagged by ', ...byAt(flagged, look), ', not confirmed yet']
}

function flags({ kind, what, fields }: Entry): boolean {
  return (
    (kind === 'noted' && what === 'dataLoss') || fields['dataLoss'] === true || fields['dataLoss'] === 'yes'
  )
}

function byAt({ by, at }: Entry, look: Look): readonly Span[] {
  return [author(by, look), ` at ${formatTime(at, look)}`]
}

function mailed(run: Run, look: Look): readonly Span[] {
  const sent = latestNote(run, 'mailed')
  if (sent === undefined) return []
  if (sent.fields['off'] === true) return [', nobody e-mailed: e-mail is off']
  const missed = ['failed', 'without'].some((key) => textFact(sent.fields, key) !== undefined)
  const count = textFact(sent.fields, 'sent') ?? 'everybody'
  return [`, e-mailed to ${count} at ${formatTime(sent.at, look)}${missed ? ', not to everybody' : ''}`]
}

function noticeOf(run: Run, look: Look): string | undefined {
  const filed = run.history.findLast(({ what }) => what === 'noticeFiled' || what === 'filed')
  if (filed !== undefined) {
    const reference = textFact(filed.fields, 'reference')
    const known = reference === undefined ? '' : ` - reference ${reference}`
    return `authority notified at ${formatTime(filed.at, look)}${known}`
  }
  const timer = run.timers.find((one) => one.rule === 'noticeDue')
  const passed = run.history.findLast((entry) => entry.kind === 'due' && entry.what === 'noticeDue')
  const dueAt = timer?.dueAt ?? (passed && dueTimeOf(passed))
  return dueAt === undefined ? undefined : `authority to be notified by ${formatDue(dueAt, look)}`
}
