import type { Playbook } from '../engine/playbook.ts'
import { EVERYONE } from '../engine/playbook.ts'
import { VIGIE } from '../engine/run.ts'

/**
 * One action item of an incident: facts `text`, `owner` (a person's id), `due` (a local date), `number`.
 * Its card stands under the incident's; it is chased when overdue, and ticks itself when its issue is closed.
 */
export const actionItem = {
  name: 'action-item',
  prefix: 'AI',
  channel: 'ops',
  onBegin: [{ post: 'action-item.card' }, { act: 'action-item.issue', when: { drill: 'unset' } }],
  steps: [
    {
      id: 'do',
      kind: 'task',
      title: 'Do',
      actor: 'owner',
      output: 'done',
      doneBy: EVERYONE,
      outcomes: [
        { id: 'done', label: 'Done', past: 'done', tone: 'primary', next: 'end' },
        { id: 'dropped', label: 'Drop', past: 'dropped', form: 'action-item.drop', next: 'end' },
      ],
      timers: [
        {
          id: 'overdue',
          after: 'due',
          while: { drill: 'unset' },
          sets: { overdue: true },
          do: [{ post: 'action-item.overdue' }],
        },
      ],
    },
  ],
  notes: [
    {
      id: 'issued',
      label: 'issue opened',
      past: 'issue opened',
      by: VIGIE,
      button: 'none',
      afterEnd: true,
      keeps: ['issue', 'issueUrl'],
      do: [],
    },
    {
      id: 'queued',
      label: 'waits for another system',
      past: 'waits for another system',
      by: VIGIE,
      button: 'none',
      afterEnd: true,
      do: [],
    },
    {
      id: 'failed',
      label: 'could not be done',
      past: 'could not be done',
      by: VIGIE,
      button: 'none',
      afterEnd: true,
      do: [{ post: 'action-item.failed' }],
    },
  ],
  timers: [
    {
      id: 'chase',
      after: 'chase',
      repeats: true,
      while: { overdue: 'set' },
      do: [{ post: 'action-item.overdue' }],
    },
  ],
} as const satisfies Playbook
