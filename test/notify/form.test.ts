import { describe, expect, test } from 'vitest'
import { type Form, isDate, isTime, readForm } from '../../src/notify/form.ts'

const form: Form = {
  id: 'f',
  title: 'T',
  submit: 'S',
  purpose: { kind: 'declare' },
  inputs: [
    { id: 'due', label: 'Due', kind: 'date' },
    { id: 'at', label: 'When', kind: 'time', optional: true },
  ],
}

describe('a date', () => {
  test.each(['2026-11-30', '2028-02-29', '1970-01-01', '9999-12-31'])('%s is one', (value) => {
    expect(isDate(value)).toBe(true)
    expect(readForm(form, { due: ` ${value} ` })).toEqual({ ok: true, fields: { due: value } })
  })

  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-31',
    '30.11.2026',
    '2026-11-30T10:00',
    'soon',
  ])('%s is none', (value) => {
    expect(isDate(value)).toBe(false)
    expect(readForm(form, { due: value })).toEqual({
      ok: false,
      faults: { due: 'Not a date of the calendar: write it as 2026-11-30' },
    })
  })
})

describe('a time', () => {
  test.each(['00:00', '14:05', '23:59'])('%s is one', (value) => {
    expect(isTime(value)).toBe(true)
    expect(readForm(form, { due: '2026-11-30', at: value })).toEqual({
      ok: true,
      fields: { due: '2026-11-30', at: value },
    })
  })

  test.each(['24:00', '9:05', '14:60', '14h05', '14:05:00'])('%s is none', (value) => {
    expect(isTime(value)).toBe(false)
    expect(readForm(form, { due: '2026-11-30', at: value })).toEqual({
      ok: false,
      faults: { at: 'Not a time of day: write it as 14:05' },
    })
  })
})

test('a date that is needed is asked for, an optional time may stay away', () => {
  expect(readForm(form, {})).toEqual({ ok: false, faults: { due: 'Due is needed' } })
  expect(readForm(form, { due: '2026-11-30', at: '' })).toEqual({ ok: true, fields: { due: '2026-11-30' } })
})
