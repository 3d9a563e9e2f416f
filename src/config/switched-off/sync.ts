import type { Environment } from '../environment.ts'
import type { Team } from '../team.ts'

/** What the sync of Baserow and Docmost can't do, or that it is off altogether. */
export function withoutSync(env: Environment, { sync }: Team): readonly string[] {
  if (env.BASEROW_URL === undefined || sync === undefined)
    return [
      'Baserow and Docmost are off (no BASEROW_URL and DOCMOST_URL): rows and pages are not kept in step.',
    ]
  const lines: string[] = []
  if (env.BASEROW_EMAIL === undefined)
    lines.push(
      'BASEROW_EMAIL is not set: a webhook that Baserow switched off is noticed by its silence only, and nobody switches it on again.',
    )
  if (env.DOCMOST_WEBHOOK_SECRET === undefined)
    lines.push('DOCMOST_WEBHOOK_SECRET is not set: what happens in Docmost is learned late, by asking.')
  const letters = Object.entries(sync.tables).filter(([, { mail }]) => mail !== undefined)
  if (env.SMTP_URL === undefined && letters.length > 0)
    lines.push(`E-mail is off: no letters for new rows of ${letters.map(([name]) => name).join(', ')}.`)
  return lines
}
