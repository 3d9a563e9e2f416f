import { describe, expect, test } from 'vitest'
import type { Form } from '../../../src/notify/form.ts'
import { formToHtml } from '../../../src/notify/html/form.ts'

const context = { action: '/console/form', cancel: '/console', hidden: { csrf: 'c', nonce: 'n' } }

const form: Form = {
  id: 'incident.declare',
  title: 'Declare an incident',
  submit: 'Declare',
  purpose: { kind: 'declare' },
  inputs: [
    {
      id: 'severity',
      label: 'Severity',
      kind: 'choice',
      options: [
        { value: 'sev1', label: 'SEV1' },
        { value: 'sev2', label: 'SEV2' },
      ],
    },
    { id: 'title', label: 'Title', kind: 'line', max: 150, hint: 'In a few words' },
    { id: 'symptom', label: 'Symptom', kind: 'paragraph', max: 3000, optional: true },
    {
      id: 'area',
      label: 'Area',
      kind: 'choice',
      optional: true,
      options: [{ value: 'wiki', label: 'Wiki' }],
    },
  ],
}

const HEAD = '<form class="form" method="post" action="/console/form" novalidate><h1>Declare an incident</h1>'
const HIDDEN = '<input type="hidden" name="csrf" value="c"><input type="hidden" name="nonce" value="n">'
const END =
  '<div class="form-end"><button class="button button-primary">Declare</button><a class="button" href="/console">Cancel</a></div></form>'

describe('a form', () => {
  test('fresh, exactly; the keyboard starts at its first input', () => {
    expect(String(formToHtml(form, {}, {}, context))).toBe(
      [
        HEAD,
        HIDDEN,
        '<fieldset class="input"><legend>Severity</legend><div class="radios">',
        '<label class="radio"><input type="radio" name="value.severity" value="sev1" required autofocus>SEV1</label>',
        '<label class="radio"><input type="radio" name="value.severity" value="sev2" required>SEV2</label>',
        '</div></fieldset>',
        '<div class="input"><label for="in-title">Title</label>',
        '<input type="text" id="in-title" name="value.title" required aria-describedby="hint-title" value="" autocomplete="off">',
        '<p class="hint" id="hint-title">In a few words</p></div>',
        '<div class="input"><label for="in-symptom">Symptom <span class="optional">optional</span></label>',
        '<textarea id="in-symptom" name="value.symptom" rows="5">\n</textarea></div>',
        '<div class="input"><label for="in-area">Area <span class="optional">optional</span></label>',
        '<select id="in-area" name="value.area"><option value="" selected>No answer</option><option value="wiki">Wiki</option></select></div>',
        END,
      ].join(''),
    )
  })

  test('come back with faults keeps everything typed, says each beside its input and starts at the first', () => {
    const values = { severity: 'sev2', title: 'x"<y>', symptom: '\n</textarea><script>', area: 'wiki' }
    const faults = { title: 'At most 3 fit', symptom: 'Too <long>' }
    expect(String(formToHtml(form, values, faults, context))).toBe(
      [
        HEAD,
        '<p class="form-faults" role="alert">2 answers need another look. Nothing was sent yet.</p>',
        HIDDEN,
        '<fieldset class="input"><legend>Severity</legend><div class="radios">',
        '<label class="radio"><input type="radio" name="value.severity" value="sev1" required>SEV1</label>',
        '<label class="radio"><input type="radio" name="value.severity" value="sev2" required checked>SEV2</label>',
        '</div></fieldset>',
        '<div class="input"><label for="in-title">Title</label>',
        '<input type="text" id="in-title" name="value.title" required aria-invalid="true" aria-describedby="fault-title hint-title" autofocus value="x&quot;&lt;y&gt;" autocomplete="off">',
        '<p class="fault" id="fault-title">At most 3 fit</p><p class="hint" id="hint-title">In a few words</p></div>',
        '<div class="input"><label for="in-symptom">Symptom <span class="optional">optional</span></label>',
        '<textarea id="in-symptom" name="value.symptom" aria-invalid="true" aria-describedby="fault-symptom" rows="5">\n\n&lt;/textarea&gt;&lt;script&gt;</textarea>',
        '<p class="fault" id="fault-symptom">Too &lt;long&gt;</p></div>',
        '<div class="input"><label for="in-area">Area <span class="optional">optional</span></label>',
        '<select id="in-area" name="value.area"><option value="">No answer</option><option value="wiki" selected>Wiki</option></select></div>',
        END,
      ].join(''),
    )
  })

  test('an initial value stands until something is typed, even when that was emptied', () => {
    const small: Form = {
      ...form,
      inputs: [{ id: 't', label: 'T', kind: 'line', max: 9, initial: 'so far' }],
    }
    expect(String(formToHtml(small, {}, {}, context))).toContain('value="so far"')
    expect(String(formToHtml(small, { t: '' }, {}, context))).toContain('value=""')
  })

  test('a date and a time are picked by the browser', () => {
    const inputs: Form['inputs'] = [
      { id: 'due', label: 'Due', kind: 'date' },
      { id: 'at', label: 'At', kind: 'time', optional: true },
    ]
    const text = String(formToHtml({ ...form, inputs }, { at: '14:05' }, { due: 'Due is needed' }, context))
    expect(text).toContain(
      '<input type="date" id="in-due" name="value.due" required aria-invalid="true" aria-describedby="fault-due" autofocus value="" autocomplete="off">',
    )
    expect(text).toContain('<input type="time" id="in-at" name="value.at" value="14:05" autocomplete="off">')
  })

  test('ticks are a group of boxes; those that were ticked stay so', () => {
    const inputs: Form['inputs'] = [
      {
        id: 'flows',
        label: 'Tried on staging',
        kind: 'ticks',
        options: [
          { value: '1', label: 'Login Docmost' },
          { value: '2', label: 'Saisie <UC-13>' },
        ],
        missing: 'Tick every flow that you tried, or choose RETOUR FIX',
      },
    ]
    const small = { ...form, inputs }
    expect(String(formToHtml(small, { flows: '2' }, { flows: 'Tick every flow' }, context))).toContain(
      [
        '<fieldset class="input"><legend>Tried on staging</legend><div class="radios ticks">',
        '<label class="radio"><input type="checkbox" name="value.flows" value="1" autofocus>Login Docmost</label>',
        '<label class="radio"><input type="checkbox" name="value.flows" value="2" checked>Saisie &lt;UC-13&gt;</label>',
        '</div><p class="fault" id="fault-flows">Tick every flow</p></fieldset>',
      ].join(''),
    )
  })

  test('many options make a list', () => {
    const option = (n: number) => ({ value: `o${n}`, label: `Option ${n}` })
    const options = [option(1), option(2), option(3), option(4), option(5), option(6)] as const
    const small: Form = { ...form, inputs: [{ id: 'o', label: 'O', kind: 'choice', options }] }
    const text = String(formToHtml(small, { o: 'o6' }, {}, context))
    expect(text).toContain('<select id="in-o" name="value.o" required autofocus><option value="o1">')
    expect(text).toContain('<option value="o6" selected>Option 6</option>')
  })
})
