import type { SyncDeps } from '../deps.ts'
import { isRowLabel } from '../entity.ts'
import type { Page, Space } from '../ports.ts'
import type { PageRule } from '../rules.ts'
import { isSpace, spaceById } from './wiki-spaces.ts'

type RuleDeps = Pick<SyncDeps, 'docmost' | 'cache' | 'rules'>

/** The rule by which a page becomes a row; undefined when there is none, or when a label says that it belongs to a row. */
export async function findPageRule(deps: RuleDeps, page: Page): Promise<PageRule | undefined> {
  const here = rulesOf(deps.rules.pages, await spaceById(deps, page.space))
  const parent = here.some((rule) => rule.parent !== undefined) ? await parentOf(deps, page) : undefined
  const byParent = here.find((rule) => stands(rule, parent))
  if (byParent === undefined && here.every((rule) => rule.label === undefined)) return undefined
  const labels = await deps.docmost.labelsOf(page.id)
  if (labels.some(isRowLabel)) return undefined
  return byParent ?? here.find((rule) => bears(rule, labels))
}

function rulesOf(rules: RuleDeps['rules']['pages'], space: Space | undefined): readonly PageRule[] {
  return space === undefined ? [] : Object.values(rules).filter((rule) => isSpace(space, rule.space))
}

async function parentOf({ docmost }: RuleDeps, { parent }: Page): Promise<Page | undefined> {
  return parent === null ? undefined : docmost.page(parent)
}

/** Whether a page under this parent is meant. */
export function stands({ parent }: PageRule, under: Pick<Page, 'title'> | undefined): boolean {
  return parent !== undefined && under?.title.trim() === parent.trim()
}

/** Docmost writes labels in lower case, with `-` for blanks. */
function bears({ label }: PageRule, labels: readonly string[]): boolean {
  return label !== undefined && labels.includes(label.trim().toLowerCase().replace(/\s+/g, '-'))
}
