import { lexer } from 'marked'
import type { Section } from './changelog-outline.ts'

/** What ends a section without belonging to it: rules, anchors of the next heading, link references. */
const TRAILING = /^ {0,3}(?:([-*_])(?: *\1){2,} *|<a (?:name|id)="[^"]*"><\/a>|\[[^\]]+\]:[ \t]*\S+.*)?\s*$/
const PLACEHOLDER =
  /^[-_*.()\s]*(n\/?a|none|nothing( yet)?|no (unreleased |notable )?changes( yet)?|tbd)?[-_*.()\s]*$/i
const UNSEEN = /^(?:\s|<!--[\s\S]*?-->|<a (?:name|id)="[^"]*">\s*<\/a>)*$/

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
  return lexer(markdown).every((token) => {
    switch (token.type) {
      case 'heading':
      case 'space':
      case 'hr':
      case 'def':
        return true
      case 'html':
        return UNSEEN.test(token.raw)
      case 'paragraph':
        return PLACEHOLDER.test(token.raw)
      case 'list':
        return token.raw
          .split('\n')
          .every((line) => PLACEHOLDER.test(line.replace(/^\s*([-*+]|\d+[.)])/, '')))
      default:
        return false
    }
  })
}
