import { keyOf, readKey } from '../../sync/entity.ts'
import { refusal } from '../answers.ts'
import type { Reply } from '../command.ts'
import type { Context } from '../context.ts'

/** As `vigie.yaml` names them. */
export function tablesOf({ settings }: Pick<Context, 'settings'>): readonly string[] {
  return Object.keys(settings.sync?.tables ?? {})
}

/** The table that somebody typed, whatever the case of the letters. */
export function tableNamed(context: Pick<Context, 'settings'>, word: string): string | undefined {
  const tables = tablesOf(context)
  return tables.find((one) => one === word) ?? tables.find((one) => one.toLowerCase() === word.toLowerCase())
}

export function noSuchTable(context: Pick<Context, 'settings'>, word: string): Reply {
  const tables = tablesOf(context)
  return refusal(`There is no table "${word.slice(0, 40)}"`, {
    lines: [
      tables.length === 0
        ? 'vigie.yaml has no table to keep in step: add one under sync.tables.'
        : `The tables are: ${tables.join(', ')}.`,
    ],
  })
}

export type Typed = { readonly key: string } | { readonly reply: Reply }

/** `projet 42`, `projet:42` or `page:01a2058c-...`; the answer when it is none of them. `say` is how it is said. */
export function readEntity(context: Pick<Context, 'settings'>, text: string, say: string): Typed {
  const [name = '', id = '', ...more] = text.trim().split(/[\s:]+/)
  if (name === '') return { reply: refusal('Which row?', { lines: [say] }) }
  if (more.length > 0) return { reply: refusal('Nothing was done - one row at a time', { lines: [say] }) }
  if (name.toLowerCase() === 'page')
    return id === '' ? { reply: refusal('Which page?', { lines: [PAGE] }) } : { key: `page:${id}` }
  const table = tableNamed(context, name)
  if (table === undefined) return { reply: noSuchTable(context, name) }
  const entity = /^\d{1,15}$/.test(id) ? readKey(`${table}:${id}`) : undefined
  if (entity === undefined) return { reply: noRow(table, id, say) }
  return { key: keyOf(entity) }
}

const PAGE = 'A page goes by its id: /sync force page:01a2058c-...'

function noRow(table: string, id: string, say: string): Reply {
  const title = id === '' ? `Which row of ${table}?` : `"${id.slice(0, 40)}" is no number of a row`
  return refusal(title, { lines: ['The number stands at the end of its address in Baserow.', say] })
}
