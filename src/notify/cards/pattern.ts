import { type Pattern, REASONS, type Reason } from '../../engine/patterns.ts'
import type { Entry, Fields, Run } from '../../engine/run.ts'
import type { Card, Field, Span } from '../card.ts'
import type { Look } from '../look.ts'
import { formatSpan, formatTime } from '../time.ts'
import { severityOf, textFact, titleOf } from './incident-facts.ts'
import { everyoneOf } from './messages/phrases.ts'

const WORDS: Readonly<Record<Reason, string>> = {
  same_runbook: 'same runbook',
  same_service: 'same service',
  similar_title: 'similar title',
}

type Found = Extract<Pattern<Pick<Run, 'id' | 'openedAt' | 'facts'>>, { readonly found: true }>

/** A pattern as the note `pattern` carries it: a line for each incident in every field, so that the card needs no other run. */
export function patternFields({ incidents, within }: Found): Fields {
  const lines = (of: (one: Found['incidents'][number]) => string) => incidents.map(of).join('\n')
  return {
    with: lines(({ run }) => run.id),
    why: lines(({ reasons }) => reasons.join(' ')),
    titles: lines(({ run }) => titleOf(run).replace(/\s+/g, ' ')),
    began: lines(({ run }) => String(run.openedAt)),
    within: String(within),
  }
}

/** Tells that incidents of one kind pile up, which ones, why they count as one kind, and what the team agreed on then. */
export function patternCard(run: Run, entry: Entry, look: Look): Card {
  const similar = similarFields(entry.fields, look)
  const within = Number(textFact(entry.fields, 'within') ?? Number.NaN)
  const span = Number.isFinite(within) ? ` within ${formatSpan(within)}` : ''
  return {
    title: `Strategic escalation - ${similar.length + 1} similar incidents${span}`,
    status: 'critical',
    fields: [
      { label: run.id, value: `${titleOf(run)} - ${formatTime(run.openedAt, look)} - this one` },
      ...similar,
    ],
    lines: [
      [...ownersOf(look), ' - decide what changes, beyond this incident.'],
      'The playbook asks for: escalade strategique (refactor architecture, ressources additionnelles, etc.)',
      'Runbooks: update them with what these incidents have in common.',
    ],
    buttons: [],
    footer: `${run.id} [${severityOf(run)}] ${titleOf(run)}`,
  }
}

/** The strategic escalation is theirs. */
function ownersOf(look: Look): readonly Span[] {
  const owners = look.membersOf('owners')
  return owners.length === 0 ? ['Owners'] : everyoneOf(owners, look)
}

function similarFields(fields: Fields, look: Look): readonly Field[] {
  const [why, titles, began] = ['why', 'titles', 'began'].map((key) => linesIn(fields, key))
  return linesIn(fields, 'with').map((id, n) => {
    const at = Number(began?.[n] || Number.NaN)
    const said = why?.[n]?.split(' ') ?? []
    const reasons = REASONS.filter((one) => said.includes(one)).map((one) => WORDS[one])
    const parts = [titles?.[n], Number.isFinite(at) ? formatTime(at, look) : '', reasons.join(', ')]
    return { label: id, value: parts.filter((part) => part !== undefined && part !== '').join(' - ') }
  })
}

function linesIn(fields: Fields, key: string): readonly string[] {
  return textFact(fields, key)?.split('\n') ?? []
}
