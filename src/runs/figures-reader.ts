import type { Figure, ReleaseFigure } from '../notify/figure.ts'
import { addRecord, emptyFigures, type Figures, figuresOf, severitiesOf } from './figures.ts'
import type { AuditLog, AuditRecord } from './ports.ts'
import { addRelease, emptyReleases, type ReleaseFold, releaseFiguresOf } from './release-figures.ts'

/** Of all that was stored when this was called. Each throws when the store is out of reach. */
export type FiguresReader = {
  /** By month and severity. */
  read(): Promise<readonly Figure[]>
  /** By month. */
  readReleases(): Promise<readonly ReleaseFigure[]>
}

type Fold = { readonly incidents: Figures; readonly releases: ReleaseFold }

/**
 * Folds the audit stream once a process, and then only what came since. Callers wait in turn, so nothing is counted
 * twice; a reading that fails leaves what it had read, and the next one goes on from there. What was told is kept for
 * as long as nothing moved that it tells of.
 */
export function createFiguresReader(audit: Pick<AuditLog, 'since'>, timeZone: string): FiguresReader {
  let fold: Fold = { incidents: emptyFigures, releases: emptyReleases }
  let cursor: string | undefined
  let lastTurn: Promise<void> = Promise.resolve()
  const incidents = remembered(
    (now: Fold) => [now.incidents],
    (now) => figuresOf(now.incidents, timeZone),
  )
  const releases = remembered(
    (now: Fold) => [now.incidents, now.releases],
    (now) => releaseFiguresOf(now.releases, severitiesOf(now.incidents), timeZone),
  )

  async function catchUp(): Promise<void> {
    for await (const portion of audit.since(cursor)) {
      fold = portion.records.reduce(add, fold)
      cursor = portion.cursor
    }
  }

  async function read<T>(tell: (now: Fold) => T): Promise<T> {
    const turn = lastTurn.catch(() => {}).then(catchUp)
    lastTurn = turn
    await turn
    return tell(fold)
  }

  return { read: () => read(incidents), readReleases: () => read(releases) }
}

function add({ incidents, releases }: Fold, record: AuditRecord): Fold {
  return { incidents: addRecord(incidents, record), releases: addRelease(releases, record) }
}

/** Reckons anew only when one of the parts that it is made of is another one. */
function remembered<T>(
  partsOf: (now: Fold) => readonly unknown[],
  reckon: (now: Fold) => T,
): (now: Fold) => T {
  let last: { readonly parts: readonly unknown[]; readonly told: T } | undefined
  return (now) => {
    const parts = partsOf(now)
    if (last === undefined || parts.some((part, n) => part !== last?.parts[n]))
      last = { parts, told: reckon(now) }
    return last.told
  }
}
