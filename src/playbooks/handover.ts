import type { Playbook } from '../engine/playbook.ts'

/** The weekly hand-over of the on-call duty, with a recap. Facts: `from`, `to`, `backup`, `recap`. */
export const handover = {
  name: 'handover',
  prefix: 'HND',
  channel: 'ops',
  onBegin: [{ post: 'handover.card' }],
  steps: [
    {
      id: 'take',
      kind: 'task',
      title: 'Take over',
      actor: 'the new primary',
      output: 'recap read',
      doneBy: 'responders',
      outcomes: [{ id: 'taken', label: 'Recap read', past: 'taken over', tone: 'primary', next: 'end' }],
      timers: [
        { id: 'untaken', after: 'untaken', repeats: true, do: [{ post: 'handover.untaken' }] },
        { id: 'over', after: 'week', ends: true, do: [] },
      ],
    },
  ],
  notes: [],
  timers: [],
} as const satisfies Playbook
