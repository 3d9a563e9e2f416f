import type { Playbook } from '../../engine/playbook.ts'
import { VIGIE } from '../../engine/run.ts'
import { report } from '../report.ts'
import { troubles } from './reports.ts'

/** All rows are compared with their pages. Fact: `tables`, by name with a comma between; absent for all of them. */
export const reconciliation = {
  name: 'reconciliation',
  prefix: 'REC',
  channel: 'ops',
  onBegin: [{ post: 'reconciliation.card' }, { act: 'sync.reconcile' }],
  steps: [
    {
      id: 'compare',
      kind: 'action',
      title: 'Compare',
      actor: 'Vigie',
      output: 'both sides equal',
      when: { ended: 'unset' },
      endsWithCondition: true,
      doneBy: VIGIE,
      outcomes: [{ id: 'compared', label: 'Compared', past: 'compared', next: 'end' }],
    },
  ],
  notes: [
    report('progress', 'compared so far', { keeps: ['done', 'rows', 'touched'] }),
    report('reconciled', 'compared', { sets: { ended: true }, keeps: ['rows', 'touched', 'gone'] }),
    ...troubles({ ended: true, failed: true }),
  ],
  timers: [],
} as const satisfies Playbook
