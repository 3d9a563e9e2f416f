import { expect, test } from 'vitest'
import type { Form, Input } from '../../../src/notify/form.ts'
import { readFormJson } from '../../../src/notify/schema.ts'
import { formToModal, inputOf } from '../../../src/notify/slack/render.ts'
import { faultsOf, viewSchema } from '../../fakes/slack-blocks.ts'

const declare: Form = {
  id: 'incident.declare',
  title: 'Declare an incident for formation-hub',
  submit: 'Declare',
  purpose: { kind: 'declare' },
  inputs: [
    {
      id: 'severity',
      label: 'Severity',
      kind: 'choice',
      initial: 'sev2',
      options: [
        { value: 'sev1', label: 'SEV1 - down or losing data' },
        { value: 'sev2', label: 'SEV2 - degraded' },
      ],
    },
    { id: 'title', label: 'Title', kind: 'line', max: 120, hint: 'What a user would say' },
    { id: 'symptom', label: 'Symptom', kind: 'paragraph', max: 5000, optional: true, initial: 'R&D' },
  ],
}

test('a form becomes this modal and no other', () => {
  const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })
  expect(formToModal(declare)).toEqual({
    type: 'modal',
    callback_id: 'form',
    private_metadata:
      '{"id":"incident.declare","title":"Declare an incident for formation-hub","submit":"Declare",' +
      '"purpose":{"kind":"declare"},"inputs":[{"id":"severity","label":"Severity","kind":"choice",' +
      '"initial":"sev2","options":[{"value":"sev1","label":"SEV1 - down or losing data"},' +
      '{"value":"sev2","label":"SEV2 - degraded"}]},{"id":"title","label":"Title","kind":"line","max":120},' +
      '{"id":"symptom","label":"Symptom","kind":"paragraph","max":5000,"optional":true,' +
      '"initial":"R\\u0026D"}]}',
    title: plain('Declare an incident for…'),
    close: plain('Cancel'),
    submit: plain('Declare'),
    blocks: [
      {
        type: 'input',
        block_id: 'severity',
        label: plain('Severity'),
        optional: false,
        element: {
          type: 'static_select',
          action_id: 'value',
          options: [
            { text: plain('SEV1 - down or losing data'), value: 'sev1' },
            { text: plain('SEV2 - degraded'), value: 'sev2' },
          ],
          initial_option: { text: plain('SEV2 - degraded'), value: 'sev2' },
        },
      },
      {
        type: 'input',
        block_id: 'title',
        label: plain('Title'),
        optional: false,
        hint: plain('What a user would say'),
        element: { type: 'plain_text_input', action_id: 'value', multiline: false, max_length: 120 },
      },
      {
        type: 'input',
        block_id: 'symptom',
        label: plain('Symptom'),
        optional: true,
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          multiline: true,
          max_length: 3000,
          initial_value: 'R&D',
        },
      },
    ],
  })
})

test('the modal carries the form, so that any replica can read what comes back', () => {
  const unhinted = declare.inputs.map(({ hint: _hint, ...input }) => input)
  expect(readFormJson(formToModal(declare).private_metadata)).toEqual({ ...declare, inputs: unhinted })
})

test('dates and times are picked; an initial value that is none is left out', () => {
  const due: Input = { id: 'due', label: 'Due', kind: 'date', initial: '2026-11-30' }
  const at: Input = { id: 'at', label: 'At', kind: 'time', initial: '14:05' }
  const elements = (inputs: Form['inputs']) =>
    formToModal({ ...declare, inputs }).blocks.map((block) => block.type === 'input' && block.element)
  expect(elements([due, at])).toEqual([
    { type: 'datepicker', action_id: 'value', initial_date: '2026-11-30' },
    { type: 'timepicker', action_id: 'value', initial_time: '14:05' },
  ])
  expect(
    elements([
      { ...due, initial: '2026-02-30' },
      { ...at, initial: 'noon' },
    ]),
  ).toEqual([
    { type: 'datepicker', action_id: 'value' },
    { type: 'timepicker', action_id: 'value' },
  ])
})

test('a list of ticks is checkboxes, ten a block; a label too long goes on beneath', () => {
  const long = `${'word '.repeat(18)}end`
  const options = [
    { value: '1', label: long },
    ...Array.from({ length: 10 }, (_, n) => ({ value: String(n + 2), label: `Flow ${n + 2}` })),
  ] as const
  const [first, ...rest] = options
  const flows: Input = {
    id: 'flows',
    label: 'Tried on staging',
    kind: 'ticks',
    options: [first, ...rest],
    missing: 'Tick every one',
    hint: 'https://staging.example',
  }
  const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })
  const boxes = rest.map(({ value, label }) => ({ text: plain(label), value }))
  const modal = formToModal({ ...declare, inputs: [flows] })
  expect(modal.blocks).toEqual([
    {
      type: 'input',
      block_id: 'flows',
      label: plain('Tried on staging'),
      optional: false,
      hint: plain('https://staging.example'),
      element: {
        type: 'checkboxes',
        action_id: 'value',
        options: [
          {
            text: plain(`${'word '.repeat(14)}word…`),
            value: '1',
            description: plain('word word word end'),
          },
          ...boxes.slice(0, 9),
        ],
      },
    },
    {
      type: 'input',
      block_id: 'flows#2',
      label: plain('Tried on staging (2)'),
      optional: false,
      element: { type: 'checkboxes', action_id: 'value', options: boxes.slice(9) },
    },
  ])
  expect(faultsOf(viewSchema, modal)).toEqual([])
  expect(modal.blocks.flatMap((block) => ('block_id' in block ? inputOf(block.block_id) : []))).toEqual([
    'flows',
    'flows',
  ])
})

test('a form too large to be carried says where it can be filled in', () => {
  const [first] = declare.inputs
  const large: Form = { ...declare, inputs: [{ ...first, label: 'x'.repeat(3000) }] }
  const modal = formToModal(large)
  expect(modal.submit).toBeUndefined()
  expect(JSON.stringify(modal.blocks)).toContain('/ops link')
})
