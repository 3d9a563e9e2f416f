import type { FastifyInstance } from 'fastify'
import { createAlertWebhooks } from '../bot/webhooks/alerts.ts'
import { createBackupWebhook } from '../bot/webhooks/backup.ts'
import { createGitHubWebhook } from '../bot/webhooks/github.ts'
import type { Intake } from '../runs/intake.ts'
import type { AuditLog } from '../runs/ports.ts'
import type { Reconcile } from '../runs/reconcile.ts'
import type { BackupBook } from '../runs/release/ports.ts'
import type { Outside } from './outside.ts'

export type WebhookDeps = {
  readonly intake: Intake
  readonly reconcile: Reconcile
  readonly audit: AuditLog
  readonly backups: BackupBook
  /** See `createNudge`. Absent: nothing is looked after when CI moves on. */
  readonly nudge?: (() => void) | undefined
}

/** What other systems tell us; a route whose secret is not set does not exist. */
export function addWebhooks(
  server: FastifyInstance,
  { config, log, clock }: Outside,
  { intake, reconcile, audit, backups, nudge }: WebhookDeps,
): void {
  const { alertsSecret, github, team } = config
  if (alertsSecret !== undefined) {
    const secrets = alertsSecret.split(',').map((secret) => secret.trim())
    const unusable = ({ source, because }: { source: string; because: string }) =>
      audit.append({
        at: clock.now(),
        by: source,
        door: source,
        did: 'alert',
        result: 'refused',
        reason: because,
      })
    server.register(createAlertWebhooks({ secrets, take: intake.take, unusable, log, clock }))
    const keep: BackupBook['keep'] = async (backup) => {
      const kept = await backups.keep(backup)
      nudge?.()
      return kept
    }
    server.register(createBackupWebhook({ secrets, keep, audit: audit.append, log, clock }))
  }
  if (github?.webhookSecret !== undefined && team.repository !== undefined) {
    const { webhookSecret: secret } = github
    server.register(createGitHubWebhook({ secret, repository: team.repository, take: reconcile.take, log }))
  }
}
