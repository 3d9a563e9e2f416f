import { describe, expect, it } from 'vitest'
import { type Form, type Purpose, readForm } from '../../../src/notify/form.ts'
import { FORMS, formFor } from '../../../src/notify/forms/index.ts'
import { readFormJson } from '../../../src/notify/schema.ts'
import { formToModal } from '../../../src/notify/slack/render.ts'
import { PLAYBOOKS } from '../../../src/playbooks/index.ts'
import { faultsOf, viewSchema } from '../../fakes/slack-blocks.ts'

const purpose: Purpose = { kind: 'act', act: { kind: 'note', run: 'INC-1', note: 'x', form: 'x' } }
const people = [
  { id: 'corentin', name: 'Corentin' },
  { id: 'yan', name: 'Yan' },
]

type Around = Parameters<typeof formFor>[2]

function form(id: string, choosable: Around['people'] = people, run?: Around['run']): Form {
  const found = formFor(id, purpose, { people: choosable, run })
  if (found === undefined) throw new Error(`no form ${id}`)
  return found
}

/** What a person has to fill in, and what they may. */
function asked(id: string): string {
  return form(id)
    .inputs.map((input) => `${input.id}${input.optional === true ? '?' : ''}: ${input.kind}`)
    .join(', ')
}

/** What begins a run is no playbook's. */
const BEGINNING = ['incident.declare', 'release.start']

describe('every form that a playbook asks for', () => {
  it('is there', () => {
    const wished = [...JSON.stringify(PLAYBOOKS).matchAll(/"form":"([^"]+)"/g)].map((match) => match[1])
    expect(new Set(wished)).toEqual(new Set(Object.keys(FORMS).filter((id) => !BEGINNING.includes(id))))
  })

  it.each(Object.keys(FORMS))('%s has its own id, and Slack shows it uncut', (id) => {
    const one = form(id)
    const modal = formToModal(one)
    expect(one.id).toBe(id)
    expect(faultsOf(viewSchema, modal)).toEqual([])
    expect(modal.title.text).toBe(one.title)
    expect(modal.submit?.text).toBe(one.submit)
    expect(JSON.stringify(modal.blocks)).not.toContain('\u2026')
    expect(readFormJson(modal.private_metadata)?.id).toBe(id)
  })

  it('asks for this and no more', () => {
    expect(Object.fromEntries(Object.keys(FORMS).map((id) => [id, asked(id)]))).toEqual({
      'incident.declare':
        'severity: choice, title: line, symptom?: paragraph, userFacing: choice, dataLoss: choice',
      'incident.update': 'investigating: paragraph, eta?: line, public?: line',
      'incident.resolve': 'cause: line, impact: line, users: line, dataLoss: choice, cost?: line',
      'incident.cause': 'hypothesis: paragraph',
      'incident.mitigated': 'action: paragraph',
      'incident.verified': 'checks?: paragraph',
      'incident.not-fixed': 'reason: line',
      'incident.severity': 'severity: choice, reason: line',
      'incident.note': 'text: paragraph, at?: time',
      'incident.workaround': 'workaround: paragraph',
      'incident.action': 'text: line, owner: choice, due: date',
      'incident.data-loss': 'what: paragraph',
      'incident.confirm-data-loss': 'summary: paragraph',
      'incident.notice': 'reference: line',
      'action-item.drop': 'reason: line',
      'capacity.accept': 'reason: line',
      'share.keep': 'reason: line',
      'release.start': 'asked?: choice, version?: line, hotfix?: line',
      'release.keep-version': 'reason: line',
      'release.staging': 'flows: ticks',
      'release.fix': 'reason: line',
      'release.abort': 'reason: line',
      'release.deny': 'reason: line',
      'release.give-up': 'reason: line',
      'release.go-on': 'reason: line',
      'release.override': 'overridden: line',
      'release.by-hand': 'byHand: paragraph',
      'release.rollback': 'scenario: choice, reason: line',
      'release.note': 'text: paragraph, at?: time',
      'rollback.by-hand': 'byHand: paragraph',
    })
  })
})

