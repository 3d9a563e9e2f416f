import type { Run } from '../../engine/run.ts'
import type { Span, Text } from '../card.ts'
import { textFact } from './incident-facts.ts'
import { stands } from './release-facts.ts'

/** So much of a list stands on the card: the comparison has the rest. */
const MOST_LINES = 14
const MOST_CHARACTERS = 1_200

/** The commits by their kind, and the notes that were written for them. */
export function changeLines(run: Run): readonly Text[] {
  const changes = textFact(run.facts, 'changes')
  const notes = textFact(run.facts, 'notes')
  const where = stands(run, 'tagged') ? 'CHANGELOG' : 'Unreleased in the CHANGELOG'
  return [
    ...(changes === undefined ? [] : [block('Changes', changes)]),
    notes === undefined
      ? [{ bold: 'Unreleased' }, ' - nothing stands in the CHANGELOG']
      : block(where, notes),
  ]
}

/** Lines under a title; a heading in them is bold, whether Markdown or by itself. */
function block(title: string, text: string): Text {
  const all = text.split('\n').filter((line) => line.trim() !== '')
  const shown = cutLines(all)
  const left = all.length - shown.length
  const spans = shown.flatMap((line): readonly Span[] => ['\n', lineSpan(line)])
  return [{ bold: title }, ...spans, ...(left === 0 ? [] : [`\nand ${left} more lines`])]
}

function lineSpan(line: string): Span {
  const heading = /^#{1,6}\s+(.*)$/.exec(line)?.[1]
  if (heading !== undefined) return { bold: heading }
  return line.replace(/^\s*[*+-]\s+/, '- ')
}

function cutLines(lines: readonly string[]): readonly string[] {
  let used = 0
  const fits = lines.findIndex((line, n) => {
    used += line.length
    return n >= MOST_LINES || used > MOST_CHARACTERS
  })
  return fits === -1 ? lines : lines.slice(0, Math.max(1, fits))
}
