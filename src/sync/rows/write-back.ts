import type { SyncDeps } from '../deps.ts'
import { hashOf } from '../hash.ts'
import { type Page, type Row, SyncError } from '../ports.ts'
import type { RowPageRule } from '../rules.ts'
import type { Tracer } from '../tracer.ts'
import { audit, type Look } from './look.ts'
import { textIn } from './values.ts'

type Values = Row['values']

/** The id that the row has for its page. Throws `SyncError` when the table has no such field: Baserow would ignore it. */
export function writtenIn({ link }: Pick<RowPageRule, 'link'>, { values }: Row): string {
  if (Object.hasOwn(values, link)) return textIn(values, link)
  throw new SyncError('baserow', 'invalid', {
    retry: false,
    said: `there is no field '${link}' for the id of the page`,
  })
}

/** The row's values with the id of its page in them. */
export async function writeBack(
  deps: Pick<SyncDeps, 'baserow' | 'notices'>,
  tracer: Tracer,
  look: Look,
  row: Row,
  page: Page,
): Promise<Values> {
  const link = look.rule.page?.link ?? ''
  const written = await tracer.step(
    'write_back',
    () => deps.baserow.update(look.rule.table, row.id, { [link]: page.id }),
    () => ({ page: page.id, reason: link }),
  )
  await audit(deps, look, 'row.update', `${link} (${page.id})`)
  return valuesAfter(row.values, written.values, [link, look.rule.writtenBy])
}

/**
 * What is remembered as synchronised: the row as Baserow answered it, unless somebody changed something else meanwhile.
 * That was not synchronised, and its event must not pass for known.
 */
export function valuesAfter(read: Values, answered: Values, ours: readonly (string | undefined)[]): Values {
  const own = Object.fromEntries(ours.flatMap((field) => fieldOf(answered, field)))
  const expected = { ...read, ...own }
  return hashOf(expected) === hashOf(answered) ? answered : expected
}

function fieldOf(values: Values, field: string | undefined): readonly (readonly [string, unknown])[] {
  return field !== undefined && Object.hasOwn(values, field) ? [[field, values[field]]] : []
}
