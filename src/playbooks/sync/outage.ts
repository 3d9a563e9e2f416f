import type { Playbook } from '../../engine/playbook.ts'
import { VIGIE } from '../../engine/run.ts'

/** Docmost or Baserow does not answer. Facts: `system`, `because`. It ends by itself when the system is back. */
export const syncOutage = {
  name: 'sync-outage',
  prefix: 'OUT',
  channel: 'ops',
  onBegin: [{ post: 'sync-outage.card' }, { post: 'sync-outage.call' }],
  steps: [
    {
      id: 'away',
      kind: 'wait',
      title: 'Away',
      actor: 'the system',
      output: 'answers again',
      doneBy: VIGIE,
      outcomes: [
        { id: 'back', label: 'Back', past: 'back', do: [{ post: 'sync-outage.back' }], next: 'end' },
      ],
      timers: [{ id: 'stillAway', after: 'remind', repeats: true, do: [{ post: 'sync-outage.still' }] }],
    },
  ],
  notes: [],
  timers: [],
} as const satisfies Playbook
