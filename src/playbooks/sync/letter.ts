import type { Playbook } from '../../engine/playbook.ts'
import { VIGIE } from '../../engine/run.ts'
import { report } from '../report.ts'

/**
 * One letter of the sync to somebody outside the chat, so that a mail server that is away holds up no row.
 * Facts: `name`, `to`, `subject`, `text`. Nobody sees it unless it waits or can't be sent.
 */
export const letter = {
  name: 'letter',
  prefix: 'LTR',
  channel: 'ops',
  onBegin: [{ act: 'letter.send' }],
  steps: [
    {
      id: 'send',
      kind: 'action',
      title: 'Send the letter',
      actor: 'Vigie',
      output: 'sent',
      when: { ended: 'unset' },
      endsWithCondition: true,
      doneBy: VIGIE,
      outcomes: [{ id: 'sent', label: 'Sent', past: 'sent', next: 'end' }],
    },
  ],
  notes: [
    report('sent', 'sent', { sets: { ended: true } }),
    report('queued', 'waits for the mail server', {
      sets: { waits: true },
      do: [{ post: 'letter.card' }],
    }),
    report('failed', 'could not be sent', {
      sets: { ended: true, failed: true },
      keeps: ['because'],
      do: [{ post: 'letter.card', when: { waits: 'unset' } }],
    }),
  ],
  timers: [],
} as const satisfies Playbook
