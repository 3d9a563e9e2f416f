import type { Playbook, Step } from '../engine/playbook.ts'
import { notes } from './release/notes.ts'
import { steps } from './release/steps.ts'

/**
 * The release playbook: from "on release" to a watched production. Nothing is written to the repository before its
 * last gate before production is decided: an aborted or denied release leaves no tag and no changelog commit.
 */
export const release = {
  name: 'release',
  prefix: 'REL',
  channel: 'releases',
  onBegin: [{ post: 'release.card' }, { pin: 'release.card' }],
  steps,
  notes,
  timers: [],
} as const satisfies Playbook

/** The same with four eyes: whoever asked for the release doesn't approve it for production. */
export function withFourEyes(playbook: Playbook): Playbook {
  const [first, ...others] = playbook.steps
  return { ...playbook, steps: [first, ...others.map(approvedByAnother)] }
}

function approvedByAnother(step: Step): Step {
  if (step.kind !== 'gate' || step.id !== 'approve') return step
  return { ...step, actor: 'another owner than who asked', notRequester: true }
}
