import type { Run } from '../../engine/run.ts'
import { choicesNow, notesNow } from '../../engine/standing.ts'
import { prerequisitesOf } from '../../notify/cards/release-checks.ts'

/** What holds a release, a line each with its evidence: `CI: 2 checks are red`. Nothing once its tag is made. */
export function heldLines(run: Run): readonly string[] {
  if (run.playbook !== 'release' || run.state === 'finished' || run.facts['tagged'] === true) return []
  return prerequisitesOf(run)
    .filter(({ state }) => state !== 'ok')
    .map(({ label, state, evidence }) => `${label}${state === 'waits' ? ' (waits)' : ''}: ${evidence}`)
}

/** The way on while only the freeze is in the way. */
export function overrideLine(run: Run): readonly string[] {
  return run.playbook === 'release' && notesNow(run).some(({ id }) => id === 'override')
    ? [`An owner may override the freeze: /release override ${run.id} why it cannot wait`]
    : []
}

/** A gate whose decision to go on stands only when nothing holds the release. */
export function isHeld(run: Run): boolean {
  const goesOn = choicesNow(run).some(({ tone }) => tone === 'primary')
  return run.gate !== undefined && !goesOn && heldLines(run).length > 0
}
