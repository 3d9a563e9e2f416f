import type { Figure } from '../notify/figure.ts'
import { addRecord, emptyFigures, figuresOf } from './figures.ts'
import type { AuditLog } from './ports.ts'

export type FiguresReader = {
  /** By month and severity, of all that was stored when this was called. Throws when the store is out of reach. */
  read(): Promise<readonly Figure[]>
}

/**
 * Folds the audit stream once a process, and then only what came since. Callers wait in turn, so nothing is counted
 * twice; a reading that fails leaves what it had read, and the next one goes on from there.
 */
export function createFiguresReader(audit: Pick<AuditLog, 'since'>, timeZone: string): FiguresReader {
  let figures = emptyFigures
  let cursor: string | undefined
  let lastTurn: Promise<void> = Promise.resolve()

  async function catchUp(): Promise<void> {
    for await (const portion of audit.since(cursor)) {
      figures = portion.records.reduce(addRecord, figures)
      cursor = portion.cursor
    }
  }

  return {
    async read() {
      const turn = lastTurn.catch(() => {}).then(catchUp)
      lastTurn = turn
      await turn
      return figuresOf(figures, timeZone)
    },
  }
}
