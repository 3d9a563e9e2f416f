import { resolvedCard } from '../incident-resolved.ts'
import { patternCard } from '../pattern.ts'
import { alert, checked, recovered, suspects } from './incident/alerts.ts'
import { escalations, rehearsed } from './incident/audited.ts'
import { backup, breach, declared, owners, reminder, undecided, unled } from './incident/calls.ts'
import { dataLoss, noticeDue, noticeFiled, noticeSoon } from './incident/data-loss.ts'
import { issueClosed, issued } from './incident/issue.ts'
import { mailed } from './incident/mailed.ts'
import { postMortemDue, postMortemRemind, proposed, published } from './incident/post-mortem.ts'
import { note, role, severity, update, workaround } from './incident/progress.ts'
import { rollbackBegun, rolledBack } from './incident/rollback.ts'
import { call, reply, type Templates } from './template.ts'
import { failed, queued } from './undone.ts'

/** What stands under the card of an incident. */
export const incidentMessages: Templates = {
  'incident.update': reply(update),
  'incident.note': reply(note),
  'incident.workaround': reply(workaround),
  'incident.role': reply(role),
  'incident.severity': call(severity),
  'incident.reminder': reply(reminder),
  'incident.undecided': reply(undecided),
  'incident.declared': call(declared),
  'incident.backup': call(backup),
  'incident.owners': call(owners),
  'incident.breach': reply(breach),
  'incident.unled': call(unled),
  'incident.alert': reply(alert),
  'incident.recovered': reply(recovered),
  'incident.suspects': reply(suspects),
  'incident.checked': reply(checked),
  'incident.pattern': call(({ run, entry, look }) => patternCard(run, entry, look)),
  'incident.rollback': reply(rollbackBegun),
  'incident.rolled-back': reply(rolledBack),
  'incident.issued': reply(issued),
  'incident.issue-closed': reply(issueClosed),
  'incident.data-loss': call(dataLoss),
  'incident.mailed': reply(mailed),
  'incident.notice-soon': reply(noticeSoon),
  'incident.notice-due': call(noticeDue),
  'incident.notice-filed': reply(noticeFiled),
  'incident.resolved': call(({ run, look }) => resolvedCard(run, look)),
  'incident.proposed': reply(proposed),
  'incident.published': call(published),
  'incident.postmortem-due': reply(postMortemDue),
  'incident.postmortem-remind': reply(postMortemRemind),
  'incident.escalations': reply(escalations),
  'incident.rehearsed': reply(rehearsed),
  'incident.queued': reply(queued),
  'incident.failed': reply(failed),
}
