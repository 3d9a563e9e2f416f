import type { Entry, Fields, Run } from '../../../src/engine/run.ts'
import { release } from '../../../src/playbooks/release.ts'
import type { ActEffect } from '../../../src/runs/ports.ts'
import { begun } from '../../fixtures/small-runs.ts'

const MINUTE = 60_000

/** A release with these facts, at its first step. */
export function releaseOf(facts: Fields): Run {
  return begun(release, { environment: 'production', ...facts }, { gate: 30 * MINUTE, watch: 30 * MINUTE })
}

export function entryOf(): Entry {
  return {
    key: 'start',
    at: 0,
    by: 'nadia',
    door: 'test',
    step: 'plan',
    kind: 'began',
    what: 'release',
    fields: {},
  }
}

export function effectOf(action: string): ActEffect {
  return { id: `REL-1:${action}`, run: 'REL-1', kind: 'act', entry: 0, action }
}
