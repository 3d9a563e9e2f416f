import { describe, expect, it } from 'vitest'
import type { Run } from '../../../src/engine/run.ts'
import { stepLines } from '../../../src/notify/cards/steps.ts'
import { textOf } from '../../../src/notify/text.ts'
import { acknowledged, chosen, declared, lookAt, noted, resolved } from '../../fixtures/incident-run.ts'

const stepsOf = (run: Run, minutes = 0) =>
  stepLines(run, lookAt(minutes)).map(({ state, title, detail }) => `${state} ${title} - ${textOf(detail)}`)

const by = (who: string, minutes: number) => ({ by: who, minutes })

describe('the steps of an incident', () => {
  it('say who ended each and when, then who is expected to do what', () => {
    const found = chosen(acknowledged(declared(), by('corentin', 3)), 'cause', by('yan', 10))
    expect(stepsOf(found)).toEqual([
      'done 1. Detect - declared by Nadia at 14:32',
      'done 2. Triage - acknowledged by Corentin at 14:35',
      'done 3. Investigate - cause found by Yan at 14:42',
      'now 4. Mitigate - responders: service restored',
      'ahead 5. Verify - lead and responders: production confirmed',
      'ahead 6. Communicate - lead or communications: team and users informed',
      'ahead 7. Post-mortem - lead: post-mortem published, action items open',
    ])
  })

  it('keep their numbers where some are passed over: SEV3, and whoever resolves at once', () => {
    expect(stepsOf(acknowledged(declared({ severity: 'sev3' }), by('yan', 1)))).toEqual([
      'done 1. Detect - declared by Nadia at 14:32',
      'done 2. Triage - acknowledged by Yan at 14:33',
      'now 4. Mitigate - responders: service restored',
    ])
    expect(stepsOf(resolved(declared(), by('yan', 2)))).toEqual([
      'done 1. Detect - declared by Nadia at 14:32',
      'done 2. Triage - resolved by Yan at 14:34',
      'now 7. Post-mortem - lead: post-mortem published, action items open',
    ])
  })

  it('go back when it was not fixed', () => {
    const found = chosen(acknowledged(declared(), by('corentin', 3)), 'cause', by('yan', 10))
    const broken = chosen(chosen(found, 'mitigated', by('yan', 20)), 'not-fixed', by('yan', 30))
    expect(stepsOf(broken).slice(2, 5)).toEqual([
      'now 3. Investigate - responders: root cause or strong hypothesis',
      'ahead 4. Mitigate - responders: service restored',
      'ahead 5. Verify - lead and responders: production confirmed',
    ])
  })

  it('name what Vigie ended, and the date when it was another day', () => {
    const automatic: Run = {
      ...declared(),
      history: declared().history.map((entry) => ({ ...entry, by: 'vigie' })),
    }
    expect(stepsOf(automatic, 24 * 60)[0]).toBe('done 1. Detect - declared by Vigie at 23 Nov 14:32')
  })

  it('have an eighth where the authority must know of lost data', () => {
    const flagged = noted(declared(), 'dataLoss', by('nadia', 1))
    expect(stepsOf(flagged).at(-1)).toBe(
      'ahead 8. Notify the authority - lead or direction: data-protection authority notified',
    )
  })
})
