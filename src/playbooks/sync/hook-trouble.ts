import type { Playbook } from '../../engine/playbook.ts'
import { VIGIE } from '../../engine/run.ts'

/** The webhooks of Baserow are off, or silent. Fact: `words`. */
export const hookTrouble = {
  name: 'hook-trouble',
  prefix: 'HOOK',
  channel: 'ops',
  onBegin: [{ post: 'hook-trouble.card' }],
  steps: [
    {
      id: 'mend',
      kind: 'task',
      title: 'Mend the webhooks',
      actor: 'on call',
      output: 'events arrive',
      when: { mended: 'unset' },
      endsWithCondition: true,
      doneBy: 'responders',
      outcomes: [{ id: 'done', label: 'Done', past: 'done', tone: 'primary', next: 'end' }],
    },
  ],
  notes: [
    {
      id: 'mended',
      label: 'over by itself',
      past: 'over by itself',
      by: VIGIE,
      button: 'none',
      sets: { mended: true },
      keeps: ['now'],
      do: [{ post: 'hook-trouble.over' }],
    },
  ],
  timers: [],
} as const satisfies Playbook
