import { createHash } from 'node:crypto'

/** What Vigie wrote last, by place in the document. The caller stores it and gives it back. */
export type Digests = Readonly<Record<string, string>>

/** Tells whether a person changed something: white space at the ends of lines and of the whole is no change. */
export function digestOf(markdown: string): string {
  const lines = markdown.split(/\r\n?|\n/).map((line) => line.trimEnd())
  return createHash('sha256').update(lines.join('\n').trim()).digest('base64url').slice(0, 22)
}
