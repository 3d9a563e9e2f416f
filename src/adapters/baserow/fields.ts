import { z } from 'zod'
import type { TableField } from '../../sync/ports.ts'

export const fieldsSchema = z.array(
  z
    .object({
      id: z.int(),
      name: z.string(),
      type: z.string(),
      primary: z.boolean(),
      read_only: z.boolean(),
      link_row_table_id: z.int().nullish(),
    })
    .transform(({ id, name, type, primary, read_only, link_row_table_id: linksTo }): TableField => {
      const field = { id, name, type, primary, readOnly: read_only }
      return typeof linksTo === 'number' ? { ...field, linksTo } : field
    }),
)
