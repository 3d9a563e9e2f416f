import type { Entry } from '../../engine/run.ts'
import { formatSpan } from '../time.ts'
import { inline } from './markdown.ts'
import { momentOf } from './moment.ts'
import { quotesOf } from './quotes.ts'
import { said } from './said.ts'

/** One line of the timeline: when, and what as Markdown. */
export type Moment = { readonly at: number; readonly text: string }

/** What was said and done, besides the milestones. Without names: a post-mortem looks at the system, not at people. */
export function storyOf(history: readonly Entry[]): readonly Moment[] {
  const told = history.flatMap((entry): readonly Moment[] => {
    const text = entry.kind === 'due' ? escalation(entry) : wordsOf(entry)
    return text === undefined ? [] : [{ at: momentOf(entry), text }]
  })
  const quoted = quotesOf(history).flatMap(({ at, text }) => {
    const said = inline(text)
    return said === '' ? [] : [{ at, text: `message : ${said}` }]
  })
  return [...told, ...quoted]
}

/** Timers that called somebody. Reminders are left out: they say nothing about the incident. */
const ESCALATIONS: Readonly<Record<string, string>> = {
  undecided: 'escalade : alerte sans decision',
  unacknowledged: "escalade : pas d'acquittement a temps, backup appele",
  callBackup: "escalade : pas d'acquittement, backup appele",
  callOwners: "escalade : pas d'acquittement, owners appeles",
  breach: 'escalade : delai de reponse depasse',
}

function escalation(entry: Entry): string | undefined {
  const words = ESCALATIONS[entry.what]
  if (words === undefined || entry.late === undefined) return words
  return `${words} (en retard de ${formatSpan(entry.late.ms)}${entry.late.restart ? ', redemarrage' : ''})`
}

function wordsOf({ kind, what, fields }: Entry): string | undefined {
  switch (`${kind} ${what}`) {
    case 'decided sev1':
    case 'decided sev2':
    case 'decided sev3':
      return `severite : ${what.toUpperCase()}`
    case 'completed cause':
      return labelled('hypothese', said(fields, 'hypothesis'))
    case 'completed mitigated':
      return labelled('action', said(fields, 'action'))
    case 'completed verified':
      return labelled('verification', said(fields, 'checks'))
    case 'completed not-fixed':
      return labelled('toujours en panne', said(fields, 'reason') ?? 'sans precision')
    case 'noted update':
      return labelled('point', said(fields, 'investigating'), said(fields, 'eta'), 'ETA ')
    case 'noted note':
      return labelled('note', said(fields, 'text'))
    case 'noted severity':
      return labelled('severite', said(fields, 'severity')?.toUpperCase(), said(fields, 'reason'))
    case 'noted dataLoss':
      return 'perte de donnees signalee'
    case 'noted recovered':
      return 'monitoring : retour a la normale'
    case 'noted linked':
      return labelled('rollback', said(fields, 'version'), said(fields, 'target'), 'retour a ')
    case 'noted rolledBack':
      return labelled('rollback termine, de nouveau en production', said(fields, 'target'))
    default:
      return undefined
  }
}

function labelled(label: string, words: string | undefined, more?: string, before = ''): string | undefined {
  if (words === undefined) return undefined
  return `${label} : ${words}${more === undefined ? '' : ` (${before}${more})`}`
}
