import { Lexer } from 'marked'
import type { Section } from './changelog-outline.ts'

/** What ends a section without belonging to it: rules, anchors of the next heading, link references. */
const TRAILING = /^ {0,3}(?:([-*_])(?: *\1){2,} *|<a (?:name|id)="[^"]*"><\/a>|\[[^\]]+\]:[ \t]*\S+.*)?\s*$/
const PLACEHOLDER = /^(n\/?a|none|nothing( yet)?|no (unreleased |notable )?changes( yet)?|tbd)?$/i
const UNSEEN = /<!--[\s\S]*?-->|<a (?:name|id)="[^"]*">\s*<\/a>/g

export function wordsOf({ body }: Section): string {
  const end = body.findLastIndex(({ text }) => !TRAILING.test(text)) + 1
  return body
    .slice(0, end)
    .map(({ text }) => text)
    .join('\n')
    .replace(/^\s*\n/, '')
    .trimEnd()
}

/** Nothing that somebody could read: headings without anything under them, comments, and words like "none". */
export function saysNothing(markdown: string): boolean {
  return new Lexer().blockTokens(markdown).every((token) => {
    switch (token.type) {
      case 'heading':
      case 'space':
      case 'hr':
      case 'def':
        return true
      case 'html':
        return token.raw.replace(UNSEEN, '').trim() === ''
      case 'paragraph':
        return isPlaceholder(token.raw)
      case 'list':
        return token.raw.split('\n').every((line) => isPlaceholder(line.replace(/^\s*([-*+]|\d+[.)])/, '')))
      default:
        return false
    }
  })
}

/** `_None._`, `(nothing yet)`, `...` */
function isPlaceholder(words: string): boolean {
  return PLACEHOLDER.test(words.replace(/[-_*.()\s]+/g, ' ').trim())
}
