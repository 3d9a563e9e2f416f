import { expect, test } from 'vitest'
import { readAct, readFormJson } from '../../src/notify/schema.ts'

test.each([
  [{ kind: 'show', run: 'INC-1' }],
  [{ kind: 'note', run: 'INC-1', note: 'update', form: 'incident.update' }],
  [{ kind: 'choose', run: 'INC-1', step: 'triage', choice: 'acknowledge', code: 'INC-1-A' }],
])('an act comes back as it went: %j', (act) => {
  expect(readAct(JSON.stringify(act))).toEqual(act)
})

test.each([
  [''],
  ['not json'],
  ['null'],
  ['{"kind":"drop","run":"INC-1"}'],
  ['{"kind":"show"}'],
  ['{"kind":"show","run":7}'],
  ['{"kind":"show","run":"INC-1","by":"corentin"}'],
])('what is not an act of ours is none: %s', (json) => {
  expect(readAct(json)).toBeUndefined()
})

test('a form with a date and a time comes back as it went', () => {
  const form = {
    id: 'f',
    title: 't',
    submit: 's',
    inputs: [
      { id: 'due', label: 'Due', kind: 'date' },
      { id: 'at', label: 'At', kind: 'time', optional: true },
    ],
    purpose: { kind: 'declare' },
  }
  expect(readFormJson(JSON.stringify(form))).toEqual(form)
})

test.each([[{ kind: 'release' }], [{ kind: 'rollback' }], [{ kind: 'rollback', run: 'REL-7' }]])(
  'a form comes back with its purpose: %j',
  (purpose) => {
    const form = {
      id: 'f',
      title: 't',
      submit: 's',
      inputs: [{ id: 'at', label: 'At', kind: 'time' }],
      purpose,
    }
    expect(readFormJson(JSON.stringify(form))).toEqual(form)
  },
)

test('a form without inputs is none', () => {
  const form = { id: 'f', title: 't', submit: 's', inputs: [], purpose: { kind: 'declare' } }
  expect(readFormJson(JSON.stringify(form))).toBeUndefined()
})
