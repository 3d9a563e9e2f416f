import type { Speaker } from '../command.ts'
import type { Context } from '../context.ts'

/** Reading is for everybody; these may change something. */
export const MAY = ['owners', 'responders']

export function mayChange({ person }: Speaker): boolean {
  return MAY.some((group) => person.groups.includes(group))
}

/** Who had what done, in the audit: `sync-force - done: projet:42 - Yan (slack)`. */
export async function auditChange(
  { audit, clock }: Context,
  { person, door }: Speaker,
  did: 'sync-retry' | 'sync-force',
  what: string,
): Promise<void> {
  await audit.append({ at: clock.now(), by: person.id, door, did, result: 'done', reason: what })
}
