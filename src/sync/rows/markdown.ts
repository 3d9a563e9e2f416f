/** What means something within a line of Markdown, in HTML, or in the math and call-outs of Docmost. */
const MARKS = /[\\`*_{}[\]()<>#!|~&=:@$"^]/g
/** What means something where a line begins: lists, numbers, rules; and what would become a link by itself. */
const OPENINGS = /^[-+]|(?<=^\d+)\.|(?<=\bwww)\./gi
const CONTROL = /(?!\n|\t)\p{Cc}/gu

/** Text that is nothing but text wherever it stands in a line of Markdown. */
export function escapeInline(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim().replace(MARKS, '\\$&').replace(OPENINGS, '\\$&')
}

/** The same in paragraphs of its own, each line broken where it was. */
export function escapeLines(text: string): string {
  return clean(text)
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.split('\n').map(escapeInline).filter(Boolean).join('\\\n'))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n')
}

function clean(text: string): string {
  return text.replace(/\r\n?|\u2028|\u2029/g, '\n').replace(CONTROL, '')
}
