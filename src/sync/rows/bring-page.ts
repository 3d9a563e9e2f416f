import type { SyncDeps } from '../deps.ts'
import type { Page } from '../ports.ts'
import type { Ignored } from '../trace.ts'
import type { Tracer } from '../tracer.ts'
import { createOwnPage, type Draft, findOwnPage } from './ensure-page.ts'
import { audit, changing } from './look.ts'
import { type Plan, planRow, type Standing, type Step } from './plan.ts'

/** What came of it: `idle` when nothing had to be done. */
export type Brought = { readonly idle?: Ignored; readonly page?: Page; readonly created: boolean }

/** What else belongs to a page: the row's field and the pages under it. True when it did something. */
export type More = (step: Step, page: Page, created: boolean) => Promise<boolean>

/** Brings one page in step with what its row wants: found or made, then changed where the row itself changed. */
export async function bringPage(
  deps: SyncDeps,
  tracer: Tracer,
  draft: Draft,
  standing: Pick<Standing, 'children'> = {},
  more: More = async () => false,
): Promise<Brought> {
  const page = await findOwnPage(deps, tracer, draft)
  const { wanted, before: remembered, written } = draft
  const ready = page !== undefined || (draft.isReady?.() ?? true)
  const rule = { whenDeleted: 'keep' } as const
  const plan = planRow({ rule, wanted, remembered, page, written, ready, ...standing })
  if ('idle' in plan) return { idle: plan.idle, ...(page === undefined ? {} : { page }), created: false }
  return carryOut(deps, tracer, { draft, page, steps: plan.steps, more })
}

type Work = {
  readonly draft: Draft
  readonly page: Page | undefined
  readonly steps: Extract<Plan, { steps: unknown }>['steps']
  readonly more: More
}

async function carryOut(
  deps: SyncDeps,
  tracer: Tracer,
  { draft, page: before, steps, more }: Work,
): Promise<Brought> {
  const created = before === undefined
  const page = before ?? (await createOwnPage(deps, tracer, draft))
  let did = created
  for (const step of steps) {
    if (step.do === 'change') await changePage(deps, tracer, draft, page, step)
    if (step.do === 'change' || (await more(step, page, created))) did = true
  }
  return { page, created, ...(did ? {} : { idle: 'up_to_date' }) }
}

async function changePage(
  deps: SyncDeps,
  tracer: Tracer,
  draft: Draft,
  page: Page,
  { title, icon }: Extract<Step, { do: 'change' }>,
): Promise<void> {
  const change = { ...(title === undefined ? {} : { title }), ...(icon === undefined ? {} : { icon }) }
  const reason = Object.keys(change).join(', ')
  await deps.book.memory.set(draft.key, changing(draft.before, change, deps.clock.now()))
  await tracer.step(
    'change_page',
    () => deps.docmost.update(page.id, change),
    () => ({ page: page.id, reason }),
  )
  await audit(deps, draft, 'page.change', `${reason} (${page.id})`)
}
