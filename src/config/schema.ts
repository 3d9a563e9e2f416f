import { z } from 'zod'
import { teamSchema } from './team.ts'

/** `vigie.schema.json`, for editors: what one may write, before Vigie reads it. */
export function publishedSchema(): string {
  const schema = z.toJSONSchema(teamSchema, { io: 'input' })
  return `${JSON.stringify({ title: 'vigie.yaml', ...schema }, null, 2)}\n`
}
