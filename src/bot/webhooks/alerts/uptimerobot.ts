import { z } from 'zod'
import type { Alert } from '../../../runs/alerts.ts'
import { detailsOf, fingerprintOf, wordOf } from './field.ts'
import type { Parsed } from './parsed.ts'

/** A variable that does not apply is empty, or stays in the text as it was written: `*sslExpiryDate*`. */
const variable = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => plain(String(value ?? '')))

const bodySchema = z.object({
  monitorID: variable,
  monitorURL: variable,
  monitorFriendlyName: variable,
  alertType: variable,
  alertTypeFriendlyName: variable,
  alertDetails: variable,
  alertDuration: variable,
  alertDateTime: variable,
  sslExpiryDate: variable,
  sslExpiryDaysLeft: variable,
  dashboardUrl: variable,
})

type Sent = z.infer<typeof bodySchema>
type Kind = 'down' | 'up' | 'expiry'

const BY_TYPE: ReadonlyMap<string, Kind> = new Map([
  ['1', 'down'],
  ['2', 'up'],
  ['3', 'expiry'],
])
const BY_NAME: ReadonlyMap<string, Kind> = new Map([
  ['down', 'down'],
  ['up', 'up'],
])

/** An alert contact of type webhook: the same variables from a form, from JSON or from the address. */
export function parseUptimerobot(body: unknown, now: number): Parsed {
  const sent = bodySchema.safeParse(body).data
  const id = sent?.monitorID ?? sent?.monitorURL ?? sent?.monitorFriendlyName
  if (sent === undefined || id === undefined) return refuse('it has no monitorID')
  const kind = kindOf(sent)
  if (kind === undefined) return refuse('its alertType is neither 1 (down) nor 2 (up) nor 3 (expiry)')
  return { ok: true, alerts: [toAlert(sent, id, kind, now)] }
}

function refuse(why: string): Parsed {
  return { ok: false, because: `This is no alert of UptimeRobot: ${why}.` }
}

function kindOf({ alertType, alertTypeFriendlyName }: Sent): Kind | undefined {
  if (alertType !== undefined) return BY_TYPE.get(alertType)
  return BY_NAME.get(alertTypeFriendlyName?.toLowerCase() ?? '')
}

/** Up is the end of what down began. Nothing tells the end of an expiry, so that is a trouble of its own. */
function toAlert(sent: Sent, id: string, kind: Kind, now: number): Alert {
  const service = wordOf(sent.monitorFriendlyName) ?? wordOf(sent.monitorURL) ?? `Monitor ${wordOf(id)}`
  const wrong = kind === 'expiry' ? 'has a certificate or domain about to expire' : 'is down'
  return {
    source: 'uptimerobot',
    fingerprint: fingerprintOf('uptimerobot', kind === 'expiry' ? `${id}:expiry` : id),
    state: kind === 'up' ? 'resolved' : 'firing',
    title: `${service} ${wrong}`,
    ...detailsOf(
      {
        service,
        summary: sent.alertDetails ?? expiryOf(sent),
        since: beganAt(sent, kind),
        links: [sent.dashboardUrl, sent.monitorURL],
      },
      now,
    ),
  }
}

function expiryOf({ sslExpiryDate, sslExpiryDaysLeft }: Sent): string | undefined {
  if (sslExpiryDate === undefined) return undefined
  return `Expires ${sslExpiryDate}${sslExpiryDaysLeft === undefined ? '' : `, ${sslExpiryDaysLeft} days left`}`
}

/** In seconds since 1970. An up says for how many it was down. */
function beganAt({ alertDateTime, alertDuration }: Sent, kind: Kind): number | undefined {
  const at = Number(alertDateTime)
  const lasted = kind === 'up' ? Number(alertDuration ?? 0) : 0
  return lasted > 0 ? at - lasted : at
}

/** UptimeRobot escapes names and details as if for a page. */
function plain(value: string): string | undefined {
  const text = value.trim()
  if (text === '' || /^\*\w+\*$/.test(text)) return undefined
  return text.replace(
    /&(?:#0?39|quot|lt|gt|amp);/g,
    (entity) => ENTITIES[entity.replace('#0', '#')] ?? entity,
  )
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&#39;': "'",
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
}
