import type { Note } from '../engine/playbook.ts'
import { VIGIE } from '../engine/run.ts'

/** What Vigie alone says of what it did or found out. */
export function report(id: string, past: string, more: Partial<Note> = {}): Note {
  return { id, label: past, past, by: VIGIE, button: 'none', do: [], ...more }
}
