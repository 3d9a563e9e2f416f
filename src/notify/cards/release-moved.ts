import type { Run } from '../../engine/run.ts'
import type { Text } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { textFact } from './incident-facts.ts'
import { linkedTo, stands } from './release-facts.ts'

const MOST = 6

/** Until it is tagged: what came since the release was asked for, so that nobody signs for the commit of before. */
export function movedLines(run: Run, look: Look): readonly Text[] {
  const moved = run.history.findLast(({ kind, what }) => kind !== 'due' && what === 'moved')
  if (moved === undefined || run.state === 'finished' || stands(run, 'tagged')) return []
  const branch = textFact(run.facts, 'branch') ?? 'the branch'
  const came = (textFact(moved.fields, 'came') ?? '').split('\n').filter((line) => line !== '')
  const left = came.length - MOST
  return [
    [
      { bold: `${branch} moved` },
      ` at ${formatTime(moved.at, look)}: every gate opened anew. What came`,
      ...(textFact(run.facts, 'moveUrl') === undefined ? [] : [' - ', linkedTo(run, 'moveUrl', 'compare')]),
      ...came.slice(0, MOST).map((line) => `\n${line}`),
      ...(left > 0 ? [`\nand ${left} more lines`] : []),
    ],
  ]
}
