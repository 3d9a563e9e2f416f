import { expect, test } from 'vitest'
import type { Remembered } from '../../../src/sync/book.ts'
import { checkCapacity } from '../../../src/sync/rows/capacity.ts'
import type { SyncRules } from '../../../src/sync/rules.ts'
import { cause, createTold } from './told.ts'

const RULE = { hours: 'heures_restantes_total', name: 'nom' }
const rules: SyncRules = {
  tables: {
    personne: { table: 44, links: {}, checksCapacityOf: [], capacity: RULE },
    intervention: { table: 45, links: { personne: 'personne' }, checksCapacityOf: ['personne'] },
  },
  pages: {},
  shares: { notify: false },
  timing: { poll: 1, sweep: 1, reconcile: 1 },
}
const addresses = {
  row: (table: number, row: number) => `https://baserow.test/${table}/${row}`,
  page: () => '',
}

/** Looks at the hours of person 5, one after the other, as if each look had been remembered. */
async function watch(...hours: readonly unknown[]) {
  const { told, notices, tracer, traced, book } = createTold()
  let before: Remembered | undefined
  for (const one of hours) {
    const row = { id: 5, values: { nom: 'Yan', heures_restantes_total: one } }
    const causes = [
      cause('capacity', { through: 'intervention:16' }),
      cause('capacity', { through: 'intervention:17' }),
    ]
    const found = await checkCapacity({ notices, addresses, rules, book }, tracer, {
      entity: 'personne:5',
      rule: RULE,
      row,
      before,
      causes,
    })
    before = { fingerprint: 'f', at: 1, ...before, ...found }
  }
  return { told, traced: await traced(), before }
}

test('hours below zero are told, with who used them up last', async () => {
  const { told, before, traced } = await watch('-2.50')
  expect(told).toEqual([
    [
      'overCapacity',
      {
        key: 'capacity:personne:5:1',
        entity: 'personne:5',
        person: 'Yan',
        hours: -2.5,
        address: 'https://baserow.test/44/5',
        through: 'intervention:17',
        throughAddress: 'https://baserow.test/45/17',
      },
    ],
  ])
  expect(before).toMatchObject({ episode: 1, over: true })
  expect(traced).toEqual([['check_capacity', true, 'used_up: -2.5 h']])
})

test('once until they recover, and then again', async () => {
  const { told, before } = await watch('4', '-1.00', '-3.00', '-3.00', '0.00', '5', '-0.25')
  expect(told).toMatchObject([
    ['overCapacity', { key: 'capacity:personne:5:1', hours: -1 }],
    ['capacityBack', 'capacity:personne:5:1', 0],
    ['overCapacity', { key: 'capacity:personne:5:2', hours: -0.25 }],
  ])
  expect(before).toMatchObject({ episode: 2, over: true })
})

test('what a crash made forget is told with the same key', async () => {
  const { told, notices, tracer, book } = createTold()
  const row = { id: 5, values: { nom: 'Yan', heures_restantes_total: '-1' } }
  const before = { fingerprint: 'f', at: 1, episode: 3, over: false }
  const check = { entity: 'personne:5', rule: RULE, row, before, causes: [] }
  for (let n = 0; n < 2; n += 1) await checkCapacity({ notices, addresses, rules, book }, tracer, check)
  expect(told).toMatchObject(
    Array.from({ length: 2 }, () => ['overCapacity', { key: 'capacity:personne:5:4' }]),
  )
})

test.each([null, undefined, '', ' ', 'NaN', 'beaucoup', [], true])(
  'no number leaves everything as it is: %j',
  async (value) => {
    const { told, before, traced } = await watch('-1', value)
    expect(told).toHaveLength(1)
    expect(before).toMatchObject({ episode: 1, over: true })
    expect(traced.at(-1)).toEqual(['check_capacity', true, 'no_number: heures_restantes_total'])
  },
)

test('a number that is none of anything before is no zero', async () => {
  const { told, before } = await watch(null)
  expect(told).toEqual([])
  expect(before).toEqual({ fingerprint: 'f', at: 1 })
})

test('what could not be told is thrown, and stands in the trace', async () => {
  const { notices, tracer, traced, book } = createTold()
  const away = { ...notices, overCapacity: () => Promise.reject(new Error('the store is gone')) }
  const row = { id: 5, values: { heures_restantes_total: -1 } }
  const check = { entity: 'personne:5', rule: RULE, row, before: undefined, causes: [] }
  await expect(checkCapacity({ notices: away, addresses, rules, book }, tracer, check)).rejects.toThrow(
    'gone',
  )
  expect(await traced()).toEqual([['check_capacity', false, 'the store is gone']])
})

test('a field that the table does not have is an error: no alert would ever come', async () => {
  const { notices, tracer, book } = createTold()
  const row = { id: 5, values: { nom: 'Yan', heures: '-2' } }
  const order = { entity: 'personne:5', rule: RULE, row, before: undefined, causes: [cause('capacity')] }
  const check = checkCapacity({ notices, addresses, rules, book }, tracer, order)
  await expect(check).rejects.toThrow("the field 'heures_restantes_total', which is not there")
})

test('what used them up is told later where it was not known, once', async () => {
  const { told, notices, tracer, book } = createTold()
  const row = { id: 5, values: { nom: 'Yan', heures_restantes_total: '-1' } }
  const known = [cause('capacity', { through: 'intervention:17' })]
  let before: Remembered = { fingerprint: 'f', at: 1 }
  for (const causes of [[cause('linked')], [cause('linked')], known, known]) {
    const check = { entity: 'personne:5', rule: RULE, row, before, causes }
    before = { ...before, ...(await checkCapacity({ book, notices, addresses, rules }, tracer, check)) }
  }
  expect(told).toMatchObject([
    ['overCapacity', { key: 'capacity:personne:5:1' }],
    ['overCapacity', { key: 'capacity:personne:5:1', through: 'intervention:17' }],
  ])
  expect(before).toMatchObject({ episode: 1, over: true, unexplained: false })
})
