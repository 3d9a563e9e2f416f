import { z } from 'zod'
import type { Alert } from '../../../runs/alerts.ts'
import { detailsOf, fingerprintOf, titleOf } from './field.ts'
import type { Parsed } from './parsed.ts'

const words = z.record(z.string(), z.string()).default({})

/** Only what is used. Grafana's webhook has the same shape under another version, so the version is not asked. */
const bodySchema = z.object({
  externalURL: z.string().optional(),
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: words,
        annotations: words,
        startsAt: z.string().optional(),
        generatorURL: z.string().optional(),
        fingerprint: z.string().optional(),
      }),
    )
    .min(1),
})

type Sent = z.infer<typeof bodySchema>['alerts'][number]

/** Alertmanager's webhook, version 4: grouped alerts give one alert each. */
export function parseAlertmanager(body: unknown, now: number): Parsed {
  const sent = bodySchema.safeParse(body).data
  if (sent === undefined) {
    return {
      ok: false,
      because: "This is no webhook of Alertmanager: it has no list 'alerts' with a status each.",
    }
  }
  return { ok: true, alerts: sent.alerts.map((alert) => toAlert(alert, sent.externalURL, now)) }
}

function toAlert(sent: Sent, externalUrl: string | undefined, now: number): Alert {
  const { labels, annotations } = sent
  return {
    source: 'alertmanager',
    fingerprint: fingerprintOf('alertmanager', sent.fingerprint || labelsOf(sent)),
    state: sent.status,
    title: titleOf(annotations['summary']) ?? titleOf(labels['alertname']) ?? 'An alert without a name',
    ...detailsOf(
      {
        summary: annotations['description'] ?? annotations['message'],
        service: labels['service'] ?? labels['job'] ?? labels['instance'],
        severity: labels['severity'],
        since: sent.startsAt,
        links: [sent.generatorURL, externalUrl],
      },
      now,
    ),
  }
}

/** Alertmanager's own fingerprint is a digest of the labels; before 0.20 it was not sent. */
function labelsOf({ labels }: Sent): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
}
