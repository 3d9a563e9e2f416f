import { type Choice, type Decision, EVERYONE, type Step } from '../../engine/playbook.ts'

const MAJOR = ['sev1', 'sev2'] as const
/** A drill runs everything, in the sandbox, and touches nobody outside. */
const REAL = { drill: 'unset' } as const

const openIssue = { act: 'incident.issue', when: { severity: ['sev3'], issue: 'unset', ...REAL } } as const
const look = [
  { act: 'incident.suspects' },
  { act: 'incident.pattern', when: REAL },
  openIssue,
  { act: 'incident.suspect', when: { rollback: 'unset', ...REAL } },
] as const

function declareAs(severity: 'sev1' | 'sev2' | 'sev3', label: string, tone?: 'danger'): Decision {
  return {
    id: severity,
    label: `Declare ${label}`,
    past: `declared ${label}`,
    sets: { severity },
    next: 'triage',
    ...(tone === undefined ? {} : { tone }),
    do: [{ pin: 'incident.card' }, { post: 'incident.declared' }],
  }
}

/** Possible from triage on: under pressure nobody has to walk through every step. */
const resolve = {
  id: 'resolve',
  label: 'Resolve',
  past: 'resolved',
  form: 'incident.resolve',
  sets: { resolved: true },
  flags: ['dataLoss'],
  next: 'postmortem',
  do: [
    { post: 'incident.resolved' },
    { post: 'incident.data-loss', when: { dataLoss: 'set', mailed: 'unset' } },
    { unpin: 'incident.card' },
    { act: 'incident.escalations' },
    { act: 'incident.postmortem', when: [{ severity: MAJOR }, { pattern: 'set' }] },
  ],
} as const satisfies Choice

/** The seven steps of the playbook. SEV3 passes over investigation, verification and communication. */
export const steps: readonly [Step, ...Step[]] = [
  {
    id: 'detect',
    kind: 'gate',
    title: 'Detect',
    actor: 'monitor or anybody',
    output: 'situation understood',
    approvers: 'responders',
    decisions: [
      declareAs('sev1', 'SEV1', 'danger'),
      declareAs('sev2', 'SEV2'),
      declareAs('sev3', 'SEV3'),
      { id: 'ignore', label: 'Ignore', past: 'ignored', sets: { ignored: true }, next: 'end' },
    ],
    timers: [
      {
        id: 'undecided',
        after: 'undecided',
        repeats: true,
        while: { recovered: 'unset' },
        do: [{ post: 'incident.undecided' }],
      },
      {
        id: 'faded',
        after: 'faded',
        while: { recovered: 'set' },
        sets: { ignored: true },
        ends: true,
        do: [],
      },
    ],
  },
  {
    id: 'triage',
    kind: 'gate',
    title: 'Triage',
    actor: 'on call',
    output: 'team alerted',
    approvers: 'responders',
    onEnter: look,
    decisions: [
      {
        id: 'acknowledge',
        label: 'Acknowledge',
        past: 'acknowledged',
        tone: 'primary',
        sets: { acknowledged: true },
        claims: ['lead'],
        next: 'investigate',
      },
      resolve,
    ],
    timers: [
      { id: 'callBackup', after: 'callBackup', do: [{ post: 'incident.backup' }] },
      { id: 'callOwners', after: 'callOwners', do: [{ post: 'incident.owners' }] },
      { id: 'breach', after: 'acknowledge', sets: { breached: true }, do: [{ post: 'incident.breach' }] },
    ],
  },
  {
    id: 'investigate',
    kind: 'task',
    title: 'Investigate',
    actor: 'responders',
    output: 'root cause or strong hypothesis',
    when: { severity: MAJOR },
    doneBy: 'responders',
    outcomes: [
      {
        id: 'cause',
        label: 'Cause found',
        past: 'cause found',
        tone: 'primary',
        form: 'incident.cause',
        next: 'mitigate',
      },
      resolve,
    ],
  },
  {
    id: 'mitigate',
    kind: 'task',
    title: 'Mitigate',
    actor: 'responders',
    output: 'service restored',
    doneBy: 'responders',
    outcomes: [
      {
        id: 'mitigated',
        label: 'Mitigated',
        past: 'mitigated',
        tone: 'primary',
        form: 'incident.mitigated',
        when: { severity: MAJOR },
        next: 'verify',
      },
      resolve,
    ],
  },
  {
    id: 'verify',
    kind: 'task',
    title: 'Verify',
    actor: 'lead and responders',
    output: 'production confirmed',
    when: { severity: MAJOR },
    doneBy: 'responders',
    onEnter: [{ act: 'incident.checks', when: { checks: 'set' } }],
    outcomes: [
      {
        id: 'verified',
        label: 'Verified',
        past: 'verified',
        tone: 'primary',
        form: 'incident.verified',
        // One that became a SEV3 meanwhile passes over what follows: it is resolved, not verified.
        when: { severity: MAJOR },
        next: 'communicate',
      },
      {
        id: 'not-fixed',
        label: 'Not fixed',
        past: 'found not fixed',
        tone: 'danger',
        form: 'incident.not-fixed',
        next: 'investigate',
      },
      resolve,
    ],
  },
  {
    id: 'communicate',
    kind: 'task',
    title: 'Communicate',
    actor: 'lead or communications',
    output: 'team and users informed',
    when: { severity: MAJOR },
    doneBy: 'responders',
    outcomes: [{ ...resolve, tone: 'primary' }],
  },
  {
    id: 'postmortem',
    kind: 'task',
    title: 'Post-mortem',
    actor: 'lead',
    output: 'post-mortem published, action items open',
    when: [{ severity: MAJOR }, { pattern: 'set' }],
    doneBy: 'responders',
    outcomes: [
      {
        id: 'published',
        label: 'Published',
        past: 'post-mortem published',
        sets: { published: true },
        next: 'notice',
        do: [{ post: 'incident.published' }],
      },
    ],
    timers: [
      { id: 'postmortemDue', after: 'postmortem', while: REAL, do: [{ post: 'incident.postmortem-due' }] },
      {
        id: 'postmortemRemind',
        after: 'postmortemRemind',
        repeats: true,
        while: REAL,
        do: [{ post: 'incident.postmortem-remind' }],
      },
    ],
  },
  {
    id: 'notice',
    kind: 'task',
    title: 'Notify the authority',
    actor: 'lead or direction',
    output: 'data-protection authority notified',
    when: { dataLoss: 'set', noticeFiled: 'unset', ...REAL },
    endsWithCondition: true,
    doneBy: EVERYONE,
    outcomes: [
      {
        id: 'filed',
        label: 'Notice filed',
        past: 'notice filed',
        tone: 'primary',
        form: 'incident.notice',
        sets: { noticeFiled: true },
        next: 'end',
        do: [{ post: 'incident.notice-filed' }],
      },
    ],
  },
]
