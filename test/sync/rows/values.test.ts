import { expect, test } from 'vitest'
import { linkedIds, textIn, textOf } from '../../../src/sync/rows/values.ts'

const link = (id: number, value: string) => ({ id, value, order: '1.00000000000000000000' })

test.each([
  [null, ''],
  [undefined, ''],
  ['Site', 'Site'],
  ['12.50', '12.50'],
  [3660, '3660'],
  [true, 'true'],
  [false, 'false'],
  ['2026-02-01', '2026-02-01'],
  [{ id: 7, value: 'livré', color: 'red' }, 'livré'],
  [[link(1, 'ACME'), link(2, 'Globex')], 'ACME, Globex'],
  [[link(1, ''), link(2, 'Globex')], 'Globex'],
  [[], ''],
  [[{ id: 1, value: null }], ''],
  [[{ id: 1, value: { id: 4, value: 'Lyon', color: 'red' } }], 'Lyon'],
  [{ id: 12, name: 'Bot' }, 'Bot'],
  [{ label: 'Contrat', url: 'https://example.org/c' }, 'Contrat'],
  [{ name: 'a1b2.pdf', visible_name: 'devis.pdf' }, 'devis.pdf'],
  [{ other: 1 }, '{"other":1}'],
])('%j reads %j', (value, text) => {
  expect(textOf(value)).toBe(text)
})

test('a link field names the rows that it leads to, anything else none', () => {
  expect(linkedIds([link(7, 'ACME'), link(3, 'Globex')])).toEqual([7, 3])
  expect(linkedIds(null)).toEqual([])
  expect(linkedIds('7')).toEqual([])
  expect(linkedIds(['7', null, { value: 'x' }])).toEqual([])
})

test('a field that is not there has no text', () => {
  expect(textIn({ nom: ' Site ' }, 'nom')).toBe('Site')
  expect(textIn({}, 'nom')).toBe('')
})
