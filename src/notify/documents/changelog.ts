import { type ChangelogRelease, releaseLinks } from './changelog-links.ts'
import { type Edit, edited, type Outline, outlineOf, type Section } from './changelog-outline.ts'
import { headingOf, isUnreleased, versionIn } from './changelog-style.ts'
import { saysNothing, wordsOf } from './changelog-words.ts'

export type { ChangelogRelease } from './changelog-links.ts'

/** What stands under Unreleased, with `\n` as its line break. */
export type Unreleased =
  | { readonly outcome: 'found'; readonly text: string }
  /** Nothing but headings, comments and words like "none". */
  | { readonly outcome: 'empty' }
  | { readonly outcome: 'missing' }
  /** More than one section of that name: nobody can tell which is meant. */
  | { readonly outcome: 'ambiguous' }

export type Released =
  | { readonly outcome: 'released'; readonly text: string }
  /** The version has its section: a repeat, or somebody wrote it by hand. The text is what came in. */
  | { readonly outcome: 'already'; readonly text: string }
  | { readonly outcome: 'empty' | 'missing' | 'ambiguous' }

export function unreleasedOf(text: string): Unreleased {
  return readUnreleased(outlineOf(text))
}

/**
 * Moves what is unreleased under a heading of its own, and leaves Unreleased empty above it. Headings and link
 * references follow those of the file; nothing else of it changes by a byte.
 */
export function releaseUnreleased(text: string, release: ChangelogRelease): Released {
  const outline = outlineOf(text)
  if (findSection(outline, release.version) !== undefined) return { outcome: 'already', text }
  const unreleased = readUnreleased(outline)
  const [section] = unreleasedSections(outline)
  if (unreleased.outcome !== 'found') return unreleased
  if (section === undefined) return { outcome: 'missing' }
  const { heading } = section
  const links = releaseLinks(outline, heading, release)
  const written = headingOf(outline, heading, release, links.inline)
  const below: Edit = { line: heading.line + heading.height - 1, after: ['', ...written] }
  return { outcome: 'released', text: edited(outline, [...links.edits, below]) }
}

/** What stands under a version, whether it is written with or without v; undefined without such a section. */
export function sectionOf(text: string, version: string): string | undefined {
  const section = findSection(outlineOf(text), version)
  return section === undefined ? undefined : wordsOf(section)
}

/** The same for a page of its own: with those link references of the file that it uses. */
export function notesOf(text: string, version: string): string | undefined {
  const outline = outlineOf(text)
  const section = findSection(outline, version)
  if (section === undefined) return undefined
  const words = wordsOf(section)
  const used = outline.definitions
    .filter(({ label }) => words.toLowerCase().includes(`[${label.toLowerCase()}]`))
    .map(({ label, url }) => `[${label}]: ${url}`)
  return [words, ...(used.length === 0 ? [] : [used.join('\n')])].join('\n\n')
}

function readUnreleased(outline: Outline): Unreleased {
  const [section, second] = unreleasedSections(outline)
  if (section === undefined) return { outcome: 'missing' }
  if (second !== undefined) return { outcome: 'ambiguous' }
  const words = wordsOf(section)
  return saysNothing(words) ? { outcome: 'empty' } : { outcome: 'found', text: words }
}

function findSection({ sections }: Outline, version: string): Section | undefined {
  const wanted = version.replace(/^v/i, '')
  return sections.find(({ heading }) => versionIn(heading)?.number === wanted)
}

function unreleasedSections({ sections }: Outline): readonly Section[] {
  return sections.filter(({ heading }) => isUnreleased(heading))
}
