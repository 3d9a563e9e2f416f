import type { Fields } from '../../engine/fields.ts'
import type { Choice, Decision, TimerRule } from '../../engine/playbook.ts'

export const OWNERS = 'owners'
/** What people look at when they decide. Another commit or another version is another release. */
export const EVIDENCE = ['version', 'commit', 'notesDigest'] as const

/** A gate that nobody decides asks again. */
export const waiting: TimerRule = {
  id: 'waiting',
  after: 'gate',
  repeats: true,
  do: [{ post: 'release.waiting' }],
}

/** What Vigie could not do, done again by whoever mended the cause. */
export function retry(step: string, sets: Fields = {}): Choice {
  return {
    id: 'retry',
    label: 'Try again',
    past: 'tried again',
    by: OWNERS,
    tone: 'primary',
    when: { failed: 'set' },
    sets: { failed: false, ...sets },
    next: step,
  }
}

/** A first release has nothing to go back to. */
export const REPLACED = { previous: 'set' } as const

export const rollback: Decision = {
  id: 'rollback',
  label: 'Rollback',
  past: 'rolled back',
  tone: 'danger',
  form: 'release.rollback',
  when: REPLACED,
  keeps: ['scenario', 'reason'],
  sets: { outcome: 'rolled back' },
  next: 'end',
  do: [{ act: 'release.rollback' }, { unpin: 'release.card' }],
}

/** The end of a first release that does not come up: there is nothing to go back to. */
export const giveUp: Decision = {
  id: 'give-up',
  label: 'Give up',
  past: 'gave up',
  by: OWNERS,
  tone: 'danger',
  form: 'release.give-up',
  reasonRequired: true,
  when: { previous: 'unset' },
  keeps: ['reason'],
  sets: { outcome: 'given up' },
  next: 'end',
  do: [{ post: 'release.aborted' }, { unpin: 'release.card' }],
}

/** Before anything is written. */
export const abort: Decision = {
  id: 'abort',
  label: 'Abort',
  past: 'aborted',
  by: OWNERS,
  tone: 'danger',
  form: 'release.abort',
  keeps: ['reason'],
  sets: { outcome: 'aborted' },
  next: 'end',
  do: [{ post: 'release.aborted' }, { unpin: 'release.card' }],
}
