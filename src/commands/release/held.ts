import type { Run } from '../../engine/run.ts'
import { choicesNow, notesNow } from '../../engine/standing.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'

/** What a release needs, by the facts that say how it stands. */
const CHECKS = {
  'check.ci': 'CI',
  'check.e2e': 'E2E on staging',
  'check.backup': 'Backup',
  'check.freeze': 'Freeze',
  'check.incidents': 'Incidents',
  'check.lock': 'Lock',
  'check.changelog': 'CHANGELOG',
} as const

/** What holds a release, a line each with its evidence: `CI: 2 checks are red`. Nothing once its tag is made. */
export function heldLines({ playbook, state, facts }: Run): readonly string[] {
  if (playbook !== 'release' || state === 'finished' || facts['tagged'] === true) return []
  return Object.entries(CHECKS).flatMap(([fact, label]) => {
    const said = textFact(facts, fact)
    if (said === undefined || /^ok\b/.test(said)) return []
    const [, evidence] = /^(?:held|waits) - ([\s\S]*)$/.exec(said) ?? []
    const waits = said.startsWith('waits') ? ' (waits)' : ''
    return [`${label}${waits}: ${evidence ?? said}`]
  })
}

/** The way on while only the freeze is in the way. */
export function overrideLine(run: Run): readonly string[] {
  return run.playbook === 'release' && notesNow(run).some(({ id }) => id === 'override')
    ? [`An owner may override the freeze: /release override ${run.id} why it cannot wait`]
    : []
}

/** A gate of which some decision stands only when nothing holds the release. */
export function isHeld(run: Run): boolean {
  return (
    heldLines(run).length > 0 &&
    run.gate !== undefined &&
    !choicesNow(run).some(({ tone }) => tone === 'primary')
  )
}
