import type { Run } from '../../engine/run.ts'
import type { Card, CardStatus, Field, Span, Text } from '../card.ts'
import { rollbackByHand } from '../documents/by-hand.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { buttonsOf } from './buttons.ts'
import { textFact } from './incident-facts.ts'
import { everyoneOf } from './messages/phrases.ts'
import { brokenBecause, linkedTo, stands } from './release-facts.ts'
import { scenarioOf } from './rollback-scenarios.ts'
import { runbookSpans } from './runbook-span.ts'
import { author, person } from './spans.ts'
import { stepLines } from './steps.ts'

/** The card of a rollback: which version comes back, what is to be done now, and how without Vigie. */
export function rollbackCard(run: Run, look: Look): Card {
  const over = run.state === 'finished'
  return {
    title: rollbackTitle(run, look),
    status: statusOf(run),
    fields: rollbackFields(run),
    lines: over ? ['The stable version is back in production.'] : [guide(run, look), ...byHandLines(run)],
    steps: stepLines(run, look),
    buttons: buttonsOf(run),
    footer: [`${run.id} - asked by `, author(run.requester, look), ` at ${formatTime(run.openedAt, look)}`],
  }
}

/** `[ROLLBACK v1.4.0 to v1.3.2] formation-hub - is being deployed` */
export function rollbackTitle(run: Run, look: Pick<Look, 'service'>): string {
  const [version, target] = [textFact(run.facts, 'version') ?? '?', textFact(run.facts, 'target') ?? '?']
  return `[ROLLBACK ${version} to ${target}] ${look.service} - ${stateOf(run)}`
}

const STATES: Readonly<Record<string, string>> = {
  restore: 'the backup is to be restored',
  rotate: 'the secrets are to be rotated',
  deploy: 'is being deployed',
  smoke: 'smoke tests run',
  stuck: 'is stuck, to be done by hand',
  audit: 'the logs are to be audited',
  close: 'is restored',
}

function stateOf(run: Run): string {
  if (run.state === 'finished') return 'rolled back'
  if (run.step === 'deploy' && stands(run, 'failed')) return 'could not be deployed'
  if (run.step === 'deploy' && stands(run, 'silent')) return 'deployment reports nothing'
  return STATES[run.step] ?? run.step
}

function statusOf(run: Run): CardStatus {
  if (run.state === 'finished') return 'done'
  return stands(run, 'restored') ? 'warning' : 'critical'
}

function rollbackFields(run: Run): readonly Field[] {
  const { facts } = run
  const optional = (label: string, fact: string): readonly Field[] => {
    const value = textFact(facts, fact)
    return value === undefined ? [] : [{ label, value }]
  }
  return [
    { label: 'Comes back', value: [{ bold: textFact(facts, 'target') ?? '?' }] },
    { label: 'Goes', value: textFact(facts, 'version') ?? '?' },
    { label: 'Scenario', value: scenarioOf(facts['scenario']).words },
    ...optional('Why', 'reason'),
    ...optional('Release', 'release'),
    ...optional('Incident', 'incident'),
    ...deploymentFields(run),
    ...optional('Deployed by hand', 'byHand'),
    ...optional('Smoke', 'smoke'),
  ]
}

function deploymentFields(run: Run): readonly Field[] {
  const progress = textFact(run.facts, 'progress')
  if (progress === undefined) return []
  const link: readonly Span[] =
    textFact(run.facts, 'deploymentUrl') === undefined
      ? []
      : [' - ', linkedTo(run, 'deploymentUrl', 'follow it')]
  return [{ label: 'Deployment', value: [progress, ...link] }]
}

/** What is to be done at the present step, and by whom. */
function guide(run: Run, look: Look): Text {
  const words = GUIDES[run.step]?.(run.facts, look)
  if (words === undefined) return ''
  const who = HUMAN.includes(run.step) || stands(run, 'failed') ? responders(look) : []
  return [...who, ...words]
}

const HUMAN = ['restore', 'rotate', 'stuck', 'audit']

/** Whoever is on call first, then everybody else who may. */
function responders(look: Look): readonly Span[] {
  const others = look.membersOf('responders').filter((id) => id !== look.onCall.primary)
  return [
    ...(others.length === 0
      ? [person(look.onCall.primary, look)]
      : everyoneOf([look.onCall.primary, ...others], look)),
    ' - ',
  ]
}

type Guide = (facts: Run['facts'], look: Look) => readonly Span[]

const GUIDES: Readonly<Record<string, Guide>> = {
  restore: ({ version }, look) => [
    `restore the Postgres backup from before the deployment of ${version}`,
    ...runbookSpans('restore-from-backup', look),
    '. Then Restored: the stable version is deployed after it.',
  ],
  rotate: (_facts, look) => [
    'rotate every secret that may have leaked',
    ...runbookSpans('rotate-secrets', look),
    '. Then Rotated: the stable version is deployed with the new ones.',
  ],
  deploy: ({ target, failed }) =>
    failed === true
      ? ['Vigie could not deploy it: try again, or use the commands beneath and say Done by hand.']
      : [
          `${target} is deployed by its workflow. Nothing holds it. Where GitHub is away: the commands beneath, then Done by hand.`,
        ],
  smoke: ({ target }) => [`The smoke tests look at production with ${target}.`],
  stuck: (facts) => [
    `bring ${facts['target']} into production by hand: ${brokenBecause(facts)}. Then Done by hand, or Try again.`,
  ],
  audit: () => [
    'production is restored. Audit the logs: what was done with the leaked credentials, since when. Then Audited.',
  ],
  close: () => ['Production is restored; everybody is told.'],
}

/** GitHub, or Vigie itself, may be away when it matters. */
function byHandLines(run: Run): readonly Text[] {
  const commands = stands(run, 'restored') ? [] : rollbackByHand(run.facts)
  if (commands.length === 0) return []
  const lines = commands.flatMap((command): readonly Span[] => ['\n', { code: command }])
  return [[{ bold: 'By hand' }, ...lines]]
}
