import type { Entry, Run } from '../../engine/run.ts'
import type { Field, Span, Text } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { textFact } from './incident-facts.ts'
import { counted } from './messages/phrases.ts'
import { commitSpan, linkedTo, stands } from './release-facts.ts'
import { watchFields } from './release-watch.ts'
import { author } from './spans.ts'

/** What somebody decides upon, then how far it went. */
export function releaseFields(run: Run, look: Look): readonly Field[] {
  return [
    // What is decided from while it is watched stands nearest to the question.
    ...watchFields(run, look),
    ...alertFields(run),
    ...versionFields(run, look),
    ...commitFields(run),
    ...signedFields(run, look),
    ...overrideFields(run, look),
    ...tagFields(run),
    ...deploymentFields(run),
    ...named('Smoke', textFact(run.facts, 'smoke')),
    ...named('Rollback', textFact(run.facts, 'rollback')),
    ...named('Incident', textFact(run.facts, 'incident')),
    ...linkFields('Release notes', run, 'releaseUrl', 'published'),
  ]
}

function versionFields(run: Run, look: Look): readonly Field[] {
  const { facts } = run
  const version = textFact(facts, 'version')
  const asked = textFact(facts, 'asked') ?? 'whatever the commits imply'
  if (version === undefined) return [{ label: 'Version', value: `not known yet - asked: ${asked}` }]
  const previous = textFact(facts, 'previous')
  const after = previous === undefined ? 'the first release' : `after ${previous}`
  return [
    { label: 'Version', value: [{ bold: version }, ` - ${after} - asked: ${asked}`] },
    ...impliedFields(run, look),
  ]
}

/** What the commits imply; another version than the asked one stands out. */
function impliedFields(run: Run, look: Look): readonly Field[] {
  const level = textFact(run.facts, 'implied')
  if (level === undefined) return []
  const because = textFact(run.facts, 'impliedBecause')
  const why = because === undefined ? level : `${level}: ${because}`
  const implied = textFact(run.facts, 'impliedVersion')
  if (implied === undefined || implied === run.facts['version'])
    // Agreed upon, it is of no use any more once the version is tagged.
    return stands(run, 'tagged') ? [] : [{ label: 'Implied', value: why }]
  return [
    {
      label: 'DISAGREES',
      value: [{ bold: `the commits imply ${implied}` }, ` - ${why}`, ...kept(run, look)],
    },
  ]
}

function kept(run: Run, look: Look): readonly Span[] {
  const entry = run.history.findLast(({ step, what }) => step === 'version' && what === 'asked')
  if (entry === undefined) return []
  return [' - kept by ', author(entry.by, look), `: ${textFact(entry.fields, 'reason') ?? 'no reason given'}`]
}

function commitFields(run: Run): readonly Field[] {
  const commit = commitSpan(run)
  const branch = textFact(run.facts, 'branch')
  const count = textFact(run.facts, 'commitCount')
  const authors = textFact(run.facts, 'authors')
  const since = textFact(run.facts, 'previous')
  const commits = `${counted(count ?? '0', 'commit')}${since === undefined ? '' : ` since ${since}`}`
  return [
    ...(commit === undefined
      ? []
      : [{ label: 'Commit', value: [commit, branch === undefined ? '' : ` on ${branch}`] }]),
    ...(count === undefined
      ? []
      : [{ label: 'Commits', value: [linkedTo(run, 'compareUrl', commits), by(authors)] }]),
  ]
}

function by(authors: string | undefined): string {
  return authors === undefined ? '' : ` by ${authors.split('\n').join(', ')}`
}

const SIGNATURES: Readonly<Record<string, string>> = {
  'staging.ok': 'Staging OK',
  'tag.release': 'Tag',
  'approve.approve': 'APPROVE',
}

/** Who signed what is decided upon now: what was signed for another commit is void. */
function signedFields(run: Run, look: Look): readonly Field[] {
  const signed = run.history.filter((entry) => isSigned(run, entry))
  const spans = signed.flatMap((entry, n): readonly Span[] => [
    `${n === 0 ? '' : '\n'}${SIGNATURES[`${entry.step}.${entry.what}`]} - `,
    author(entry.by, look),
    ` at ${formatTime(entry.at, look)}${flowsIn(entry)}`,
  ])
  return spans.length === 0 ? [] : [{ label: 'Signed', value: spans }]
}

function isSigned({ facts }: Run, { kind, step, what, evidence }: Entry): boolean {
  if (kind !== 'decided' || SIGNATURES[`${step}.${what}`] === undefined) return false
  return Object.entries(evidence ?? {}).every(([fact, value]) => (facts[fact] ?? '') === value)
}

function flowsIn({ fields }: Entry): string {
  const flows = textFact(fields, 'flows')
  return flows === undefined ? '' : ` (${counted(flows.split('\n').length, 'flow')})`
}

function overrideFields(run: Run, look: Look): readonly Field[] {
  const why = textFact(run.facts, 'overridden')
  const who = textFact(run.facts, 'overriddenBy')
  if (why === undefined) return []
  const name = who === undefined ? [] : [' - ', author(who, look)]
  return [{ label: 'Freeze overridden', value: [why, ...name] }]
}

function tagFields(run: Run): readonly Field[] {
  const pull = textFact(run.facts, 'pull')
  const version = textFact(run.facts, 'version') ?? 'tag'
  const commit = textFact(run.facts, 'releaseCommit')
  const on = commit === undefined ? '' : ` on ${commit.slice(0, 7)}`
  return [
    ...(pull === undefined ? [] : [{ label: 'CHANGELOG', value: [linkedTo(run, 'pullUrl', `#${pull}`)] }]),
    ...(stands(run, 'tagged') ? [{ label: 'Tag', value: [linkedTo(run, 'tagUrl', version), on] }] : []),
  ]
}

function deploymentFields(run: Run): readonly Field[] {
  const { facts } = run
  const byHand = textFact(facts, 'byHand')
  const progress = textFact(facts, 'progress')
  const hand = byHand === undefined ? [] : [{ label: 'Deployed by hand', value: byHand }]
  if (progress === undefined) return hand
  const link: readonly Span[] =
    textFact(facts, 'deploymentUrl') === undefined ? [] : [' - ', linkedTo(run, 'deploymentUrl', 'follow it')]
  return [{ label: 'Deployment', value: [progress, ...link] }, ...hand]
}

/** What was heard from the monitors since it was deployed. */
function alertFields(run: Run): readonly Field[] {
  const heard = run.history.filter(({ kind, what }) => kind === 'noted' && what === 'alerted')
  const lines = heard.slice(-MOST_ALERTS).map(({ fields }) => textFact(fields, 'text') ?? 'an alert')
  return lines.length === 0 ? [] : [{ label: `Alerts (${heard.length})`, value: lines.join('\n') }]
}

const MOST_ALERTS = 3

function named(label: string, value: Text | undefined): readonly Field[] {
  return value === undefined ? [] : [{ label, value }]
}

function linkFields(label: string, run: Run, fact: string, words: string): readonly Field[] {
  return textFact(run.facts, fact) === undefined ? [] : [{ label, value: [linkedTo(run, fact, words)] }]
}
