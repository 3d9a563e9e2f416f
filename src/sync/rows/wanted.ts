import { SyncError } from '../ports.ts'
import type { IconRule } from '../rules.ts'
import type { Wanted } from './plan.ts'
import { type Filled, fillTitle, type Source } from './template.ts'
import { textIn } from './values.ts'

/** What the rule makes of a row. Throws `SyncError` when the rule names a field that the table does not have. */
export function wantedOf(
  rule: { readonly title: string; readonly icon?: IconRule | undefined },
  source: Source,
): Wanted {
  const icon = iconOf(rule.icon, source)
  return { title: filled(fillTitle(rule.title, source)), ...(icon === undefined ? {} : { icon }) }
}

/** Only the table can tell: it is a fault of the configuration, and no further attempt mends it. */
export function filled(text: Filled): string {
  if (text.ok) return text.text
  throw unknownField('a template', text.unknown)
}

/** Whether all these fields say something. Throws `SyncError` for one that the table does not have, as above. */
export function isFilled(fields: readonly string[], { values }: Source): boolean {
  const unknown = fields.find((field) => !Object.hasOwn(values, field))
  if (unknown !== undefined) throw unknownField('waitFor', unknown)
  return fields.every((field) => textIn(values, field) !== '')
}

function unknownField(where: string, field: string): SyncError {
  return new SyncError('baserow', 'invalid', {
    retry: false,
    said: `${where} names the field '${field}', which is not there`,
  })
}

function iconOf(rule: IconRule | undefined, { values }: Source): string | undefined {
  const value = rule === undefined ? '' : textIn(values, rule.field)
  return rule !== undefined && Object.hasOwn(rule.icons, value) ? rule.icons[value] : undefined
}
