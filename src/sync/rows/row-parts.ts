import { keyOf } from '../entity.ts'
import { checkCapacity } from './capacity.ts'
import { wasCompared } from './reconcile.ts'
import { sendLetter } from './send-letter.ts'
import type { RowParts } from './sync-row.ts'

/** What a row of a table with such a rule leads to besides its page. */
export const ROW_PARTS: RowParts = {
  async checkCapacity(deps, tracer, { entity, rule: { capacity: rule }, row, before, causes }) {
    if (rule === undefined) return {}
    return checkCapacity(deps, tracer, { entity: keyOf(entity), rule, row, before, causes })
  },
  async sendLetter(deps, tracer, { entity, rule, row: { values }, linked, before, causes }) {
    const { mail } = rule
    if (mail === undefined) return {}
    const seen = await wasCompared(deps, entity.table, rule)
    const source = { values, linked }
    return sendLetter(deps, tracer, { entity: keyOf(entity), rule: mail, source, before, causes, seen })
  },
}
