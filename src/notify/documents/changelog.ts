import { releaseLinks } from './changelog-links.ts'
import { type Edit, edited, type Outline, outlineOf, type Section } from './changelog-outline.ts'
import { headingOf, isUnreleased, versionIn } from './changelog-style.ts'
import { saysNothing, wordsOf } from './changelog-words.ts'

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

export type ChangelogRelease = {
  /** The name of the tag, to which the links lead: `v1.3.0`. The heading is written as the others are. */
  readonly version: string
  /** The name of the tag before; undefined for a first release. */
  readonly previous: string | undefined
  /** `2026-11-24` */
  readonly date: string
  /** `https://github.com/acadenice/formation-hub` */
  readonly repositoryUrl: string
}

export function unreleasedOf(text: string): Unreleased {
  const outline = outlineOf(text)
  const [section, second] = unreleasedSections(outline)
  if (section === undefined) return { outcome: 'missing' }
  if (second !== undefined) return { outcome: 'ambiguous' }
  const words = wordsOf(section)
  return saysNothing(words) ? { outcome: 'empty' } : { outcome: 'found', text: words }
}

/**
 * Moves what is unreleased under a heading of its own, and leaves Unreleased empty above it. Headings and link
 * references follow those of the file; nothing else of it changes by a byte.
 */
export function releaseUnreleased(text: string, release: ChangelogRelease): Released {
  if (sectionOf(text, release.version) !== undefined) return { outcome: 'already', text }
  const unreleased = unreleasedOf(text)
  if (unreleased.outcome !== 'found') return unreleased
  const outline = outlineOf(text)
  const [section] = unreleasedSections(outline)
  if (section === undefined) return { outcome: 'missing' }
  const { heading } = section
  const links = releaseLinks(outline, heading, release)
  const written = headingOf(outline, heading, release, links.inline)
  const below: Edit = { line: heading.line + heading.height - 1, after: ['', ...written] }
  return { outcome: 'released', text: edited(outline, [...links.edits, below]) }
}

/** What stands under a version, whether it is written with or without v; undefined without such a section. */
export function sectionOf(text: string, version: string): string | undefined {
  const wanted = version.replace(/^v/i, '')
  const section = outlineOf(text).sections.find(({ heading }) => versionIn(heading)?.number === wanted)
  return section === undefined ? undefined : wordsOf(section)
}

/** The same for a page of its own: with those link references of the file that it uses. */
export function notesOf(text: string, version: string): string | undefined {
  const words = sectionOf(text, version)
  if (words === undefined) return undefined
  const used = outlineOf(text)
    .definitions.filter(({ label }) => words.toLowerCase().includes(`[${label.toLowerCase()}]`))
    .map(({ label, url }) => `[${label}]: ${url}`)
  return [words, ...(used.length === 0 ? [] : [used.join('\n')])].join('\n\n')
}

function unreleasedSections({ sections }: Outline): readonly Section[] {
  return sections.filter(({ heading }) => isUnreleased(heading))
}
