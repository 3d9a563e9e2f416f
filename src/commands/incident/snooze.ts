import type { Fields, Run } from '../../engine/run.ts'
import type { Text } from '../../notify/card.ts'
import { formatTime } from '../../notify/time.ts'
import type { Speaker } from '../command.ts'
import { type Context, lookOf } from '../context.ts'

const MINUTE = 60_000

/** `30`, `60 min`; the length is in the name of the note. */
export function readSnooze(context: Context, _speaker: Speaker, rest: string, run: Run): Fields | string {
  const minutes = rest === '' ? '30' : snoozeOf(rest)
  if (minutes === undefined) return 'A reminder is put off by 30, 60 or 90 minutes: /incident snooze 60'
  const next = nextReminder(run) ?? 0
  // Put off is never earlier.
  return next > context.clock.now() + Number(minutes) * MINUTE
    ? `The next reminder comes at ${formatTime(next, lookOf(context))} only.`
    : {}
}

export function snoozeOf(rest: string): string | undefined {
  return /^(30|60|90)\s*(m|min|minutes?)?$/i.exec(rest)?.[1]
}

/** When the next reminder comes, for whoever put it off. */
export function tellReminder(context: Context, run: Run): readonly Text[] {
  const next = nextReminder(run)
  return next === undefined ? [] : [`Next reminder at ${formatTime(next, lookOf(context))}.`]
}

function nextReminder(run: Run): number | undefined {
  return run.timers.find((timer) => timer.rule === 'remind')?.dueAt
}
