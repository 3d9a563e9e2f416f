import type { Entry, Run } from '../../engine/run.ts'
import { VIGIE } from '../../engine/run.ts'
import { pastOf } from '../../engine/standing.ts'
import type { Span, Text } from '../card.ts'
import type { Look } from '../look.ts'
import type { TimelineLine } from '../thread.ts'
import { formatSpan, formatTime } from '../time.ts'
import { textFact } from './incident-facts.ts'
import { resultsIn } from './incident-findings.ts'
import { author } from './spans.ts'
import { saidIn } from './timeline-fields.ts'
import { isQuote, quotesOf, quoteWords } from './timeline-quotes.ts'
import { toldAt } from './told-at.ts'

/** What happened in a run, a line each, by the time when it happened: a note may name an earlier one than its own. */
export function timelineOf(run: Run, look: Look): readonly TimelineLine[] {
  const quotes = quotesOf(run.history)
  const lines = run.history.flatMap((entry): readonly TimelineLine[] => {
    const text = quotes.get(entry)
    if (isLook(entry) || (isQuote(entry) && text === undefined)) return []
    const at = toldAt(entry, look)
    const what = text === undefined ? wordsOf(run, entry, look) : quoteWords(entry, text, look)
    return [{ at, when: formatTime(at, look), what: withLateness(entry, at, what, look) }]
  })
  return lines.sort((one, other) => one.at - other.at)
}

/** Sixty looks of a watch are a chart and no story. */
function isLook({ kind, what }: Entry): boolean {
  return kind === 'noted' && what === 'sampled'
}

/** What a timer's coming due is called. */
const DUE: Readonly<Record<string, string>> = {
  undecided: 'reminder: nobody decided about the alert',
  faded: 'the alert was over by itself for a day: closed',
  callBackup: 'nobody acknowledged in time: the backup was called',
  callOwners: 'still nobody acknowledged: the owners were called',
  breach: 'target missed: nobody acknowledged in time',
  remind: 'reminder: an update was due',
  unled: 'reminder: nobody leads',
  noticeSoon: 'reminder: the authority has to be notified soon',
  noticeDue: 'the notice to the authority was due',
  postmortemDue: 'the post-mortem was due',
  postmortemRemind: 'reminder: the post-mortem is not published',
  overdue: 'it was due',
  chase: 'reminder: it is not done',
  untaken: 'reminder: nobody took over',
  stillOver: 'reminder: the hours are still over',
  notReplanned: 'reminder: the hours are still over',
  stillPublic: 'reminder: nobody decided about the public page',
  stillAway: 'reminder: it still does not answer',
  over: 'its time was over',
  waiting: 'reminder: it waits for a decision',
  silent: 'reminder: the deployment reports nothing',
  watched: 'the watch is over: the verdict was asked for',
  undone: 'reminder: it is not done',
}

function wordsOf(run: Run, entry: Entry, look: Look): readonly Span[] {
  if (entry.kind === 'due') return [DUE[entry.what] ?? entry.what]
  if (entry.kind === 'began') return [beganWords(run, entry), ...byWhom(entry, look), ...beganWith(entry)]
  if (entry.kind === 'noted') return [...notedWords(run, entry, look), ...foundIn(entry, look)]
  const past = entry.kind === 'voted' ? `vote: ${entry.what}` : pastOf(run, entry)
  return [past, ...byWhom(entry, look), ...saidIn(entry.fields, look)]
}

/** `updated by Yan (slack)`, but `Yan (slack) took over the lead`; what Vigie reports is named, not done. */
function notedWords(run: Run, entry: Entry, look: Look): readonly Span[] {
  const past = pastOf(run, entry)
  if (entry.by === VIGIE) return [entry.door === VIGIE ? `${past} (Vigie)` : `${past} (Vigie, ${entry.door})`]
  if (!past.includes(' ')) return [past, ...byWhom(entry, look)]
  return [author(entry.by, look), ` (${entry.door}) ${past}`]
}

/** The names of checks are free: they are shown as they are. */
function foundIn({ what, fields }: Entry, look: Look): readonly Span[] {
  return what === 'checked' ? resultsIn(fields).map((result) => ` - ${result}`) : saidIn(fields, look)
}

/** What stands on the card all the time is not repeated; an alert is known by its words. */
function beganWith({ fields }: Entry): readonly Span[] {
  if (fields['severity'] !== undefined) return []
  return ['title', 'source'].flatMap((key) => {
    const words = textFact(fields, key)
    return words === undefined ? [] : [` - ${words}`]
  })
}

function beganWords({ playbook }: Run, { fields }: Entry): string {
  if (playbook !== 'incident') return 'begun'
  const what = fields['severity'] === undefined ? 'alert raised' : 'declared'
  return fields['drill'] === true ? `drill ${what}` : what
}

/** Vigie needs no door to itself. */
function byWhom(entry: Entry, look: Look): readonly Span[] {
  const door = entry.door === VIGIE ? '' : ` (${entry.door})`
  return [' by ', author(entry.by, look), door]
}

function withLateness({ late, at }: Entry, shownAt: number, what: readonly Span[], look: Look): Text {
  if (late !== undefined)
    return [...what, ` - late by ${formatSpan(late.ms)}${late.restart ? ' (restart)' : ''}`]
  return shownAt === at ? what : [...what, ` - written down at ${formatTime(at, look)}`]
}
