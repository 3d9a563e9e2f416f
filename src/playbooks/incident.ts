import type { Playbook } from '../engine/playbook.ts'

/**
 * The first slice of the incident playbook: detected, triaged, restored, told.
 * Severity is a fact of the run; its targets arrive as the durations `acknowledge` and `remind`.
 */
export const incident = {
  name: 'incident',
  prefix: 'INC',
  channel: 'ops',
  onBegin: [{ post: 'incident.card' }, { pin: 'incident.card' }],
  steps: [
    {
      id: 'triage',
      kind: 'gate',
      title: 'Triage',
      actor: 'on call',
      output: 'team alerted',
      approvers: 'responders',
      decisions: [
        { id: 'acknowledge', label: 'Acknowledge', past: 'acknowledged', tone: 'primary', next: 'restore' },
        {
          id: 'resolve',
          label: 'Resolve',
          past: 'resolved',
          form: 'incident.resolve',
          next: 'end',
          do: [{ post: 'incident.resolved' }, { unpin: 'incident.card' }],
        },
      ],
      timers: [{ id: 'unacknowledged', after: 'acknowledge', do: [{ post: 'incident.backup' }] }],
    },
    {
      id: 'restore',
      kind: 'task',
      title: 'Investigate, mitigate, verify',
      actor: 'responders',
      output: 'service restored',
      doneBy: 'responders',
      outcomes: [
        {
          id: 'resolve',
          label: 'Resolve',
          past: 'resolved',
          form: 'incident.resolve',
          next: 'end',
          do: [{ post: 'incident.resolved' }, { unpin: 'incident.card' }],
        },
      ],
    },
  ],
  notes: [
    {
      id: 'update',
      label: 'Update',
      past: 'updated',
      by: 'responders',
      form: 'incident.update',
      do: [{ post: 'incident.update' }],
      restarts: ['remind'],
    },
  ],
  timers: [{ id: 'remind', after: 'remind', repeats: true, do: [{ post: 'incident.reminder' }] }],
} as const satisfies Playbook
