import type { Run } from '../../engine/run.ts'
import type { ActEffect } from '../ports.ts'

/**
 * The key by which another system finds what was done before. Effect ids begin anew in an empty store, so the time
 * when the run began is part of it: an issue or a Message-ID of an earlier life is not taken for ours.
 */
export function keyOf(run: Run, effect: Pick<ActEffect, 'id'>): string {
  return `${effect.id}.${run.openedAt.toString(36)}`
}
