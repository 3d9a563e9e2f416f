import { formatAge } from '../../notify/cards/when.ts'
import type { Look } from '../../notify/look.ts'
import type { SyncSettings } from '../../runs/settings.ts'
import type { Breaker, System } from '../../sync/book.ts'
import type { SyncStatus } from '../../sync/desk.ts'
import { hooksAreWell } from '../../sync/hooks/mark.ts'
import { readInstant } from '../../sync/instant.ts'
import { hookWords } from './mark-words.ts'
import { reasonOf } from './waiting-lines.ts'

type When = Pick<Look, 'timeZone' | 'now'>

/** The one line that a tired person reads, and a sentence for each thing that is wrong. */
export type StatusJudgement = { readonly title: string; readonly troubles: readonly string[] }

export function judgeStatus(
  status: SyncStatus,
  look: When,
  timing: SyncSettings['timing'] | undefined,
): StatusJudgement {
  const { breakers, waiting, queue, marks } = status
  const troubles = [
    ...(['baserow', 'docmost'] as const).flatMap((system) => breakerWords(system, breakers[system], look)),
    ...(waiting.dead > 0 ? [`${waiting.dead} given up - say /sync retry all`] : []),
    ...(waiting.held > 0
      ? [
          `${waiting.held} held - the same came again and again: find out who writes it and stop that, then say /sync retry all`,
        ]
      : []),
    ...(marks.hooks === undefined || hooksAreWell(marks.hooks)
      ? []
      : [`Webhooks of Baserow: ${hookWords(marks.hooks, look)}`]),
    ...lateWords(marks, look, timing),
  ]
  const { deliveries, entities } = queue
  const busy = deliveries + entities + waiting.parked
  if (troubles.length > 0) return { title: `Not in step - ${troubles.length} to look at`, troubles }
  return { title: busy === 0 ? 'In step - nothing waits' : `In step soon - ${busy} under way`, troubles }
}

export const SYSTEMS: Readonly<Record<System, string>> = { baserow: 'Baserow', docmost: 'Docmost' }

function breakerWords(system: System, breaker: Breaker | undefined, look: When): readonly string[] {
  if (breaker === undefined) return []
  const since = formatAge(breaker.since, look)
  return [
    `${SYSTEMS[system]} does not answer since ${since}: ${reasonOf(breaker.because)}. What is for it waits, and goes on by itself.`,
  ]
}

/** Three times as long as it should take, and a minute: one that is slow is not late. */
const LATE_TIMES = 3
const GRACE_MS = 60_000

function lateWords(
  marks: SyncStatus['marks'],
  look: When,
  timing: SyncSettings['timing'] | undefined,
): readonly string[] {
  if (timing === undefined) return []
  const looks = [
    ['Docmost was last asked for changes', marks.last_poll, timing.poll],
    ['The last sweep was', marks.last_sweep, timing.sweep],
    ['The last reconciliation was', marks.last_reconcile, timing.reconcile],
  ] as const
  return looks.flatMap(([what, mark, every]) => {
    const at = readInstant(mark)
    const late = at !== undefined && look.now - at > every * LATE_TIMES + GRACE_MS
    return late ? [`${what} ${formatAge(at, look)}: is a worker running?`] : []
  })
}
