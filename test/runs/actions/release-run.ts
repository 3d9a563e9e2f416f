import type { Entry, Fields, Run } from '../../../src/engine/run.ts'
import { release } from '../../../src/playbooks/release.ts'
import type { ActEffect } from '../../../src/runs/ports.ts'
import type { ReleaseSettings } from '../../../src/runs/release/settings.ts'
import { begun } from '../../fixtures/small-runs.ts'

const MINUTE = 60_000

export const RELEASES: ReleaseSettings = {
  branch: 'main',
  environment: 'production',
  changelog: { path: 'CHANGELOG.md', by: 'commit' },
  workflows: { e2e: 'e2e.yml', deploy: 'deploy-prod.yml' },
  flows: ['Login'],
  smoke: [{ name: 'docmost' }],
  watch: { for: 30 * MINUTE, every: MINUTE / 2, failures: 3 },
  backup: { within: 24 * 60 * MINUTE },
  freezes: [],
  remindEvery: 30 * MINUTE,
  silentAfter: 15 * MINUTE,
}

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
