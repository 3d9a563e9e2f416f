import type { Playbook } from '../engine/playbook.ts'
import { notes } from './incident/notes.ts'
import { steps } from './incident/steps.ts'

/**
 * The incident playbook. Severity is a fact of the run and chooses its targets: the durations
 * `sev1.acknowledge`, `sev1.callBackup`, `sev1.remind` ...
 */
export const incident = {
  name: 'incident',
  prefix: 'INC',
  channel: 'ops',
  variant: 'severity',
  onBegin: [
    { post: 'incident.card' },
    { pin: 'incident.card', when: { severity: 'set' } },
    { post: 'incident.data-loss', when: { severity: 'set', dataLoss: 'set' } },
  ],
  steps,
  notes,
  timers: [
    {
      id: 'remind',
      after: 'remind',
      repeats: true,
      while: { severity: 'set', resolved: 'unset' },
      do: [{ post: 'incident.reminder' }],
    },
    {
      id: 'unled',
      after: 'lead',
      repeats: true,
      while: { acknowledged: 'set', lead: 'unset', resolved: 'unset' },
      do: [{ post: 'incident.unled' }],
    },
    {
      id: 'noticeSoon',
      after: 'noticeSoon',
      while: { severity: 'set', dataLoss: 'set', noticeFiled: 'unset' },
      do: [{ post: 'incident.notice-soon' }],
    },
    {
      id: 'noticeDue',
      after: 'noticeDue',
      while: { severity: 'set', dataLoss: 'set', noticeFiled: 'unset' },
      do: [{ post: 'incident.notice-due' }],
    },
  ],
} as const satisfies Playbook
