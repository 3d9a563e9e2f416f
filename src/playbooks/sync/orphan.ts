import type { Playbook } from '../../engine/playbook.ts'
import { report } from '../report.ts'
import { troubles } from './reports.ts'

/**
 * A page that belongs to no row any more. Facts: `entity`, `page` (its id), `title`, `address`, and what the page
 * `became`: `kept` asks what is to become of it, `trashed` is told and over. With `twinOf`, the address of the row's own
 * page, the row is there and this is a second page of it.
 */
export const orphan = {
  name: 'orphan',
  prefix: 'ORP',
  channel: 'ops',
  onBegin: [{ post: 'orphan.card' }],
  steps: [
    {
      id: 'decide',
      kind: 'task',
      title: 'Decide on the page',
      actor: 'whoever knows the page',
      output: 'kept, or in the trash',
      when: { became: ['kept'] },
      endsWithCondition: true,
      doneBy: 'responders',
      outcomes: [{ id: 'keep', label: 'Keep', past: 'kept', when: { trashing: 'unset' }, next: 'end' }],
    },
  ],
  notes: [
    {
      id: 'trash',
      label: 'Trash the page',
      past: 'trashed the page',
      by: 'responders',
      button: 'card',
      tone: 'danger',
      when: { became: ['kept'], trashing: 'unset' },
      sets: { trashing: true },
      do: [{ act: 'page.trash' }],
    },
    report('trashed', 'page in the trash', { sets: { became: 'trashed' } }),
    ...troubles({ trashing: false }),
  ],
  timers: [],
} as const satisfies Playbook
