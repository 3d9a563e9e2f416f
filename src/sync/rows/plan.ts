import type { Remembered } from '../book.ts'
import type { Page } from '../ports.ts'
import type { RowPageRule } from '../rules.ts'
import type { Ignored } from '../trace.ts'

/** What a row wants of its page. The title is empty while nobody filled in the row; without an icon it is left alone. */
export type Wanted = { readonly title: string; readonly icon?: string }

export type Step =
  | { readonly do: 'create' }
  | { readonly do: 'change'; readonly title?: string; readonly icon?: string }
  | { readonly do: 'write_back' }
  /** The page of a row under this one; it plans for itself. */
  | { readonly do: 'child'; readonly entity: string }
  /** Its row is not linked any more: the page stays. */
  | { readonly do: 'leave_child'; readonly entity: string }
  /** Without a title it is marked already. */
  | { readonly do: 'orphan'; readonly title?: string }
  | { readonly do: 'trash' }

export type Plan = { readonly idle: Ignored } | { readonly steps: readonly Step[] }

export type Standing = {
  readonly rule: Pick<RowPageRule, 'whenDeleted'>
  /** Undefined when the row was deleted. */
  readonly wanted: Wanted | undefined
  readonly remembered: Remembered | undefined
  readonly page: Page | undefined
  /** What stands in the row's field for the id of its page; undefined where there is no such field. */
  readonly written?: string | undefined
  /** False while fields are empty that a new page waits for. */
  readonly ready?: boolean
  /** Keys of the pages that shall be under this one, and of those that are known. */
  readonly children?: { readonly wanted: readonly string[]; readonly known: readonly string[] }
}

const MARK = '(deleted) '

/** What has to be done so that a page is in step with its row. Never touches the content of a page that is there. */
export function planRow(standing: Standing): Plan {
  const { wanted, page, remembered } = standing
  if (wanted === undefined) return planDeleted(page, standing.rule)
  if (page?.trashed === true) return { idle: 'page_in_trash' }
  if (page === undefined && wanted.title === '') return { idle: 'no_title' }
  if (page === undefined && standing.ready === false) return { idle: 'not_ready' }
  const change = page === undefined ? {} : changeOf(wanted, remembered, page)
  const steps: readonly Step[] = [
    ...(page === undefined ? [{ do: 'create' } as const] : []),
    ...(Object.keys(change).length > 0 ? [{ do: 'change', ...change } as const] : []),
    ...planWriteBack(standing),
    ...planChildren(standing),
  ]
  return steps.length === 0 ? { idle: 'up_to_date' } : { steps }
}

function planWriteBack({ written, page }: Standing): readonly Step[] {
  return written === undefined || written === page?.id ? [] : [{ do: 'write_back' }]
}

function planChildren({ children = { wanted: [], known: [] } }: Standing): readonly Step[] {
  const left = children.known.filter((entity) => !children.wanted.includes(entity))
  return [
    ...children.wanted.map((entity) => ({ do: 'child', entity }) as const),
    ...left.map((entity) => ({ do: 'leave_child', entity }) as const),
  ]
}

function planDeleted(page: Page | undefined, { whenDeleted }: Standing['rule']): Plan {
  if (page === undefined) return { idle: 'page_not_found' }
  if (page.trashed) return { idle: 'page_in_trash' }
  if (whenDeleted === 'trash') return { steps: [{ do: 'trash' }] }
  const isMarked = page.title.startsWith(MARK)
  return { steps: [{ do: 'orphan', ...(isMarked ? {} : { title: `${MARK}${page.title}` }) }] }
}

/** A page that a person renamed stays so until the row itself wants something else than it did, or was gone meanwhile. */
function changeOf(wanted: Wanted, remembered: Remembered | undefined, page: Page): Partial<Wanted> {
  const { title, icon } = wanted
  const isOther = title !== remembered?.title || page.title.startsWith(MARK)
  return {
    ...(title !== '' && isOther && title !== page.title ? { title } : {}),
    ...(icon !== undefined && icon !== remembered?.icon && icon !== page.icon ? { icon } : {}),
  }
}
