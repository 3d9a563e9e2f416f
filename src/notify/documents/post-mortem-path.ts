import type { Run } from '../../engine/run.ts'
import { titleOf } from '../cards/incident-facts.ts'
import type { Look } from '../look.ts'
import { slug } from '../slug.ts'
import { isoDate } from '../time.ts'

/** `docs/post-mortems/2026-11-23-docmost-is-down.md`: the local date of the detection, then the title. */
export function postMortemPath(
  run: Pick<Run, 'openedAt' | 'facts'>,
  look: Pick<Look, 'timeZone'>,
  folder: string,
): string {
  const name = `${isoDate(run.openedAt, look.timeZone)}-${slug(titleOf(run))}.md`
  return folder === '' ? name : `${folder.replace(/\/+$/, '')}/${name}`
}
