import { lexer } from 'marked'

/** A stretch of a document as it stands in the file. */
export type Stretch = {
  /** The words of its heading of depth 2; undefined for what stands before the first one. */
  readonly heading: string | undefined
  /** Everything, with the heading. */
  readonly raw: string
  /** What stands under the heading. */
  readonly body: string
}

/** Cuts Markdown at its headings of depth 2, as a reader sees them: one inside a code block is no heading. */
export function stretchesOf(markdown: string): readonly Stretch[] {
  const stretches: Stretch[] = []
  let current: Stretch = { heading: undefined, raw: '', body: '' }
  for (const token of lexer(normalized(markdown))) {
    if (token.type === 'heading' && token['depth'] === 2) {
      stretches.push(current)
      current = { heading: String(token['text']).trim(), raw: token.raw, body: '' }
    } else {
      current = { ...current, raw: current.raw + token.raw, body: current.body + token.raw }
    }
  }
  return [...stretches, current].filter((one) => one.heading !== undefined || one.raw.trim() !== '')
}

/** The lines of `markdown`, and whether each belongs to a list: one inside a code block does not. */
export function listLines(markdown: string): readonly { readonly line: string; readonly listed: boolean }[] {
  const tokens = lexer(normalized(markdown))
  const kinds = tokens.flatMap((token) =>
    Array<boolean>(token.raw.split('\n').length - 1).fill(token.type === 'list'),
  )
  const last = tokens.at(-1)?.type === 'list'
  return normalized(markdown)
    .split('\n')
    .map((line, n) => ({ line, listed: kinds[n] ?? last }))
}

/** With one kind of line break and nothing behind the last word, the tokens of the lexer add up to the text. */
function normalized(markdown: string): string {
  return markdown
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .trimEnd()
}
