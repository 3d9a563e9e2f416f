import type { Note } from '../../engine/playbook.ts'
import type { Fields } from '../../engine/run.ts'
import { report } from '../report.ts'

/** How something that was asked of another system goes on. `failing`: facts that bring its button back. */
export function troubles(failing: Fields): readonly [Note, Note] {
  return [
    report('queued', 'waits for another system', { afterEnd: true, do: [{ post: 'sync.queued' }] }),
    report('failed', 'could not be done', {
      afterEnd: true,
      sets: failing,
      do: [{ post: 'sync.failed' }],
    }),
  ]
}
