import { describe, expect, it } from 'vitest'
import { acknowledged, declared, noted } from '../../../../fixtures/incident-run.ts'
import { messageOf, spoken } from '../../../../fixtures/spoken.ts'

const taken = acknowledged(declared(), { minutes: 3, by: 'corentin' })
const told = (note: string, fields: Record<string, string>) =>
  noted(taken, note, { minutes: 10, by: 'vigie', fields })

describe('the rollback of an incident', () => {
  it('is named with the release and both versions', () => {
    const fields = { rollback: 'RBK-2', release: 'REL-7', version: 'v1.4.0', target: 'v1.3.2' }
    const run = told('linked', fields)
    expect(spoken(run, 'incident.rollback')).toEqual([
      'Rollback begun - INC-1',
      '- v1.4.0 (REL-7) goes back to v1.3.2: RBK-2.',
      '- Vigie at 14:42',
    ])
    expect(messageOf(run, 'incident.rollback').place).toBe('thread')
    expect(spoken(told('linked', { ...fields, release: '' }), 'incident.rollback')[1]).toBe(
      '- v1.4.0 goes back to v1.3.2: RBK-2.',
    )
  })

  it('that is done proposes to resolve, and no more than that', () => {
    const run = told('rolledBack', { rollback: 'RBK-2', target: 'v1.3.2' })
    expect(spoken(run, 'incident.rolled-back')).toEqual([
      'v1.3.2 is in production again - INC-1',
      '- RBK-2 is done. Verify, and resolve when it is over.',
      '- Vigie at 14:42',
      '[Resolve]',
    ])
    expect(run.facts['resolved']).toBeUndefined()
  })
})
