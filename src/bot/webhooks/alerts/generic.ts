import { z } from 'zod'
import type { Alert } from '../../../runs/alerts.ts'
import { detailsOf, fingerprintOf, titleOf } from './field.ts'
import type { Parsed } from './parsed.ts'

/** Our own format, described in docs/alerts.md. A field in a wrong form is refused, not guessed: the sender is ours to correct. */
const text = z.string().nullish()
const alertSchema = z.object({
  title: z.string().transform(titleOf).pipe(z.string()),
  state: z
    .enum(['firing', 'resolved'])
    .nullish()
    .transform((state) => state ?? 'firing'),
  id: z.union([z.string(), z.number()]).nullish(),
  service: text,
  severity: text,
  summary: text,
  since: z.union([z.string(), z.number()]).nullish(),
  link: text,
})

type Sent = z.infer<typeof alertSchema>

const bodySchema = z.union([z.array(alertSchema).min(1), alertSchema.transform((alert) => [alert])])

const SHAPE =
  "This is no alert in our own format: each needs a 'title', its 'state' is 'firing' or 'resolved', and the other fields are text (see docs/alerts.md)."

/** One alert or an array of them. Without an id, the service and the title together name the trouble. */
export function parseGeneric(body: unknown, now: number): Parsed {
  const sent = bodySchema.safeParse(body).data
  if (sent === undefined) return { ok: false, because: SHAPE }
  return { ok: true, alerts: sent.map((alert) => toAlert(alert, now)) }
}

function toAlert(sent: Sent, now: number): Alert {
  const { id, title, state, link, ...details } = sent
  return {
    source: 'generic',
    fingerprint: fingerprintOf('generic', nameOf(sent)),
    state,
    title,
    ...detailsOf({ ...details, links: [link] }, now),
  }
}

function nameOf({ id, service, title }: Sent): string {
  return id === undefined || id === null || id === '' ? JSON.stringify([service ?? '', title]) : String(id)
}
