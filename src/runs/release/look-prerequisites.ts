import { createHash } from 'node:crypto'
import type { Fields, Run } from '../../engine/run.ts'
import type { Found, Look, Looks } from './attend.ts'
import type { Inspect } from './inspect.ts'

const STEPS = ['version', 'prerequisites', 'e2e', 'staging', 'backup', 'tag', 'approve'] as const

/** The same look in every step before something is written. */
export function looksAtPrerequisites(inspect: Inspect): Looks {
  const look = createPrerequisitesLook(inspect)
  return Object.fromEntries(STEPS.map((step) => [`release.${step}`, look]))
}

export function createPrerequisitesLook(inspect: Inspect): Look {
  return async (run): Promise<readonly Found[]> => {
    const { movedTo, result } = await inspect(run)
    // A branch may come back to where it was: then it moved once more.
    if (movedTo !== undefined) return [{ key: `moved:${movedTo}:${timesMoved(run)}`, result }]
    if (isKnown(run, result.fields)) return []
    return [{ key: `examined:${digestOf(result.fields)}:${run.version}`, result }]
  }
}

function timesMoved({ history }: Run): number {
  return history.filter(({ what }) => what === 'moved').length
}

function isKnown({ facts }: Run, fields: Fields): boolean {
  return (
    facts['examined'] === true && Object.entries(fields).every(([field, value]) => facts[field] === value)
  )
}

/** Of what was found; when it was found is each replica's own. */
function digestOf(fields: Fields): string {
  const found = Object.entries(fields).filter(([field]) => !field.startsWith('at.'))
  return createHash('sha256').update(JSON.stringify(found)).digest('hex').slice(0, 16)
}
