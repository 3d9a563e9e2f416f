import { EVERYONE, type Note } from '../../engine/playbook.ts'
import { VIGIE } from '../../engine/run.ts'

const REAL = { drill: 'unset' } as const
const UNDER_WAY = { severity: 'set', resolved: 'unset' } as const
/** Somebody has to be able to confirm it, also when the lead is out of reach after the end. */
const UNCONFIRMED = { dataLoss: 'set', confirmed: 'unset' } as const
const LED = { acknowledged: 'set', resolved: 'unset' } as const
/** A release of the last day is in production, and nobody rolls it back yet. A drill rolls nothing back. */
const SUSPECTED = { ...UNDER_WAY, ...REAL, suspectRelease: 'set', rollback: 'unset' } as const

/** What people may say at any step. */
const spoken: readonly Note[] = [
  {
    id: 'update',
    label: 'Update',
    past: 'updated',
    by: 'responders',
    button: 'card',
    form: 'incident.update',
    when: UNDER_WAY,
    do: [{ post: 'incident.update' }],
    restarts: ['remind'],
  },
  join('lead', 'lead', 'responders'),
  join('comms', 'communications', EVERYONE),
  join('scribe', 'scribe', EVERYONE),
  {
    id: 'takeover',
    label: 'Take the lead',
    past: 'took over the lead',
    by: 'responders',
    button: 'none',
    when: [
      { resolved: 'unset', lead: 'set' },
      { ...UNCONFIRMED, lead: 'set' },
    ],
    claims: ['lead'],
    do: [{ post: 'incident.role' }],
  },
  {
    id: 'checks',
    label: 'Run checks',
    past: 'asked for the health checks',
    by: 'responders',
    button: 'card',
    when: { ...LED, checks: 'set' },
    do: [{ act: 'incident.checks' }],
  },
  {
    // Whoever is on call must be able to, also when no owner is there.
    id: 'rollback',
    label: 'Rollback',
    past: 'asked for the rollback',
    by: 'responders',
    button: 'card',
    tone: 'danger',
    form: 'release.rollback',
    when: SUSPECTED,
    do: [{ act: 'incident.rollback' }],
  },
  {
    id: 'severity',
    label: 'Change severity',
    past: 'changed the severity',
    by: 'responders',
    button: 'none',
    form: 'incident.severity',
    when: UNDER_WAY,
    keeps: ['severity'],
    do: [
      { post: 'incident.severity' },
      { act: 'incident.issue', when: { severity: ['sev3'], issue: 'unset', ...REAL } },
    ],
  },
  {
    id: 'note',
    label: 'Note',
    past: 'noted',
    by: EVERYONE,
    button: 'none',
    form: 'incident.note',
    afterEnd: true,
    do: [{ post: 'incident.note' }],
  },
  {
    id: 'workaround',
    label: 'Workaround',
    past: 'documented a workaround',
    by: 'responders',
    button: 'card',
    form: 'incident.workaround',
    when: { ...UNDER_WAY, severity: ['sev3'] },
    keeps: ['workaround'],
    do: [{ post: 'incident.workaround' }, { act: 'incident.comment', when: REAL }],
  },
  {
    id: 'action',
    label: 'Action item',
    past: 'asked for an action item',
    by: EVERYONE,
    button: 'card',
    form: 'incident.action',
    when: [{ acknowledged: 'set' }, { resolved: 'set' }],
    afterEnd: true,
    do: [{ act: 'incident.action' }],
  },
  {
    id: 'postmortem',
    label: 'Write post-mortem',
    past: 'asked for the post-mortem',
    by: 'responders',
    button: 'card',
    when: [
      { resolved: 'set', severity: ['sev1', 'sev2'] },
      { resolved: 'set', pattern: 'set' },
    ],
    // A published one is brought up to date by another pull request.
    afterEnd: true,
    do: [{ act: 'incident.postmortem' }],
  },
  snooze(30),
  snooze(60),
  snooze(90),
]

