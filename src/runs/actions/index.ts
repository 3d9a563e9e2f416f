import type { Playbook } from '../../engine/playbook.ts'
import type { Actions } from '../act.ts'
import { createActionItemIssue } from './action-item-issue.ts'
import type { IncidentActionDeps } from './incident-action.ts'
import { createIncidentAction } from './incident-action.ts'
import { createIncidentChecks, type IncidentChecksDeps } from './incident-checks.ts'
import { createIncidentComment, type IncidentCommentDeps } from './incident-comment.ts'
import { createIncidentEscalations, type IncidentEscalationsDeps } from './incident-escalations.ts'
import { createIncidentIssue, type IncidentIssueDeps } from './incident-issue.ts'
import { createIncidentMail, type IncidentMailDeps } from './incident-mail.ts'
import { createIncidentPattern, type IncidentPatternDeps } from './incident-pattern.ts'
import { createIncidentPostmortem, type IncidentPostmortemDeps } from './incident-postmortem.ts'
import { createIncidentSuspects, type IncidentSuspectsDeps } from './incident-suspects.ts'
import { createReleaseAnnounce, type ReleaseAnnounceDeps } from './release-announce.ts'
import { createReleaseExamine, type ReleaseExamineDeps } from './release-examine.ts'
import { createReleasePlan, type ReleasePlanDeps } from './release-plan.ts'
import { createSyncLetter, type SyncLetterDeps } from './sync-letter.ts'
import { type CapacityMailDeps, createCapacityMail } from './sync-mail.ts'
import { createPageTrash } from './sync-page.ts'
import { createSyncReconcile, type SyncReconcileDeps } from './sync-reconcile.ts'
import { createSyncRelease } from './sync-release.ts'
import { createSyncRetry } from './sync-retry.ts'
import { createShareRevoke } from './sync-share.ts'

export type ActionsDeps = IncidentIssueDeps &
  IncidentCommentDeps &
  IncidentMailDeps &
  IncidentChecksDeps &
  IncidentSuspectsDeps &
  IncidentPatternDeps &
  IncidentEscalationsDeps &
  IncidentPostmortemDeps &
  ReleasePlanDeps &
  ReleaseAnnounceDeps &
  ReleaseExamineDeps &
  CapacityMailDeps &
  SyncLetterDeps &
  SyncReconcileDeps &
  Omit<IncidentActionDeps, 'playbook'> & { readonly actionItem: Playbook }

/** Everything that a playbook may ask for with `act`. A system that is switched off is `undefined`: its actions say so. */
export function createActions(deps: ActionsDeps): Actions {
  return {
    'incident.issue': createIncidentIssue(deps),
    'incident.comment': createIncidentComment(deps),
    'incident.mail': createIncidentMail(deps),
    'incident.checks': createIncidentChecks(deps),
    'incident.suspects': createIncidentSuspects(deps),
    'incident.pattern': createIncidentPattern(deps),
    'incident.escalations': createIncidentEscalations(deps),
    'incident.action': createIncidentAction({ ...deps, playbook: deps.actionItem }),
    'incident.postmortem': createIncidentPostmortem(deps),
    'release.plan': createReleasePlan(deps),
    'release.announce': createReleaseAnnounce(deps),
    'release.examine': createReleaseExamine(deps),
    'action-item.issue': createActionItemIssue(deps),
    'capacity.mail': createCapacityMail(deps),
    'letter.send': createSyncLetter(deps),
    'share.revoke': createShareRevoke(deps),
    'page.trash': createPageTrash(deps),
    'sync.release': createSyncRelease(deps),
    'sync.retry': createSyncRetry(deps),
    'sync.reconcile': createSyncReconcile(deps),
  }
}
