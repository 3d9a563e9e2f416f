import type { Run } from '../../engine/run.ts'
import type { CardStatus } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { mayRetry, outcomeOf, stableOf, stands, versionOf } from './release-facts.ts'
import { watchOf } from './release-watch.ts'

export type State = { readonly words: string; readonly status: CardStatus }

/** Where a release stands, in the few words of its title. */
export function stateOf(run: Run, look: Look): State {
  const outcome = outcomeOf(run)
  if (outcome === 'complete' && stands(run, 'rollback')) return TAKEN_BACK
  if (run.state === 'finished') return OUTCOMES[outcome ?? ''] ?? { words: 'over', status: 'info' }
  if (mayRetry(run)) return { words: `${DOING[run.step] ?? run.step} failed`, status: 'warning' }
  return underWay(run, look)
}

/** `[RELEASE v1.4.0] formation-hub - waits for approval` */
export function releaseTitle(run: Run, look: Look): string {
  const version = versionOf(run)
  const mark = stands(run, 'hotfix') ? 'HOTFIX' : 'RELEASE'
  return `[${mark}${version === undefined ? '' : ` ${version}`}] ${look.service} - ${stateOf(run, look).words}`
}

const OUTCOMES: Readonly<Record<string, State>> = {
  complete: { words: 'complete', status: 'done' },
  aborted: { words: 'aborted', status: 'info' },
  denied: { words: 'denied', status: 'info' },
  'sent back': { words: 'sent back (RETOUR FIX)', status: 'info' },
  refused: { words: 'refused', status: 'info' },
  'rolled back': { words: 'rolled back', status: 'warning' },
  'given up': { words: 'given up', status: 'warning' },
}

const TAKEN_BACK: State = { words: 'complete, then rolled back', status: 'warning' }

const DOING: Readonly<Record<string, string>> = {
  plan: 'planning',
  prerequisites: 'examining',
  e2e: 'examining',
  backup: 'examining',
  publish: 'tagging',
  deploy: 'deploying',
  smoke: 'smoke testing',
  announce: 'announcing',
}

const WAITING: Readonly<Record<string, string>> = {
  plan: 'being planned',
  version: 'which version?',
  prerequisites: 'prerequisites are examined',
  e2e: 'waits for E2E on staging',
  staging: 'staging is to be validated',
  backup: 'waits for a backup',
  tag: 'release or abort?',
  approve: 'APPROVE or DENY?',
  publish: 'is being tagged',
  merge: 'waits for the CHANGELOG to be merged',
  deploy: 'is being deployed',
  smoke: 'smoke tests run',
  announce: 'is being announced',
}

function underWay(run: Run, look: Look): State {
  if (run.step === 'failure') return brokenState(run)
  if (run.step === 'watch') return watchState(run, look)
  const words = WAITING[run.step] ?? run.step
  if (run.step === 'prerequisites' && stands(run, 'blocked')) return { words: 'held', status: 'warning' }
  if (run.step === 'deploy' && stands(run, 'silent'))
    return { words: 'deployment reports nothing', status: 'warning' }
  return { words, status: run.gate !== undefined || HELD_UP.includes(run.step) ? 'warning' : 'info' }
}

/** Where something is missing that somebody can bring. */
const HELD_UP = ['e2e', 'backup', 'merge']

function brokenState(run: Run): State {
  const what = run.facts['broken'] === 'smoke' ? 'smoke tests failed' : 'deployment failed'
  return { words: `${what}, ${stableOf(run) === undefined ? 'what now' : 'rollback'}?`, status: 'critical' }
}

function watchState(run: Run, look: Look): State {
  const isFirst = stableOf(run) === undefined
  if (stands(run, 'failing'))
    return { words: `production is unwell${isFirst ? '' : ', rollback?'}`, status: 'critical' }
  if (stands(run, 'watched')) return { words: isFirst ? 'all OK?' : 'all OK or rollback?', status: 'warning' }
  const until = watchOf(run)?.until
  return {
    words: until === undefined ? 'is watched' : `is watched until ${formatTime(until, look)}`,
    status: 'info',
  }
}