/** Data that may be lost: flagged by anybody, confirmed once by the lead, followed until the authority knows. */
const dataLoss: readonly Note[] = [
  {
    id: 'dataLoss',
    label: 'Data loss',
    past: 'flagged data loss',
    by: EVERYONE,
    button: 'card',
    tone: 'danger',
    form: 'incident.data-loss',
    when: { severity: 'set', dataLoss: 'unset' },
    sets: { dataLoss: true },
    do: [{ post: 'incident.data-loss' }],
  },
  {
    id: 'confirmDataLoss',
    label: 'Confirm and e-mail everybody',
    past: 'confirmed the data loss',
    by: 'responders',
    byFact: 'lead',
    button: 'card',
    tone: 'danger',
    form: 'incident.confirm-data-loss',
    when: { severity: 'set', dataLoss: 'set', confirmed: 'unset' },
    afterEnd: true,
    sets: { confirmed: true },
    do: [{ act: 'incident.mail' }],
  },
  {
    id: 'noticeFiled',
    label: 'Authority notified',
    past: 'filed the notice',
    by: EVERYONE,
    button: 'none',
    form: 'incident.notice',
    when: { dataLoss: 'set', noticeFiled: 'unset' },
    sets: { noticeFiled: true },
    do: [{ post: 'incident.notice-filed' }],
  },
]

/** What Vigie itself reports: results of what it did, and what came in from outside. */
const reported: readonly Note[] = [
  report('alert', 'alert', { post: 'incident.alert', sets: { recovered: false } }),
  report('recovered', 'alert over', { post: 'incident.recovered', sets: { recovered: true } }),
  report('suspects', 'recent changes', { post: 'incident.suspects', keeps: ['suspects'] }),
  report('suspect', 'suspected release', { keeps: ['suspectRelease', 'suspectVersion'] }),
  report('linked', 'rollback begun', { post: 'incident.rollback', keeps: ['rollback', 'release'] }),
  report('rolledBack', 'rolled back', { post: 'incident.rolled-back' }),
  report('checked', 'health checks', { post: 'incident.checked' }),
  report('pattern', 'pattern found', { post: 'incident.pattern', sets: { pattern: true } }),
  report('issued', 'issue opened', { post: 'incident.issued', keeps: ['issue', 'issueUrl'] }),
  report('issueClosed', 'issue closed', { post: 'incident.issue-closed' }),
  report('mailed', 'e-mailed', { post: 'incident.mailed', sets: { mailed: true } }),
  report('proposed', 'post-mortem proposed', { post: 'incident.proposed', keeps: ['pull', 'pullUrl'] }),
  report('actionOpened', 'action item opened', {}),
  report('escalations', 'escalations audited', { post: 'incident.escalations' }),
  report('leadGone', 'lead left the directory', { post: 'incident.unled', sets: { lead: '' } }),
  report('rehearsed', 'left out in a drill', { post: 'incident.rehearsed' }),
  report('queued', 'waits for another system', { post: 'incident.queued' }),
  report('failed', 'could not be done', { post: 'incident.failed' }),
  report('quoted', 'message marked', {}),
  report('quote-edited', 'marked message edited', {}),
  report('quote-deleted', 'marked message taken back', {}),
]

export const notes: readonly Note[] = [...spoken, ...dataLoss, ...reported]

function join(role: string, name: string, by: string): Note {
  return {
    id: role,
    label: `Join as ${name}`,
    past: `joined as ${name}`,
    by,
    button: 'card',
    when:
      role === 'lead'
        ? [
            { ...LED, lead: 'unset' },
            { ...UNCONFIRMED, lead: 'unset' },
          ]
        : { ...LED, [role]: 'unset' },
    claims: [role],
    do: [{ post: 'incident.role' }],
  }
}

function snooze(minutes: 30 | 60 | 90): Note {
  return {
    id: `snooze${minutes}`,
    label: `Snooze ${minutes} min`,
    past: `put the next reminder off by ${minutes} min`,
    by: 'responders',
    button: 'none',
    when: UNDER_WAY,
    postpones: { timer: 'remind', by: `snooze${minutes}` },
    do: [],
  }
}

type Report = {
  readonly post?: string
  readonly sets?: Note['sets']
  readonly keeps?: readonly string[]
}

/** Results come late: after the end too. */
function report(id: string, past: string, { post, sets, keeps }: Report): Note {
  return {
    id,
    label: past,
    past,
    by: VIGIE,
    button: 'none',
    afterEnd: true,
    ...(sets === undefined ? {} : { sets }),
    ...(keeps === undefined ? {} : { keeps }),
    do: post === undefined ? [] : [{ post }],
  }
}
