import type { Note } from '../../engine/playbook.ts'
import { type Fields, VIGIE } from '../../engine/run.ts'

/** What Vigie alone says of what it did or found out. */
export function report(id: string, past: string, more: Partial<Note> = {}): Note {
  return { id, label: past, past, by: VIGIE, button: 'none', do: [], ...more }
}

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
