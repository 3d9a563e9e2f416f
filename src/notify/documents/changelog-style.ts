import type { Heading, Outline } from './changelog-outline.ts'

/** The parts of `[v1.2.0](https://...) - 2026-11-24`. */
export type Versioned = {
  readonly before: string
  readonly v: string
  /** `1.2.0` */
  readonly number: string
  readonly close: string
  /** `(https://...)` or `[1.2.0]` behind the brackets. */
  readonly link: string
  readonly rest: string
}

const UNRELEASED = /^\[?\s*unreleased\s*\]?(?:\([^)]*\)|\[[^\]]*\])?(?:$|[^\w].*$)/i
const VERSION =
  /^((?:version\s+|release\s+)?\[?)(v?)(\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?)(\]?)(\([^)]*\)|\[[^\]]*\])?(?![\w.])(.*)$/i
const DATE = /^([\s\-–—(:/,|]*)\d{4}([-/])\d\d\2\d\d(\)?)/
const PENDING = /unreleased|\btbd\b/i

export function isUnreleased({ text }: Pick<Heading, 'text'>): boolean {
  return UNRELEASED.test(text)
}

/** The version of which a heading speaks; undefined for one that is still to come: `[1.3.0] - Unreleased`. */
export function versionIn({ text }: Pick<Heading, 'text'>): Versioned | undefined {
  const [, before = '', v = '', number, close = '', link = '', rest = ''] = VERSION.exec(text) ?? []
  if (number === undefined || PENDING.test(rest)) return undefined
  return { before, v, number, close, link, rest }
}

/** How the file writes its versions; as the playbook does, `[v1.2.0] - date`, when it has none yet. */
export function styleOf({ sections }: Outline): Pick<Versioned, 'before' | 'v' | 'close' | 'link'> {
  const known = sections.flatMap(({ heading }) => versionIn(heading) ?? [])
  return known[0] ?? { before: '[', v: 'v', close: ']', link: '' }
}

/** The lines of the new heading. `url` is where it leads by itself, in files that write it so. */
export function headingOf(
  outline: Outline,
  unreleased: Heading,
  { version, date }: { readonly version: string; readonly date: string },
  url: string | undefined,
): readonly string[] {
  const { before, close, link } = styleOf(outline)
  const label = labelOf(outline, version)
  const leads = url === undefined ? (link.startsWith('[') ? `[${label}]` : '') : `(${url})`
  const text = `${before}${label}${close}${leads}${dated(outline, date)}`
  const first = outline.lines[unreleased.line]?.text ?? ''
  if (unreleased.height === 1) return [`${/^\s*#+\s*/.exec(first)?.[0] ?? '## '}${text}`]
  return [text, (unreleased.depth === 1 ? '=' : '-').repeat(text.length)]
}

/** `1.3.0` or `v1.3.0`, as the file's others. */
export function labelOf(outline: Outline, version: string): string {
  return `${styleOf(outline).v}${version.replace(/^v/i, '')}`
}

/** With what stands around the other dates of the file. */
function dated({ sections }: Outline, date: string): string {
  const [match] = sections.flatMap(({ heading }) => {
    const parts = DATE.exec(versionIn(heading)?.rest ?? '')
    return parts === null ? [] : [parts]
  })
  if (match === undefined) return ` - ${date}`
  const [, around = ' - ', dash = '-', close = ''] = match
  return `${around}${date.replaceAll('-', dash)}${close}`
}
