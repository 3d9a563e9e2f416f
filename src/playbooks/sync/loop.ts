import type { Playbook } from '../../engine/playbook.ts'
import { report } from '../report.ts'
import { troubles } from './reports.ts'

/**
 * The same change of an entity came again and again: its breaker is open. Facts: `entity`, `count` within a minute,
 * `events` (a line each), `hash` of the content. It is over when its breaker is closed.
 */
export const syncLoop = {
  name: 'sync-loop',
  prefix: 'LOOP',
  channel: 'ops',
  onBegin: [{ post: 'sync-loop.card' }, { post: 'sync-loop.call' }],
  steps: [
    {
      id: 'find',
      kind: 'task',
      title: 'Find the loop',
      actor: 'on call',
      output: 'breaker closed',
      when: { released: 'unset' },
      endsWithCondition: true,
      doneBy: 'responders',
      outcomes: [
        {
          id: 'leave',
          label: 'Leave it open',
          past: 'left open',
          when: { releasing: 'unset' },
          next: 'end',
        },
      ],
    },
  ],
  notes: [
    {
      id: 'release',
      label: 'Close the breaker',
      past: 'closed the breaker',
      by: 'responders',
      button: 'card',
      tone: 'primary',
      when: { releasing: 'unset' },
      sets: { releasing: true },
      do: [{ act: 'sync.release' }],
    },
    report('released', 'breaker closed', { sets: { released: true } }),
    ...troubles({ releasing: false }),
  ],
  timers: [],
} as const satisfies Playbook
