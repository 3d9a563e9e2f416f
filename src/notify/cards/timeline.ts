import type { Entry, Run } from '../../engine/run.ts'
import { VIGIE } from '../../engine/run.ts'
import { pastOf } from '../../engine/standing.ts'
import type { Span, Text } from '../card.ts'
import type { Look } from '../look.ts'
import type { TimelineLine } from '../thread.ts'
import { formatSpan, formatTime } from '../time.ts'
import { person } from './spans.ts'

/** What happened in a run, oldest first, a line each. */
export function timelineOf(run: Run, look: Look): readonly TimelineLine[] {
  return run.history.map((entry) => ({
    at: entry.at,
    when: formatTime(entry.at, look),
    what: wordsOf(run, entry, look),
  }))
}

const DUE: Readonly<Record<string, string>> = {
  remind: 'reminder: an update was due',
  unacknowledged: 'nobody acknowledged in time: the backup was called',
}

function wordsOf(run: Run, entry: Entry, look: Look): Text {
  const late =
    entry.late === undefined
      ? []
      : [` - late by ${formatSpan(entry.late.ms)}${entry.late.restart ? ' (restart)' : ''}`]
  if (entry.by === VIGIE) return [DUE[entry.what] ?? entry.what, ...late]
  const by: readonly Span[] = [' by ', person(entry.by, look), ` (${entry.door})`]
  if (entry.kind === 'began') return ['declared', ...by]
  if (entry.kind === 'voted') return [`vote: ${entry.what}`, ...by]
  return [pastOf(run, entry), ...by, ...fieldsOf(entry)]
}

function fieldsOf(entry: Entry): readonly Span[] {
  const said = Object.entries(entry.fields).map(([key, value]) => `${key}: ${value}`)
  return said.length === 0 ? [] : [` - ${said.join(' - ')}`]
}
