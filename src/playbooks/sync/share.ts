import type { Playbook } from '../../engine/playbook.ts'
import { report } from '../report.ts'
import { troubles } from './reports.ts'

const PUBLIC = { gone: 'unset' } as const

/**
 * A page can be read by anybody with its link. Facts: `share` (its id), `title` and `address` of the page, `sharedBy`,
 * `since` (milliseconds as text). The owners are asked; a team without that group leaves it to its responders.
 * It ends by itself when the share is gone.
 */
export const share = {
  name: 'share',
  prefix: 'SHR',
  channel: 'ops',
  onBegin: [{ post: 'share.card' }],
  steps: [
    {
      id: 'decide',
      kind: 'task',
      title: 'Decide on the public page',
      actor: 'an owner',
      output: 'revoked, or kept with a reason',
      when: PUBLIC,
      endsWithCondition: true,
      doneBy: 'responders',
      outcomes: [
        {
          id: 'keep',
          label: 'Keep',
          past: 'kept public',
          form: 'share.keep',
          when: { revoking: 'unset' },
          next: 'end',
        },
      ],
      timers: [{ id: 'stillPublic', after: 'undecided', repeats: true, do: [{ post: 'share.undecided' }] }],
    },
  ],
  notes: [
    {
      id: 'revoke',
      label: 'Revoke',
      past: 'revoked the share',
      by: 'responders',
      button: 'card',
      tone: 'danger',
      when: { revoking: 'unset' },
      sets: { revoking: true },
      do: [{ act: 'share.revoke' }],
    },
    report('revoked', 'not public any more', { sets: { gone: true } }),
    report('unshared', 'the share is gone', {
      sets: { gone: true },
      do: [{ post: 'share.gone', when: { revoking: 'unset' } }],
    }),
    ...troubles({ revoking: false }),
  ],
  timers: [],
} as const satisfies Playbook
