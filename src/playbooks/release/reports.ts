import { EVERYONE, type Note, type TimerRule } from '../../engine/playbook.ts'
import { report } from '../report.ts'

/** What is known of a deployment. */
export const DEPLOYMENT = ['deployment', 'deploymentUrl', 'progress'] as const

/** What anybody adds to a release or a rollback, also after its end. */
export const freeNote: Note = {
  id: 'note',
  label: 'Note',
  past: 'noted',
  by: EVERYONE,
  button: 'none',
  form: 'release.note',
  afterEnd: true,
  do: [{ post: 'release.note' }],
}

/** How a deployment goes on: while it reports it isn't silent. */
export function progressed(more: Partial<Note> = {}): Note {
  return report('progressed', 'progressed', {
    keeps: DEPLOYMENT,
    sets: { silent: false },
    postpones: { timer: 'silent', by: 'silent' },
    ...more,
  })
}

/** A deployment that reports nothing is told, again and again. */
export function silentTimer(post: string): TimerRule {
  return { id: 'silent', after: 'silent', repeats: true, sets: { silent: true }, do: [{ post }] }
}

export const linked: Note = report('linked', 'linked', { keeps: ['incident'], afterEnd: true })

/** How something that was asked of another system goes on. `playbook` has the messages. */
export function troubles(playbook: string, failing: Note['sets'] = {}): readonly [Note, Note] {
  return [
    report('queued', 'queued', { do: [{ post: `${playbook}.queued` }], afterEnd: true }),
    report('failed', 'failed', {
      sets: { failed: true, ...failing },
      ofAct: 'what',
      do: [{ post: `${playbook}.failed` }],
      afterEnd: true,
    }),
  ]
}
