import { createHash } from 'node:crypto'
import type { Fields } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import { sectionOf, unreleasedOf } from '../../notify/documents/changelog.ts'
import { headlineOf } from '../../notify/documents/highlights.ts'
import { authorsOf, changesText, groupCommits, highlightsOf } from './commits.ts'
import type { Commit } from './ports.ts'
import type { Survey } from './survey.ts'
import { impliedLevel, judgeAsked, type Level, nextVersion, versionOf } from './version.ts'

const MOST_CHANGES = 2_500
const MOST_NOTES = 4_000
const MOST_AUTHORS = 20

export type Planned = { readonly fields: Fields } | { readonly because: string }

/** The facts of a release from what the repository holds, and what people said about its version before. */
export function plan(found: Survey, facts: Fields): Planned {
  const { base, head, commits, changelog, url } = found
  const implied = impliedLevel(commits, base?.version)
  const impliedVersion = nextVersion(base?.version, implied.level)
  const { version, disagrees } = settle(facts, base?.version, impliedVersion)
  const judged = judgeAsked(version, found.tags, base?.version)
  if (!judged.ok) return judged
  const groups = groupCommits(commits)
  const notes = notesFor(changelog ?? '', version)
  return {
    fields: {
      version,
      previous: base?.name ?? '',
      commit: head,
      compareUrl: url,
      implied: implied.level,
      impliedVersion,
      impliedBecause: implied.because,
      disagrees: disagrees ? 'yes' : '',
      changes: changesText(groups, MOST_CHANGES),
      commitCount: String(commits.length),
      authors: listed(authorsOf(commits)),
      notes: cut(notes),
      notesDigest: createHash('sha256').update(notes).digest('hex').slice(0, 16),
      headline: headlineOf(notes) ?? highlightsOf(groups),
      committedAt: String(medianOf(commits)),
    },
  }
}

/**
 * The asked version counts when somebody kept it, as long as the commits imply what they implied then. A hotfix that
 * nobody gave a version is a patch.
 */
function settle(
  facts: Fields,
  base: string | undefined,
  impliedVersion: string,
): { readonly version: string; readonly disagrees: boolean } {
  if (facts['takeImplied'] === true) return { version: impliedVersion, disagrees: false }
  const asked = textFact(facts, 'asked')?.trim() ?? (facts['hotfix'] === true ? 'patch' : '')
  const wanted = asked === '' ? impliedVersion : isLevel(asked) ? nextVersion(base, asked) : versionOf(asked)
  const version = wanted ?? impliedVersion
  const kept = facts['keepAsked'] === true && textFact(facts, 'impliedVersion') === impliedVersion
  return { version, disagrees: version !== impliedVersion && !kept }
}

function isLevel(asked: string): asked is Level {
  return asked === 'major' || asked === 'minor' || asked === 'patch'
}

/** Somebody may have moved them under the version by hand already. */
function notesFor(changelog: string, version: string): string {
  const unreleased = unreleasedOf(changelog)
  return sectionOf(changelog, version) ?? (unreleased.outcome === 'found' ? unreleased.text : '')
}

function cut(notes: string): string {
  if (notes.length <= MOST_NOTES) return notes
  const whole = notes.slice(0, MOST_NOTES)
  const lines = whole.slice(0, Math.max(whole.lastIndexOf('\n'), MOST_NOTES / 2))
  return `${lines}\n(cut here: ${notes.length - lines.length} more characters in the CHANGELOG)`
}

function listed(authors: readonly string[]): string {
  const more = authors.length - MOST_AUTHORS
  return [...authors.slice(0, MOST_AUTHORS), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

/** When half of the commits were made: the lead time of a release begins there. */
function medianOf(commits: readonly Commit[]): number {
  const times = commits.map(({ at }) => at).sort((one, other) => one - other)
  const [low = 0, high = low] = [times[(times.length - 1) >> 1], times[times.length >> 1]]
  return Math.round((low + high) / 2)
}
