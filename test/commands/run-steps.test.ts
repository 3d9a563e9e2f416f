import { describe, expect, it } from 'vitest'
import { runSteps } from '../../src/commands/run-steps.ts'
import { sayableNow } from '../../src/commands/sayable.ts'
import type { Run } from '../../src/engine/run.ts'
import { textOf } from '../../src/notify/text.ts'
import { acknowledged, chosen, declared, lookAt, resolved } from '../fixtures/incident-run.ts'
import { releaseLook, STAGES } from '../fixtures/release-run.ts'

const by = (who: string, minutes: number, fields = {}) => ({ by: who, minutes, fields })

/** As a person would read them aloud. */
function words(run: Run): readonly string[] {
  return runSteps(run, lookAt(60)).map(({ state, title, ended }) => {
    const said = ended?.said.map(({ label, value }) => `${label}: ${textOf(value)}`) ?? []
    return [
      `${state} ${title}`,
      ...(ended === undefined ? [] : [`${ended.when} ${textOf(ended.what)}`]),
      ...said,
    ].join(' - ')
  })
}

describe('the steps of a run', () => {
  it('say what came out of each, by whom and when', () => {
    const triaged = acknowledged(declared(), by('corentin', 3))
    const found = chosen(triaged, 'cause', by('yan', 10, { hypothesis: 'the disk is full' }))
    expect(words(found)).toEqual([
      'done 1. Detect - 14:32 declared by Nadia (slack) - Severity: SEV1 - Title: Docmost is down',
      'done 2. Triage - 14:35 acknowledged by Corentin (slack)',
      'done 3. Investigate - 14:42 cause found by Yan (slack) - Hypothesis: the disk is full',
      'now 4. Mitigate',
      'ahead 5. Verify',
      'ahead 6. Communicate',
      'ahead 7. Post-mortem',
    ])
  })

  it('say who is expected to do what', () => {
    expect(runSteps(declared(), lookAt(0))[2]).toEqual({
      state: 'ahead',
      title: '3. Investigate',
      actor: 'responders',
      output: 'root cause or strong hypothesis',
    })
  })

  it('say what a resolution went by, and nothing of what a SEV3 never has', () => {
    const fields = { cause: 'disk full', impact: 'no saving', users: '40', dataLoss: 'no' }
    expect(words(resolved(declared({ severity: 'sev3' }), by('yan', 2, fields)))).toEqual([
      'done 1. Detect - 14:32 declared by Nadia (slack) - Severity: SEV3',
      'done 2. Triage - 14:34 resolved by Yan (slack) - Cause: disk full - Impact: no saving - Users: 40 - Data loss: no',
      'passed 4. Mitigate',
    ])
  })
})

it('leave out of a release what its card shows whole', () => {
  const [planned = ''] = words(STAGES.staging())
  expect(planned).toContain('Version: v1.4.0 - Previous: v1.3.2 - Commit: a1b2c3d')
  expect(planned).not.toMatch(/Notes|Changes|Compare|Committed/)
  const tagged = runSteps(STAGES.deploy(), releaseLook(20)).find(({ title }) => title.includes('CHANGELOG'))
  expect(tagged?.ended?.said.map(({ value }) => value)).toContainEqual([
    { link: expect.stringContaining('/releases/tag/'), label: expect.stringContaining('/releases/tag/') },
  ])
})

describe('what one may type about a run', () => {
  const typed = (run: Run) =>
    sayableNow(run, lookAt(0)).map((text) => /\/incident \w+ INC-1/.exec(textOf(text))?.[0])

  it('fits how it stands', () => {
    expect(typed(declared())).toEqual(['note', 'severity', 'snooze'].map((word) => `/incident ${word} INC-1`))
    expect(typed(acknowledged(declared(), by('yan', 1)))).toContain('/incident action INC-1')
    expect(typed(resolved(declared(), by('yan', 2)))).toContain('/incident postmortem INC-1')
    expect(typed(resolved(declared({ severity: 'sev3' }), by('yan', 2)))).toEqual([
      '/incident note INC-1',
      '/incident action INC-1',
    ])
  })
})
