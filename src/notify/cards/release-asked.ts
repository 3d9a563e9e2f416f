import type { Run } from '../../engine/run.ts'
import { choicesNow } from '../../engine/standing.ts'
import type { Span, Text } from '../card.ts'
import type { Look } from '../look.ts'
import { textFact } from './incident-facts.ts'
import { everyoneOf } from './messages/phrases.ts'
import { obstacles } from './release-checks.ts'
import { approversOf, brokenBecause, linkedTo, mayRetry, stableOf, stands } from './release-facts.ts'
import { person } from './spans.ts'

/** What is asked of whom now, and what stands in the way of it. */
export function askedLines(run: Run, look: Look): readonly Text[] {
  if (run.state === 'finished') return []
  return [...gateLines(run, look), ...waitLines(run, look), ...heldLines(run)]
}

/** The people who decide, and what they are asked. */
function gateLines(run: Run, look: Look): readonly Text[] {
  const asked = approversOf(run, look.membersOf)
  const question = QUESTIONS[run.step]?.(run)
  if (asked === undefined || question === undefined) return []
  const four: readonly Span[] = asked.fourEyes
    ? [' Four eyes: ', person(run.requester, look), ' asked for it and does not approve it.']
    : []
  const who =
    asked.ids.length === 0 ? [`Nobody who may decide is in ${asked.group}`] : everyoneOf(asked.ids, look)
  return [[...who, ' - ', ...question, ...four], ...flowLines(run)]
}

const QUESTIONS: Readonly<Record<string, (run: Run) => readonly Span[]>> = {
  version: ({ facts }) => [
    `the commits imply ${textFact(facts, 'impliedVersion') ?? 'another version'}, asked was ${textFact(facts, 'asked') ?? 'another'}. Which of the two is it?`,
  ],
  staging: (run) => [
    'try it on ',
    linkedTo(run, 'staging', 'staging'),
    ', then OK, or RETOUR FIX with what is to be fixed.',
  ],
  tag: ({ facts }) => [
    `release ${textFact(facts, 'version') ?? 'it'} or abort? Nothing is written before the approval.`,
  ],
  approve: ({ facts }) => [
    `APPROVE commits the CHANGELOG, tags ${textFact(facts, 'version') ?? 'it'} and deploys it to ${textFact(facts, 'environment') ?? 'production'}. DENY ends the release, and nothing is written.`,
  ],
  failure: (run) => [`${brokenBecause(run.facts)}. ${backWords(run)}`],
  watch: watchQuestion,
}

function watchQuestion(run: Run): readonly Span[] {
  const because = textFact(run.facts, 'because') ?? 'production is unwell'
  const isFirst = stableOf(run) === undefined
  if (stands(run, 'failing') && isFirst) return [`${because}. ${FIRST}`]
  if (stands(run, 'failing'))
    return [{ bold: 'rollback is proposed' }, `: ${because}. It brings ${stableOf(run)} back.`]
  if (stands(run, 'watched')) return [`the watch is over: All OK${isFirst ? '?' : ', or rollback?'}`]
  return [
    `nothing to do while it is well. ${isFirst ? FIRST : `Rollback brings ${stableOf(run)} back at once.`}`,
  ]
}

const FIRST = 'It is the first version: there is none to go back to.'

function backWords(run: Run): string {
  const stable = stableOf(run)
  return stable === undefined ? FIRST : `Rollback brings ${stable} back.`
}

/** What is to be tried before staging is signed off. */
function flowLines(run: Run): readonly Text[] {
  const flows = textFact(run.facts, 'flows')
  if (run.step !== 'staging' || flows === undefined) return []
  return [[{ bold: 'To try on staging' }, ...flows.split('\n').map((flow) => `\n- ${flow}`)]]
}

/** What Vigie or others do now; who mends what keeps it from being done. */
function waitLines(run: Run, look: Look): readonly Text[] {
  if (mayRetry(run)) {
    const owners = look.membersOf('owners')
    return [[...everyoneOf(owners, look), ' - mend what is said in the thread, then Try again.']]
  }
  const words = WAITS[run.step]?.(run)
  return words === undefined ? [] : [words]
}

const WAITS: Readonly<Record<string, (run: Run) => Text | undefined>> = {
  prerequisites: (run) =>
    stands(run, 'blocked') ? 'It goes on by itself as soon as nothing holds it any more.' : undefined,
  e2e: () => 'It goes on by itself as soon as E2E on staging is green.',
  backup: () => 'It goes on by itself as soon as a fresh backup is reported.',
  merge: (run) => [
    'Merge ',
    linkedTo(run, 'pullUrl', `#${textFact(run.facts, 'pull') ?? 'the pull request'}`),
    ' of the CHANGELOG: the tag follows. Closed unmerged it ends the release.',
  ],
  deploy: (run) =>
    stands(run, 'silent')
      ? 'GitHub reports nothing of it. Look there: Deployed by hand once it is deployed, or Rollback.'
      : undefined,
}

/** The decision that leads on has no button while a prerequisite isn't met. */
const LEADS_ON: Readonly<Record<string, string>> = { staging: 'OK', tag: 'Release', approve: 'APPROVE' }

export function heldLines(run: Run): readonly Text[] {
  const decision = LEADS_ON[run.step]
  const gate = decision !== undefined && stands(run, 'held')
  const waits = run.step === 'prerequisites' && stands(run, 'blocked')
  if (!gate && !waits) return []
  const what = gate ? gateHeld(run, decision) : 'Held'
  return [[{ bold: what }, `: ${obstacles(run) || textFact(run.facts, 'heldBy') || 'not examined yet'}`]]
}

/** Staging is signed off whatever the backup is like: that one has to be fresh when production is touched. */
function gateHeld(run: Run, decision: string): string {
  const open = choicesNow(run).some(({ label }) => label === decision)
  return open ? 'What follows will be held' : `${decision} is held`
}
