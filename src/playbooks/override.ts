import type { Playbook } from '../engine/playbook.ts'

/** Somebody is on call instead of another for a while. Facts: `role`, `person`, `from`, `until` (milliseconds as text). */
export const override = {
  name: 'override',
  prefix: 'OVR',
  channel: 'ops',
  onBegin: [{ post: 'override.card' }],
  steps: [
    {
      id: 'stand-in',
      kind: 'task',
      title: 'Stand in',
      actor: 'whoever stands in',
      output: 'on call until the end of it',
      doneBy: 'responders',
      outcomes: [{ id: 'end', label: 'End now', past: 'ended', next: 'end' }],
      timers: [{ id: 'over', after: 'stand-in', ends: true, do: [{ post: 'override.over' }] }],
    },
  ],
  notes: [],
  timers: [],
} as const satisfies Playbook
