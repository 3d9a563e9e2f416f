import type { Choice, Playbook, TimerRule } from '../engine/playbook.ts'
import { VIGIE } from '../engine/run.ts'
import { DEPLOYMENT, freeNote, linked, progressed, silentTimer, troubles } from './release/reports.ts'

const RESPONDERS = 'responders'
const CREDENTIALS = { scenario: ['credentials'] } as const
const undone: TimerRule = { id: 'undone', after: 'undone', repeats: true, do: [{ post: 'rollback.waiting' }] }

function done(next: string, label: string, past: string): Choice {
  return { id: 'done', label, past, tone: 'primary', next }
}

const retry: Choice = {
  id: 'retry',
  label: 'Try again',
  past: 'tried again',
  by: RESPONDERS,
  tone: 'primary',
  when: { failed: 'set' },
  sets: { failed: false, broken: false },
  next: 'deploy',
}

const byHand: Choice = {
  id: 'by-hand',
  label: 'Done by hand',
  past: 'deployed by hand',
  by: RESPONDERS,
  form: 'rollback.by-hand',
  keeps: ['byHand'],
  sets: { failed: false, broken: false },
  next: 'smoke',
}

/**
 * Back to the previous stable version. Nothing holds it: no freeze, no incident, no lock. Facts: `version` that goes,
 * `target` that comes back, `scenario` (healthcheck, bug, migration, credentials), `reason`, `release` (`REL-7`) and
 * `incident`. The four scenarios of the release playbook are its guided steps.
 */
export const rollback = {
  name: 'rollback',
  prefix: 'RBK',
  channel: 'releases',
  onBegin: [{ post: 'rollback.card' }, { pin: 'rollback.card' }, { act: 'rollback.incident' }],
  steps: [
    {
      id: 'restore',
      kind: 'task',
      title: 'Restore the backup',
      actor: 'responders',
      output: 'Postgres as it was before the deployment',
      when: { scenario: ['migration'] },
      doneBy: RESPONDERS,
      outcomes: [done('rotate', 'Restored', 'restored the backup')],
      timers: [undone],
    },
    {
      id: 'rotate',
      kind: 'task',
      title: 'Rotate the secrets',
      actor: 'responders',
      output: 'every secret that may have leaked is another one',
      when: CREDENTIALS,
      doneBy: RESPONDERS,
      outcomes: [done('deploy', 'Rotated', 'rotated the secrets')],
      timers: [undone],
    },
    {
      id: 'deploy',
      kind: 'wait',
      title: 'Deploy the stable version',
      actor: 'Vigie and CI',
      output: 'the stable version in production',
      doneBy: VIGIE,
      onEnter: [{ act: 'rollback.deploy' }],
      outcomes: [
        {
          id: 'deployed',
          label: 'Deployed',
          past: 'deployed',
          keeps: DEPLOYMENT,
          sets: { failed: false, silent: false },
          next: 'smoke',
        },
        {
          id: 'failed',
          label: 'Failed',
          past: 'found failed',
          keeps: [...DEPLOYMENT, 'because'],
          sets: { broken: 'deploy', failed: true, silent: false },
          next: 'stuck',
          do: [{ post: 'rollback.deploy-failed' }],
        },
        retry,
        byHand,
      ],
      timers: [silentTimer('rollback.silent')],
    },
    {
      id: 'smoke',
      kind: 'action',
      title: 'Smoke tests',
      actor: 'Vigie',
      output: 'smoke OK or KO',
      doneBy: VIGIE,
      onEnter: [{ act: 'release.smoke' }],
      outcomes: [
        {
          id: 'passed',
          label: 'Passed',
          past: 'tested OK',
          keeps: ['smoke'],
          sets: { restored: true },
          next: 'audit',
          do: [{ post: 'rollback.restored' }],
        },
        {
          id: 'failed',
          label: 'Failed',
          past: 'tested KO',
          keeps: ['smoke'],
          sets: { broken: 'smoke', failed: true },
          next: 'stuck',
          do: [{ post: 'rollback.smoke-failed' }],
        },
        { ...retry, next: 'smoke' },
      ],
    },
    {
      id: 'stuck',
      kind: 'task',
      title: 'Restore service by hand',
      actor: 'responders',
      output: 'the stable version in production',
      when: { broken: 'set' },
      doneBy: RESPONDERS,
      outcomes: [retry, byHand],
      timers: [undone],
    },
    {
      id: 'audit',
      kind: 'task',
      title: 'Audit the logs',
      actor: 'responders',
      output: 'what was done with the leaked credentials is known',
      when: CREDENTIALS,
      doneBy: RESPONDERS,
      outcomes: [done('close', 'Audited', 'audited the logs')],
      timers: [undone],
    },
    {
      id: 'close',
      kind: 'action',
      title: 'Tell everybody',
      actor: 'Vigie',
      output: 'team informed',
      doneBy: VIGIE,
      onEnter: [{ act: 'rollback.close' }],
      outcomes: [
        {
          id: 'closed',
          label: 'Closed',
          past: 'rolled back',
          sets: { outcome: 'rolled back' },
          next: 'end',
          do: [
            { post: 'rollback.done' },
            { post: 'rollback.live', channel: 'ops' },
            { unpin: 'rollback.card' },
          ],
        },
      ],
    },
  ],
  notes: [freeNote, progressed({ keeps: [...DEPLOYMENT, 'tag'] }), linked, ...troubles('rollback')],
  timers: [],
} as const satisfies Playbook
