import { describe, expect, test } from 'vitest'
import type { Page } from '../../../src/sync/ports.ts'
import { type Plan, planRow, type Standing } from '../../../src/sync/rows/plan.ts'

const page = (over: Partial<Page> = {}): Page => ({
  id: 'p1',
  slugId: 's1',
  title: 'Projet Site - ACME',
  icon: null,
  space: 'agence',
  parent: null,
  updatedAt: '2026-11-24T10:00:00.000Z',
  createdBy: 'bot',
  updatedBy: 'bot',
  trashed: false,
  ...over,
})
const standing = (over: Partial<Standing> = {}): Standing => ({
  rule: { whenDeleted: 'keep' },
  wanted: { title: 'Projet Site - ACME' },
  remembered: undefined,
  page: page(),
  written: 'p1',
  ...over,
})
const remembered = (title: string, icon?: string) => ({
  fingerprint: 'f',
  at: 0,
  title,
  ...(icon === undefined ? {} : { icon }),
})
const steps = (...all: Extract<Plan, { steps: unknown }>['steps']): Plan => ({ steps: all })
const upToDate = { idle: 'up_to_date' } as const

const CASES: readonly (readonly [string, Partial<Standing>, Plan])[] = [
  ['no page yet', { page: undefined, written: '' }, steps({ do: 'create' }, { do: 'write_back' })],
  ['no page, an old id written', { page: undefined }, steps({ do: 'create' }, { do: 'write_back' })],
  ['no page, nowhere to write', { page: undefined, written: undefined }, steps({ do: 'create' })],
  ['nobody filled in the row', { page: undefined, wanted: { title: '' } }, { idle: 'no_title' }],
  ['a new page waits for its fields', { page: undefined, ready: false }, { idle: 'not_ready' }],
  ['a page that is there waits for none', { ready: false, written: '' }, steps({ do: 'write_back' })],
  ['a page in step', {}, upToDate],
  ['a page that the row does not name', { written: '' }, steps({ do: 'write_back' })],
  ['a page in the trash', { page: page({ trashed: true }), written: '' }, { idle: 'page_in_trash' }],
  [
    'an adopted page with another title',
    { page: page({ title: 'Site' }) },
    steps({ do: 'change', title: 'Projet Site - ACME' }),
  ],
  [
    'a row that was renamed',
    { remembered: remembered('Projet Vieux - ACME'), page: page({ title: 'Projet Vieux - ACME' }) },
    steps({ do: 'change', title: 'Projet Site - ACME' }),
  ],
  [
    'a page that a person renamed',
    { remembered: remembered('Projet Site - ACME'), page: page({ title: 'Le site' }) },
    upToDate,
  ],
  [
    'a renamed row whose page a person renamed to the same',
    { remembered: remembered('Projet Vieux - ACME') },
    upToDate,
  ],
  ['a row that lost its title', { wanted: { title: '' }, page: page({ title: 'x' }) }, upToDate],
  [
    'a new status',
    { wanted: { title: 'Projet Site - ACME', icon: '■' }, remembered: remembered('Projet Site - ACME', '▶') },
    steps({ do: 'change', icon: '■' }),
  ],
  [
    'an icon that a person chose',
    {
      wanted: { title: 'Projet Site - ACME', icon: '▶' },
      remembered: remembered('Projet Site - ACME', '▶'),
      page: page({ icon: '★' }),
    },
    upToDate,
  ],
  ['a status without an icon', { page: page({ icon: '▶' }), remembered: remembered('x', '▶') }, upToDate],
  [
    'both at once, with the id',
    { wanted: { title: 'B', icon: '■' }, remembered: remembered('A', '▶'), written: '' },
    steps({ do: 'change', title: 'B', icon: '■' }, { do: 'write_back' }),
  ],
  [
    'children, new and left',
    { children: { wanted: ['formation:3/bloc:9'], known: ['formation:3/bloc:9', 'formation:3/bloc:4'] } },
    steps({ do: 'child', entity: 'formation:3/bloc:9' }, { do: 'leave_child', entity: 'formation:3/bloc:4' }),
  ],
  ['a deleted row', { wanted: undefined }, steps({ do: 'orphan', title: '(deleted) Projet Site - ACME' })],
  [
    'a deleted row whose page is marked',
    { wanted: undefined, page: page({ title: '(deleted) Projet Site - ACME' }) },
    steps({ do: 'orphan' }),
  ],
  [
    'a deleted row that takes its page along',
    { wanted: undefined, rule: { whenDeleted: 'trash' } },
    steps({ do: 'trash' }),
  ],
  [
    'a deleted row with a page in the trash',
    { wanted: undefined, page: page({ trashed: true }) },
    { idle: 'page_in_trash' },
  ],
  ['a deleted row without a page', { wanted: undefined, page: undefined }, { idle: 'page_not_found' }],
]

describe('the plan for', () => {
  test.each(CASES)('%s', (_name, over, plan) => {
    expect(planRow(standing(over))).toEqual(plan)
  })
})