describe('an action item', () => {
  it('is owned by somebody of the directory', () => {
    const item = { text: 'Rotate the logs', due: '2026-11-30' }
    expect(readForm(form('incident.action'), { ...item, owner: 'yan' }).ok).toBe(true)
    expect(readForm(form('incident.action'), { ...item, owner: 'mallory' })).toEqual({
      ok: false,
      faults: { owner: 'Choose one of: Corentin, Yan' },
    })
  })

  it('can be asked for in Slack by a team of a hundred', () => {
    const many = Array.from({ length: 100 }, (_, n) => ({ id: `person-${n}`, name: `Person number ${n}` }))
    const modal = formToModal(form('incident.action', many))
    expect(faultsOf(viewSchema, modal)).toEqual([])
    expect(modal.submit?.text).toBe('Open it')
    expect(readFormJson(modal.private_metadata)?.inputs.map((input) => input.id)).toEqual([
      'text',
      'owner',
      'due',
    ])
    expect(JSON.stringify(modal.blocks)).toContain('Person number 99')
  })
})

it('a form that nobody knows is none, whatever its name', () => {
  expect(formFor('incident.nonsense', purpose, { people, run: undefined })).toBeUndefined()
  expect(formFor('constructor', purpose, { people, run: undefined })).toBeUndefined()
})

describe('the validation of staging', () => {
  const flows = {
    facts: { flows: 'Login Docmost\nSaisie heures (UC-13)', staging: 'https://staging.example' },
  }

  it('lists the flows of the run and demands every one', () => {
    const staging = form('release.staging', people, flows)
    expect(staging.inputs).toEqual([
      {
        id: 'flows',
        label: 'Tried on staging',
        kind: 'ticks',
        options: [
          { value: '1', label: 'Login Docmost' },
          { value: '2', label: 'Saisie heures (UC-13)' },
        ],
        missing: 'Tick every flow that you tried, or choose RETOUR FIX',
        hint: 'https://staging.example',
      },
    ])
    const missing = { ok: false, faults: { flows: 'Tick every flow that you tried, or choose RETOUR FIX' } }
    expect(readForm(staging, {})).toEqual(missing)
    expect(readForm(staging, { flows: '2' })).toEqual(missing)
    expect(readForm(staging, { flows: '1\r\n2' })).toEqual({
      ok: true,
      fields: { flows: 'Login Docmost\nSaisie heures (UC-13)' },
    })
  })

  it('is one confirmation where no flows are configured', () => {
    const staging = form('release.staging', people, { facts: { flows: '' } })
    expect(readForm(staging, {})).toEqual({
      ok: false,
      faults: { flows: 'Tick it once you tried it, or choose RETOUR FIX' },
    })
    expect(readForm(staging, { flows: '1' })).toEqual({ ok: true, fields: { flows: 'Tried on staging' } })
  })
})

describe('the rollback', () => {
  it("offers the playbook's scenarios and says which version comes back", () => {
    const { inputs } = form('release.rollback', people, { facts: { version: 'v1.4.0', previous: 'v1.3.2' } })
    expect(inputs[0]).toEqual({
      id: 'scenario',
      label: 'What happened',
      kind: 'choice',
      options: [
        { value: 'healthcheck', label: 'Healthcheck KO post-deploy - deploy the stable version' },
        { value: 'bug', label: 'Bug critique decouvert dans watch period - deploy the stable version' },
        { value: 'migration', label: 'Migration schema casse rollups - restore the backup, then deploy' },
        { value: 'credentials', label: 'Compromission credentials post-deploy - rotate, then deploy' },
      ],
      hint: 'v1.4.0 goes, v1.3.2 comes back. Nothing holds a rollback.',
    })
  })
})
