import type { Note } from '../../engine/playbook.ts'
import { report } from '../report.ts'
import { OWNERS, REPLACED, rollback } from './choices.ts'
import { freeNote, linked, progressed, troubles } from './reports.ts'

const OPEN = { outcome: 'unset' } as const
/** What the repository says counts until the tag is made of it. */
const UNTAGGED = { ...OPEN, publishing: 'unset', tagged: 'unset' } as const
const WATCHED = { ...OPEN, deployed: 'set' } as const

/** What every check of the prerequisites says, and what follows from them. */
const EXAMINED = [
  'check.ci',
  'check.e2e',
  'check.backup',
  'check.freeze',
  'check.incidents',
  'check.lock',
  'check.changelog',
  'held',
  'blocked',
  'e2eMissing',
  'backupMissing',
  'frozen',
] as const

export const notes: readonly Note[] = [
  {
    id: 'override',
    label: 'Override the freeze',
    past: 'freeze overridden',
    by: OWNERS,
    button: 'card',
    form: 'release.override',
    when: { ...UNTAGGED, frozen: 'set' },
    keeps: ['overridden'],
    claims: ['overriddenBy'],
    do: [{ post: 'release.overridden' }, { act: 'release.examine' }],
  },
  freeNote,
  {
    // Production is repaired by whoever is awake, also where the gate is the owners'.
    id: rollback.id,
    label: rollback.label,
    past: rollback.past,
    by: 'responders',
    button: 'none',
    tone: 'danger',
    form: 'release.rollback',
    when: { ...OPEN, ...REPLACED, tagged: 'set' },
    keeps: ['scenario', 'reason'],
    sets: { outcome: 'rolled back' },
    do: rollback.do ?? [],
    next: rollback.next,
  },
  report('examined', 'examined', {
    keeps: EXAMINED,
    sets: { examined: true },
    when: UNTAGGED,
    about: ['commit'],
  }),
  // Two who find it at once have found one move: the second comes while the first is planned.
  report('moved', 'moved', {
    keeps: ['came', 'moveUrl'],
    sets: { planned: false },
    when: { ...UNTAGGED, planned: 'set' },
    about: ['commit'],
    do: [{ post: 'release.moved' }],
    next: 'plan',
  }),
  progressed({ when: OPEN }),
  report('sampled', 'sampled', { when: WATCHED }),
  report('unwell', 'unwell', {
    keeps: ['because'],
    sets: { failing: true },
    when: { ...WATCHED, failing: 'unset' },
    do: [{ post: 'release.unwell' }],
  }),
  report('well', 'well', {
    sets: { failing: false },
    when: { ...WATCHED, failing: 'set' },
    do: [{ post: 'release.well' }],
  }),
  report('alerted', 'alerted', { when: WATCHED, do: [{ post: 'release.alerted' }] }),
  report('rolled', 'rolled', { keeps: ['rollback'], afterEnd: true }),
  linked,
  ...troubles('release', { publishing: false }),
]
