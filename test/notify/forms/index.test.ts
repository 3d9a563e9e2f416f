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

function form(id: string, choosable: readonly { id: string; name: string }[] = people): Form {
  const found = formFor(id, purpose, choosable)
  if (found === undefined) throw new Error(`no form ${id}`)
  return found
}

/** What a person has to fill in, and what they may. */
function asked(id: string): string {
  return form(id)
    .inputs.map((input) => `${input.id}${input.optional === true ? '?' : ''}: ${input.kind}`)
    .join(', ')
}

describe('every form that a playbook asks for', () => {
  it('is there', () => {
    const wished = [...JSON.stringify(PLAYBOOKS).matchAll(/"form":"([^"]+)"/g)].map((match) => match[1])
    expect(new Set(wished)).toEqual(new Set(Object.keys(FORMS).filter((id) => id !== 'incident.declare')))
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
  expect(formFor('incident.nonsense', purpose, people)).toBeUndefined()
  expect(formFor('constructor', purpose, people)).toBeUndefined()
})
