import type { Note, Playbook } from '../../engine/playbook.ts'
import { report } from '../report.ts'
import { troubles } from './reports.ts'

const OVER = { back: 'unset' } as const
const WAITS = { acknowledged: 'unset' } as const

/**
 * Somebody's hours are used up. Facts: `person`, `hours` (below zero), `entity` and its `address`, and `through`
 * with `throughAddress`: what used them up. It ends by itself when the hours are back.
 */
export const capacity = {
  name: 'capacity',
  prefix: 'CAP',
  channel: 'capacity',
  onBegin: [{ post: 'capacity.card' }, { act: 'capacity.mail' }],
  steps: [
    {
      id: 'over',
      kind: 'task',
      title: 'Over capacity',
      actor: 'whoever plans',
      output: 'acknowledged',
      when: OVER,
      endsWithCondition: true,
      doneBy: 'responders',
      outcomes: [
        {
          id: 'acknowledge',
          label: 'Acknowledge',
          past: 'acknowledged',
          tone: 'primary',
          claims: ['planner'],
          sets: { acknowledged: true },
          next: 'replan',
        },
      ],
    },
    {
      id: 'replan',
      kind: 'task',
      title: 'Plan anew',
      actor: 'whoever acknowledged',
      output: 'hours that suffice',
      when: OVER,
      endsWithCondition: true,
      doneBy: 'responders',
      outcomes: [
        { id: 'accept', label: 'Leave it so', past: 'left so', form: 'capacity.accept', next: 'end' },
      ],
    },
  ],
  notes: [
    snooze(1),
    snooze(3),
    snooze(7),
    report('back', 'hours are back', {
      sets: { back: true },
      keeps: ['left'],
      do: [{ post: 'capacity.back' }],
    }),
    report('explained', 'found out what used up the hours', { keeps: ['through', 'throughAddress'] }),
    report('mailed', 'admins e-mailed', { afterEnd: true }),
    report('unmailed', 'admins not all e-mailed', { afterEnd: true, do: [{ post: 'capacity.unmailed' }] }),
    ...troubles({}),
  ],
  timers: [
    { id: 'stillOver', after: 'remind', repeats: true, while: WAITS, do: [{ post: 'capacity.still' }] },
    {
      id: 'notReplanned',
      after: 'replan',
      repeats: true,
      while: { acknowledged: 'set' },
      do: [{ post: 'capacity.still' }],
    },
  ],
} as const satisfies Playbook

/** Planning goes by days: nobody moves a course within the hour. */
function snooze(days: 1 | 3 | 7): Note {
  return {
    id: `snooze${days}d`,
    label: `Snooze ${days} d`,
    past: `put the next reminder off by ${days} d`,
    by: 'responders',
    button: 'card',
    when: WAITS,
    postpones: { timer: 'stillOver', by: `snooze${days}d` },
    do: [],
  }
}
