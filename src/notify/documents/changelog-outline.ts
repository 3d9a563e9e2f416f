import { lexer } from 'marked'

/** A line as it stands in the file, and the line break that ends it: empty behind the last one. */
export type Line = { readonly text: string; readonly end: string }

export type Heading = {
  /** The place of its first line. */
  readonly line: number
  /** Two lines where it is underlined. */
  readonly height: number
  readonly depth: number
  readonly text: string
}

export type Section = { readonly heading: Heading; readonly body: readonly Line[] }

/** `[1.2.0]: https://...` */
export type Definition = { readonly line: number; readonly label: string; readonly url: string }

export type Outline = {
  readonly start: '' | '\uFEFF'
  readonly lines: readonly Line[]
  /** Under each heading what stands until the next one that isn't below it. */
  readonly sections: readonly Section[]
  readonly definitions: readonly Definition[]
}

export type Edit = {
  readonly line: number
  /** What stands there instead. */
  readonly text?: string
  readonly before?: readonly string[]
  readonly after?: readonly string[]
}

const LINE = /([^\r\n]*)(\r\n|\r|\n|$)/g
const DEFINITION = /^ {0,3}\[([^\]]+)\]:[ \t]*(\S+)/
/** Some files give these the depth of a version; they belong to the version all the same. */
const KIND = /^(added|changed|deprecated|removed|fixed|security)\s*:?$/i

/** A changelog as a reader sees it: what stands inside a code block or a comment is no heading and no link. */
export function outlineOf(text: string): Outline {
  const start = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const lines = linesOf(text.slice(start.length))
  const headings: Heading[] = []
  const hidden = new Set<number>()
  let line = 0
  for (const token of lexer(lines.map(({ text, end }) => text + (end === '' ? '' : '\n')).join(''))) {
    const height = token.raw.trimEnd().split('\n').length
    if (token.type === 'heading')
      headings.push({ line, height, depth: Number(token['depth']), text: String(token['text']).trim() })
    if (token.type === 'code' || token.type === 'html')
      for (let n = 0; n < height; n += 1) hidden.add(line + n)
    line += token.raw.split('\n').length - 1
  }
  return { start, lines, sections: sectionsOf(lines, headings), definitions: definitionsOf(lines, hidden) }
}

/** The file with its edits; a new line ends as the one does at which it stands. */
export function edited({ start, lines }: Outline, edits: readonly Edit[]): string {
  const usual = lines.find(({ end }) => end !== '')?.end ?? '\n'
  const written = lines.map(({ text, end }, n) => {
    const here = edits.filter((edit) => edit.line === n)
    const stands = here.find((edit) => edit.text !== undefined)?.text ?? text
    const all = [
      ...here.flatMap((edit) => edit.before ?? []),
      stands,
      ...here.flatMap((edit) => edit.after ?? []),
    ]
    return all.join(end || usual) + end
  })
  return start + written.join('')
}

function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(LINE)]
    .map(([, words = '', end = '']) => ({ text: words, end }))
    .filter((line) => line.text !== '' || line.end !== '')
}

function sectionsOf(lines: readonly Line[], headings: readonly Heading[]): readonly Section[] {
  return headings.map((heading, n) => {
    const next = headings.slice(n + 1).find(({ depth, text }) => depth <= heading.depth && !KIND.test(text))
    return { heading, body: lines.slice(heading.line + heading.height, next?.line) }
  })
}

function definitionsOf(lines: readonly Line[], hidden: ReadonlySet<number>): readonly Definition[] {
  return lines.flatMap(({ text }, line) => {
    const [, label, url] = DEFINITION.exec(text) ?? []
    return label === undefined || url === undefined || hidden.has(line) ? [] : [{ line, label, url }]
  })
}
