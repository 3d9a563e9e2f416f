/**
 * What people typed, as Markdown that shows exactly that: no character of theirs makes a heading, a fence, a link or
 * HTML. Addresses of web pages stay as they are, so that they can be followed.
 */
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/
const ADDRESS = /(https?:\/\/[\w\-./:?=&%#~+,@;!]+)/
/** A dollar sign begins a formula on GitHub, an ampersand a character's name. */
const SPECIAL = /[\\`*_[\]<>~|$]|&(?=#?\w+;)/g
/** What means something at the beginning of a line only: lists, headings, underlines of headings and tables. */
const LEADING = /^(?:[-+=:#]|\d{1,9}(?=[.)]))/

/** On one line, for a heading or an item of a list: ` / ` stands for line breaks. Empty when nothing was said. */
export function inline(text: string): string {
  return linesOf(text)
    .filter((line) => line !== '')
    .join(' / ')
    .replace(/#(?=#*$)/g, '\\#')
}

/** With its line breaks and empty lines, for the body of a section. */
export function paragraphs(text: string): string {
  const lines = linesOf(text).map((line) => line.replace(LEADING, protect))
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function linesOf(text: string): readonly string[] {
  return text.split(LINE_BREAK).map((line) => escapeSpecial(line.replace(/\p{Cc}/gu, ' ').trim()))
}

/** Every second part is an address. */
function escapeSpecial(line: string): string {
  const parts = line.split(ADDRESS)
  return parts.map((part, n) => (n % 2 === 1 ? part : part.replace(SPECIAL, '\\$&'))).join('')
}

function protect(leading: string): string {
  return /\d/.test(leading) ? `${leading}\\` : `\\${leading}`
}
