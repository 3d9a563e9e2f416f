import type { Playbook } from '../../engine/playbook.ts'
import { report } from '../report.ts'
import { troubles } from './reports.ts'

/** An entity was given up after its retries. Facts: `entity`, `because`, `events` (a line each). */
export const syncFailure = {
  name: 'sync-failure',
  prefix: 'FAIL',
  channel: 'ops',
  onBegin: [{ post: 'sync-failure.card' }, { post: 'sync-failure.call' }],
  steps: [
    {
      id: 'look',
      kind: 'task',
      title: 'Look at the failure',
      actor: 'on call',
      output: 'retried, or left',
      when: { retried: 'unset' },
      endsWithCondition: true,
      doneBy: 'responders',
      outcomes: [
        { id: 'leave', label: 'Leave it', past: 'left as it is', when: { retrying: 'unset' }, next: 'end' },
      ],
    },
  ],
  notes: [
    {
      id: 'retry',
      label: 'Retry',
      past: 'retried it',
      by: 'responders',
      button: 'card',
      tone: 'primary',
      when: { retrying: 'unset' },
      sets: { retrying: true },
      do: [{ act: 'sync.retry' }],
    },
    report('retried', 'back to work', { sets: { retried: true } }),
    ...troubles({ retrying: false }),
  ],
  timers: [],
} as const satisfies Playbook
