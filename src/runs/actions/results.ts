import type { Run } from '../../engine/run.ts'
import type { Noted } from '../act.ts'
import type { ActEffect } from '../ports.ts'

/** What was asked for could not be done, and trying again can't help: said in the thread. */
export function failed({ action }: Pick<ActEffect, 'action'>, because: string): Noted {
  return { note: 'failed', fields: { what: action, because } }
}

/** `instead` tells people what is theirs to do. */
export function gitHubIsOff(effect: Pick<ActEffect, 'action'>, instead: string): Noted {
  return failed(effect, `GitHub is off (no GITHUB_TOKEN): ${instead}`)
}

/** Its part of vigie.yaml was taken out since. */
export function releasesAreOff(effect: Pick<ActEffect, 'action'>): Noted {
  return failed(effect, 'releases are off (no releases in vigie.yaml)')
}

/** Its part of vigie.yaml was taken out since. */
export function syncIsOff(effect: Pick<ActEffect, 'action'>): Noted {
  return failed(effect, 'the sync is off (no sync in vigie.yaml, or no account for it)')
}

export function isDrill(run: Pick<Run, 'facts'>): boolean {
  return run.facts['drill'] === true
}

/** What a drill leaves out, so that nobody outside hears of it. */
export function rehearsed(what: string): Noted {
  return { note: 'rehearsed', fields: { what } }
}
