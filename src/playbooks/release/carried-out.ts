import type { Step } from '../../engine/playbook.ts'
import { VIGIE } from '../../engine/run.ts'
import { abort, giveUp, OWNERS, retry, rollback, waiting } from './choices.ts'
import { DEPLOYMENT, silentTimer } from './reports.ts'

/** Steps 6 to 8 of the playbook: what was decided is carried out. */
export const carriedOut: readonly Step[] = [
  {
    id: 'publish',
    kind: 'action',
    title: 'CHANGELOG and tag',
    actor: 'Vigie',
    output: 'CHANGELOG up to date, tag created',
    doneBy: VIGIE,
    onEnter: [{ act: 'release.publish' }],
    outcomes: [
      {
        id: 'tagged',
        label: 'Tagged',
        past: 'tagged',
        keeps: ['releaseCommit', 'tagUrl'],
        sets: { tagged: true },
        next: 'deploy',
        do: [{ post: 'release.tagged' }],
      },
      {
        id: 'proposed',
        label: 'Proposed',
        past: 'CHANGELOG proposed',
        keeps: ['pull', 'pullUrl'],
        next: 'merge',
        do: [{ post: 'release.proposed' }],
      },
      {
        // Seen only when it was to be carried out: everything is decided again, upon what is there now.
        id: 'moved',
        label: 'Moved',
        past: 'branch found moved',
        keeps: ['came', 'moveUrl'],
        sets: { publishing: false },
        next: 'plan',
        do: [{ post: 'release.moved' }],
      },
      {
        id: 'held',
        label: 'Held',
        past: 'held at the last moment',
        keeps: ['heldBy'],
        sets: { publishing: false, examined: false },
        next: 'prerequisites',
        do: [{ post: 'release.held' }],
      },
      {
        id: 'taken',
        label: 'Taken',
        past: 'tag found taken',
        keeps: ['because', 'leftover'],
        sets: { publishing: false, outcome: 'refused' },
        next: 'end',
        do: [{ post: 'release.taken' }, { unpin: 'release.card' }],
      },
      retry('publish', { publishing: true }),
      { ...abort, when: { failed: 'set' } },
    ],
  },
  {
    id: 'merge',
    kind: 'wait',
    title: 'Merge the CHANGELOG',
    actor: 'owners',
    output: 'CHANGELOG on the branch',
    when: { pull: 'set' },
    doneBy: VIGIE,
    outcomes: [
      { id: 'merged', label: 'Merged', past: 'CHANGELOG merged', keeps: ['mergedBy'], next: 'publish' },
      {
        id: 'closed',
        label: 'Closed',
        past: 'CHANGELOG closed unmerged',
        sets: {
          publishing: false,
          outcome: 'aborted',
          reason: 'the pull request of the CHANGELOG was closed',
        },
        next: 'end',
        do: [{ post: 'release.aborted' }, { unpin: 'release.card' }],
      },
      // Where the pull request can't be closed any more, or GitHub is away.
      abort,
    ],
    timers: [waiting],
  },
  {
    id: 'deploy',
    kind: 'wait',
    title: 'Deploy',
    actor: 'Vigie and CI',
    output: 'production deployed',
    doneBy: VIGIE,
    onEnter: [{ act: 'release.deploy' }],
    outcomes: [
      {
        id: 'deployed',
        label: 'Deployed',
        past: 'deployed',
        keeps: DEPLOYMENT,
        sets: { deployed: true, failed: false, silent: false },
        next: 'smoke',
      },
      {
        id: 'failed',
        label: 'Failed',
        past: 'found failed',
        keeps: [...DEPLOYMENT, 'because'],
        sets: { broken: 'deploy', failed: false, silent: false },
        next: 'failure',
        do: [{ post: 'release.deploy-failed' }],
      },
      {
        id: 'by-hand',
        label: 'Deployed by hand',
        past: 'deployed by hand',
        by: OWNERS,
        form: 'release.by-hand',
        when: [{ silent: 'set' }, { failed: 'set' }],
        keeps: ['byHand'],
        sets: { deployed: true, failed: false, silent: false },
        next: 'smoke',
      },
      retry('deploy'),
      { ...rollback, by: OWNERS },
      {
        ...giveUp,
        when: [
          { previous: 'unset', silent: 'set' },
          { previous: 'unset', failed: 'set' },
        ],
      },
    ],
    timers: [silentTimer('release.silent')],
  },
]
