import type { Run } from '../../engine/run.ts'
import type { Span, Text } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { textFact } from './incident-facts.ts'
import { isUnwritten, lastChoice, linkedTo, outcomeOf, stands } from './release-facts.ts'
import { scenarioOf } from './rollback-scenarios.ts'
import { author } from './spans.ts'

/** How it ended, by whom and why, and what of it stands in the repository. */
export function endedLines(run: Run, look: Look): readonly Text[] {
  if (run.state !== 'finished') return []
  const isComplete = outcomeOf(run) === 'complete'
  return [endedLine(run, look), ...(isComplete ? [] : [traceLine(run)])]
}

const ENDS: Readonly<Record<string, string>> = {
  complete: 'Announced',
  aborted: 'Aborted',
  denied: 'Denied',
  'sent back': 'RETOUR FIX',
  refused: 'Refused',
  'rolled back': 'Rolled back',
  'given up': 'Given up',
}

export function endedLine(run: Run, look: Look): Text {
  const outcome = outcomeOf(run) ?? ''
  const ended = lastChoice(run)
  const who: readonly Span[] =
    ended === undefined ? [] : [' by ', author(ended.by, look), ` at ${formatTime(ended.at, look)}`]
  const why = whyOf(run, outcome)
  return [{ bold: ENDS[outcome] ?? 'Over' }, ...who, why === undefined ? '' : `: ${why}`]
}

function whyOf({ facts }: Run, outcome: string): string | undefined {
  if (outcome === 'complete') return undefined
  if (outcome === 'refused') return textFact(facts, 'because')
  const reason = textFact(facts, 'reason')
  if (outcome !== 'rolled back') return reason
  return [scenarioOf(facts['scenario']).words, ...(reason === undefined ? [] : [reason])].join(' - ')
}

const UNTOUCHED = 'No tag and no changelog commit was made.'

/** Whoever reads this wants to know whether something of it is left. */
export function traceLine(run: Run): Text {
  const version = textFact(run.facts, 'version') ?? 'the tag'
  if (stands(run, 'tagged'))
    return ['The tag ', linkedTo(run, 'tagUrl', version), ' and its CHANGELOG commit were made; they stay.']
  if (isUnwritten(run)) return UNTOUCHED
  const pull = textFact(run.facts, 'pull')
  if (pull !== undefined)
    return ['No tag was made. The CHANGELOG is in ', linkedTo(run, 'pullUrl', `#${pull}`), '.']
  if (lastChoice(run)?.what === 'taken') return takenTrace(run)
  return `No tag was made. Look whether the CHANGELOG was committed to ${textFact(run.facts, 'branch') ?? 'the branch'}.`
}

/** Somebody's tag was there first: of ours there is at most the commit of an attempt before. */
function takenTrace({ facts }: Run): string {
  const leftover = textFact(facts, 'leftover')
  const branch = textFact(facts, 'branch') ?? 'the branch'
  return leftover === undefined
    ? UNTOUCHED
    : `No tag was made. The changelog commit ${leftover} stays on ${branch}.`
}
