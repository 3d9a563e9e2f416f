import semver from 'semver'
import type { ChangelogRelease } from './changelog.ts'
import type { Definition, Edit, Heading, Outline } from './changelog-outline.ts'
import { labelOf, styleOf } from './changelog-style.ts'

export type ReleaseLinks = {
  /** The address inside the new heading, where the file writes it there. */
  readonly inline: string | undefined
  readonly edits: readonly Edit[]
}

/** `.../compare/v1.2.0...HEAD` */
const COMPARE = /^(.*\/compare\/)(.+?)(\.{2,3})([^.].*)$/
/** A page of one version. Where it is one of the repository the tag is meant, elsewhere the version as written there. */
const OWN_PAGE = /^(.*\/)(v?)(\d+\.\d+\.\d+[^/]*)$/i
const TAG_PAGE = /\/(releases\/tag|-\/tags|-\/releases|src\/tag|tree|tags?)\/$/
const INLINE = /(\]\()([^)\s]+)(\))/

/** The links of a release, written as those that stand there: Unreleased begins at it, and it has one of its own. */
export function releaseLinks(outline: Outline, heading: Heading, release: ChangelogRelease): ReleaseLinks {
  const line = outline.lines[heading.line]?.text ?? ''
  const inlineUrl = INLINE.exec(line)?.[2]
  const defined = outline.definitions.find(({ label }) => label.toLowerCase() === 'unreleased')
  const unreleasedUrl = defined?.url ?? inlineUrl
  const style = styleOf(outline).link
  return {
    inline: style.startsWith('(')
      ? urlOf({ own: style.slice(1, -1), unreleased: unreleasedUrl }, release)
      : undefined,
    edits: [
      ...renewal(heading.line, line, inlineUrl, release),
      ...(defined === undefined ? [] : renewal(defined.line, textAt(outline, defined), defined.url, release)),
      ...addition(outline, defined, release),
    ],
  }
}

/** What is unreleased begins at the new version; a link that compares nothing stays. */
function renewal(
  line: number,
  text: string,
  url: string | undefined,
  { version }: ChangelogRelease,
): readonly Edit[] {
  const [, base, , dots, head] = COMPARE.exec(url ?? '') ?? []
  if (url === undefined || base === undefined) return []
  return [{ line, text: text.replace(url, () => `${base}${version}${dots}${head}`) }]
}

function addition(
  outline: Outline,
  unreleased: Definition | undefined,
  release: ChangelogRelease,
): readonly Edit[] {
  const label = labelOf(outline, release.version)
  const known = outline.definitions.filter((one) => semver.valid(one.label) !== null)
  const newest = [...known].sort((one, other) => semver.rcompare(one.label, other.label))[0]
  const { before, link } = styleOf(outline)
  const shown = before.endsWith('[') && !link.startsWith('(')
  const place = newest ?? unreleased
  if (place === undefined || !shown || known.some((one) => one.label === label)) return []
  const url = urlOf(
    {
      own: known.length > 1 || unreleased === undefined ? newest?.url : undefined,
      unreleased: unreleased?.url,
    },
    release,
  )
  const added = [
    textAt(outline, place)
      .replace(`[${place.label}]`, `[${label}]`)
      .replace(place.url, () => url),
  ]
  return [
    newest === undefined || growsDown(known)
      ? { line: place.line, after: added }
      : { line: place.line, before: added },
  ]
}

/** `own` is the link of another version, the pattern; else the release is compared as Unreleased is. */
function urlOf(
  { own, unreleased }: { readonly own: string | undefined; readonly unreleased: string | undefined },
  release: ChangelogRelease,
): string {
  const { version, previous, repositoryUrl } = release
  const [, page, v = '', number] = COMPARE.test(own ?? '') ? [] : (OWN_PAGE.exec(own ?? '') ?? [])
  if (page !== undefined && number !== undefined)
    return page + (TAG_PAGE.test(page) ? version : v + version.replace(/^v/i, ''))
  const [, base, , dots] = COMPARE.exec(own ?? '') ?? COMPARE.exec(unreleased ?? '') ?? []
  const from = beginningOf(unreleased, previous)
  if (from === undefined) return `${repositoryUrl}/releases/tag/${version}`
  return base === undefined
    ? `${repositoryUrl}/compare/${from}...${version}`
    : `${base}${from}${dots}${version}`
}

/** The tag before, by the name that the file gives it. A link that nobody renewed the last time doesn't count. */
function beginningOf(unreleased: string | undefined, previous: string | undefined): string | undefined {
  const from = COMPARE.exec(unreleased ?? '')?.[2]
  const plain = (tag: string | undefined) => tag?.replace(/^v/i, '')
  return from !== undefined && plain(from) === plain(previous) ? from : previous
}

function growsDown(known: readonly Definition[]): boolean {
  const [first, last] = [known[0], known.at(-1)]
  return first !== undefined && last !== undefined && semver.lt(first.label, last.label)
}

function textAt({ lines }: Outline, { line }: Definition): string {
  return lines[line]?.text ?? ''
}
