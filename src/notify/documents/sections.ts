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

/** The lines of `markdown`, and whether each begins in a list: one inside a code block does not. */
export function listLines(markdown: string): readonly { readonly line: string; readonly listed: boolean }[] {
  const lines: { line: string; listed: boolean }[] = []
  let begun = ''
  let listed = false
  for (const token of lexer(normalized(markdown))) {
    for (const [n, piece] of token.raw.split('\n').entries()) {
      if (n > 0) {
        lines.push({ line: begun, listed })
        begun = ''
      }
      if (begun === '') listed = token.type === 'list'
      begun += piece
    }
  }
  return [...lines, { line: begun, listed }]
}

/** With one kind of line break and nothing behind the last word, the tokens of the lexer add up to the text. */
function normalized(markdown: string): string {
  return markdown
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .trimEnd()
}
