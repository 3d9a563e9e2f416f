import { describe, expect, it } from 'vitest'
import { acknowledged, chosen, declared, noted, resolved } from '../../../../fixtures/incident-run.ts'
import { messageOf, spoken } from '../../../../fixtures/spoken.ts'

const taken = acknowledged(declared(), { minutes: 3, by: 'corentin' })
const told = (run: Parameters<typeof noted>[0], note: string, fields: Record<string, string>) =>
  noted(run, note, { minutes: 10, by: 'vigie', fields })
const alertFields = {
  title: 'Docmost does not answer',
  service: 'docmost',
  count: '3',
}

describe('another alert', () => {
  it('says what it is and how many there are', () => {
    expect(spoken(told(taken, 'alert', alertFields), 'incident.alert')).toEqual([
      'Another alert - INC-1',
      '- Docmost does not answer (docmost, slack)',
      '- 3 alerts so far.',
    ])
  })

  it('needs nothing but its title, not even that', () => {
    const link = 'https://uptime.example/1'
    expect(spoken(told(taken, 'alert', { title: 'Down', link, count: '1' }), 'incident.alert')).toEqual([
      'Another alert - INC-1',
      `- Down (${link}) (slack)`,
      '- 1 alert so far.',
    ])
    expect(spoken(told(taken, 'alert', {}), 'incident.alert')[1]).toBe('- The monitor gave no title. (slack)')
  })
})

describe('an alert that is over', () => {
  it('proposes to resolve where the incident stands', () => {
    const over = told(taken, 'recovered', alertFields)
    expect(spoken(over, 'incident.recovered')).toEqual([
      'Alert over - INC-1',
      '- Docmost does not answer (docmost, slack)',
      '- All 3 alerts are over.',
      '- Verify it as a user would, then resolve it.',
      '[Resolve]',
    ])
    expect(messageOf(over, 'incident.recovered').card.buttons).toEqual([
      {
        label: 'Resolve',
        act: {
          kind: 'choose',
          run: 'INC-1',
          step: 'investigate',
          choice: 'resolve',
          form: 'incident.resolve',
        },
      },
    ])
  })

  it('proposes to ignore what nobody declared', () => {
    expect(
      spoken(told(declared({ title: 'Blip' }), 'recovered', { title: 'Blip' }), 'incident.recovered'),
    ).toEqual([
      'Alert over - INC-1',
      '- Blip (slack)',
      '- No alert is firing any more.',
      '- Ignore it if nobody was concerned, or declare it to look into the cause.',
      '- Code INC-1-A - /ops approve INC-1-A',
      '[Ignore]',
    ])
  })

  it('proposes nothing once it is resolved', () => {
    const over = resolved(taken, { minutes: 5, by: 'corentin', fields: { dataLoss: 'no' } })
    expect(spoken(told(over, 'recovered', { title: 'Blip' }), 'incident.recovered')).toEqual([
      'Alert over - INC-1',
      '- Blip (slack)',
      '- No alert is firing any more.',
    ])
  })
})

describe('changes of the last day', () => {
  it('are a line each, with links', () => {
    const suspects = [
      'v1.4.2 released at 13:05 - https://github.com/acadenice/formation-hub/releases/tag/v1.4.2',
      'Bump express merged at 09:10',
    ].join('\n')
    const run = told(taken, 'suspects', { suspects })
    expect(spoken(run, 'incident.suspects')).toEqual([
      'Changes of the last 24 h - INC-1',
      '- v1.4.2 released at 13:05 - https://github.com/acadenice/formation-hub/releases/tag/v1.4.2',
      '- Bump express merged at 09:10',
      '- Look there first; if it is one of them, roll it back.',
    ])
    expect(messageOf(run, 'incident.suspects').card.lines[0]).toContainEqual({
      link: 'https://github.com/acadenice/formation-hub/releases/tag/v1.4.2',
      label: 'https://github.com/acadenice/formation-hub/releases/tag/v1.4.2',
    })
  })

  it.each([[''], ['none in the last 24 h']])('may be none: "%s"', (suspects) => {
    expect(spoken(told(taken, 'suspects', { suspects }), 'incident.suspects')).toEqual([
      'Changes of the last 24 h - INC-1',
      '- None in the last 24 h: no release, no dependency merged.',
    ])
  })
})

describe('health checks', () => {
  const checking = ['cause', 'mitigated'].reduce(
    (run, choice, n) => chosen(run, choice, { minutes: 5 + n, by: 'corentin' }),
    taken,
  )
  const ok = {
    docmost: 'ok - 200 in 120 ms',
    baserow: 'ok - 200 in 85 ms',
    postgres: 'ok - 200 in 3 ms',
    redis: 'ok - 200 in 1 ms',
  }

  it('that are all well say what is to be verified next', () => {
    const run = told(checking, 'checked', ok)
    expect(spoken(run, 'incident.checked')).toEqual([
      'Health checks 4/4 OK - INC-1',
      '- docmost: ok - 200 in 120 ms',
      '- baserow: ok - 200 in 85 ms',
      '- postgres: ok - 200 in 3 ms',
      '- redis: ok - 200 in 1 ms',
      '- Next: the smoke test, then a real user flow, then Verified.',
    ])
    expect(messageOf(run, 'incident.checked').card.status).toBe('done')
  })

  it('that are not say so', () => {
    const run = told(checking, 'checked', { ...ok, docmost: 'not ok - 503, expected 200 - in 40 ms' })
    expect(spoken(run, 'incident.checked')).toEqual([
      'Health checks 3/4 OK - INC-1',
      '- docmost: not ok - 503, expected 200 - in 40 ms',
      '- baserow: ok - 200 in 85 ms',
      '- postgres: ok - 200 in 3 ms',
      '- redis: ok - 200 in 1 ms',
      '- Not restored yet: Not fixed on the card goes back to the investigation.',
    ])
    expect(messageOf(run, 'incident.checked').card.status).toBe('warning')
  })

  it('asked for earlier are the results alone', () => {
    expect(spoken(told(taken, 'checked', { docmost: 'not ok - no answer' }), 'incident.checked')).toEqual([
      'Health checks 0/1 OK - INC-1',
      '- docmost: not ok - no answer',
    ])
  })
})

describe('a pattern', () => {
  const run = told(taken, 'pattern', { with: 'INC-2\nINC-5', why: 'same_runbook\nsame_service' })

  it('is escalated to the owners by name, in the words of the playbook, for everybody to see', () => {
    expect(spoken(run, 'incident.pattern').slice(-4, -1)).toEqual([
      '- Corentin and Yan - decide what changes, beyond this incident.',
      '- The playbook asks for: escalade strategique (refactor architecture, ressources additionnelles, etc.)',
      '- Runbooks: update them with what these incidents have in common.',
    ])
    expect(messageOf(run, 'incident.pattern').place).toBe('thread_and_channel')
  })

  it('calls the owners as such where nobody is in the group', () => {
    expect(spoken(run, 'incident.pattern', { membersOf: () => [] })).toContain(
      '- Owners - decide what changes, beyond this incident.',
    )
  })
})
