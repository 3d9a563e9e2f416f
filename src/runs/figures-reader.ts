import type { Figure } from '../notify/figure.ts'
import { addRecord, emptyFigures, type Figures, figuresOf } from './figures.ts'
import type { AuditLog } from './ports.ts'

export type FiguresReader = {
  /** By month and severity, of all that was stored when this was called. Throws when the store is out of reach. */
  read(): Promise<readonly Figure[]>
}

/**
 * Folds the audit stream once a process, and then only what came since. Callers wait in turn, so nothing is counted
 * twice; a reading that fails leaves what it had read, and the next one goes on from there. What was told is kept for
 * as long as no incident moved.
 */
export function createFiguresReader(audit: Pick<AuditLog, 'since'>, timeZone: string): FiguresReader {
  let fold = emptyFigures
  let told: { readonly fold: Figures; readonly figures: readonly Figure[] } | undefined
  let cursor: string | undefined
  let lastTurn: Promise<void> = Promise.resolve()

  async function catchUp(): Promise<void> {
    for await (const portion of audit.since(cursor)) {
      fold = portion.records.reduce(addRecord, fold)
      cursor = portion.cursor
    }
  }

  return {
    async read() {
      const turn = lastTurn.catch(() => {}).then(catchUp)
      lastTurn = turn
      await turn
      if (told?.fold !== fold) told = { fold, figures: figuresOf(fold, timeZone) }
      return told.figures
    },
  }
}
