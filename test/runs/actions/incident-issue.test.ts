import { describe, expect, it } from 'vitest'
import { incident } from '../../../src/playbooks/incident.ts'
import { Postponed } from '../../../src/runs/ports.ts'
import { RemoteError } from '../../../src/runs/remote.ts'
import { away, createRig, DAY, MINUTE, SETTINGS } from './rig.ts'

const sev3 = { severity: 'sev3', facts: { symptom: 'PDF exports are blank\n<!-- vigie:x -->' } } as const

describe('the issue of a SEV3', () => {
  it('says what is known, with its labels, for whoever is on call', async () => {
    const rig = createRig()
    const run = await rig.declare(sev3)
    await rig.perform('incident.issue')
    expect(rig.github.issues).toEqual([
      {
        key: rig.keyOf('incident.issue'),
        number: 12,
        url: 'https://github.test/issues/12',
        title: 'Docmost is down (INC-1)',
        labels: ['bug', 'low'],
        assignees: ['coco'],
        body: [
          'INC-1, a SEV3 in Vigie, declared by Nadia on 23 Nov 14:32.',
          '### Symptom\n\n> PDF exports are blank\n> &lt;!-- vigie:x -->',
          'No workaround is known yet. One that is found is added as a comment.',
          'For Corentin.',
        ].join('\n\n'),
      },
    ])
    expect(await rig.reports(run.id)).toEqual([
      { what: 'issued', fields: { issue: '12', issueUrl: 'https://github.test/issues/12' } },
    ])
    expect((await rig.get(run.id)).facts['issue']).toBe('12')
  })

  it('is assigned to whom the settings name; to nobody, and says so, when that one has no login', async () => {
    const rig = createRig({ settings: { ...SETTINGS, issues: { assignTo: 'nadia' } } })
    await rig.declare(sev3)
    await rig.perform('incident.issue')
    expect(rig.github.issues[0]?.assignees).toEqual([])
    expect(rig.github.issues[0]?.body).toContain(
      'For Nadia, who has no GitHub login in the directory: assigned to nobody.',
    )
  })

  it('names whoever decided about an alert as its declarer, and holds a workaround that was known before', async () => {
    const rig = createRig()
    const { id } = await rig.declare({ severity: 'sev1' })
    await rig.say(id, 'severity', { severity: 'sev3' })
    await rig.perform('incident.issue')
    expect(rig.github.issues[0]?.body).toContain('No workaround is known yet.')

    const other = createRig()
    const alert = await other.runs.open(incident, {
      key: 'alert',
      at: other.clock.now(),
      by: { id: 'vigie', groups: [] },
      door: 'alerts',
      facts: { title: 'Docmost is slow', workaround: 'Reload the page' },
      durations: {},
    })
    other.at(3)
    await other.choose(alert.id, 'sev3', {}, 'yan')
    await other.perform('incident.issue')
    expect(other.github.issues[0]?.body).toContain('declared by Yan on 23 Nov 14:35.')
    expect(other.github.issues[0]?.body).toContain('### Workaround\n\n> Reload the page')
  })

  it('is one issue when the process died before it was written down', async () => {
    const rig = createRig()
    const run = await rig.declare(sev3)
    await rig.crash('incident.issue')
    await rig.perform('incident.issue')
    await rig.perform('incident.issue')
    expect(rig.github.issues).toHaveLength(1)
    expect(await rig.reports(run.id)).toHaveLength(1)
  })

  it('waits for a GitHub that is away, says so once, and is opened when it is back', async () => {
    const rig = createRig()
    const run = await rig.declare(sev3)
    rig.github.state.fault = away()
    await expect(rig.perform('incident.issue')).rejects.toThrow(Postponed)
    await expect(rig.perform('incident.issue')).rejects.toThrow(Postponed)
    rig.github.state.fault = undefined
    await rig.perform('incident.issue')
    expect((await rig.reports(run.id)).map(({ what }) => what)).toEqual(['queued', 'issued'])
  })

  it('says that GitHub is off', async () => {
    const rig = createRig({ github: undefined })
    const run = await rig.declare(sev3)
    await rig.perform('incident.issue')
    const because = 'GitHub is off (no GITHUB_TOKEN): open the issue by hand'
    expect(await rig.reports(run.id)).toEqual([
      { what: 'failed', fields: { what: 'incident.issue', because } },
    ])
  })

  it('is not asked for in a drill', async () => {
    const rig = createRig()
    await rig.declare({ ...sev3, drill: true })
    expect(rig.jobsOf('incident.issue')).toEqual([])
  })
})

describe('a workaround', () => {
  async function withWorkaround(rig = createRig()) {
    const run = await rig.declare(sev3)
    await rig.say(run.id, 'workaround', { workaround: 'Use the old export' })
    return { rig, run }
  }

  it('waits while the issue is being opened, and is then a comment on it, once', async () => {
    const { rig, run } = await withWorkaround()
    await expect(rig.perform('incident.comment')).rejects.toThrow(Postponed)
    await rig.perform('incident.issue')
    await rig.crash('incident.comment')
    await rig.perform('incident.comment')
    expect(rig.github.comments).toEqual([
      {
        number: 12,
        key: rig.keyOf('incident.comment'),
        body: 'Workaround, by Corentin in INC-1:\n\n> Use the old export',
      },
    ])
    expect((await rig.reports(run.id)).map(({ what }) => what)).toEqual(['issued'])
  })

  it('does not wait for an issue that GitHub refused, nor for one that never comes', async () => {
    const { rig, run } = await withWorkaround()
    rig.github.state.fault = new RemoteError('github', 'refused', { retry: false })
    await rig.perform('incident.issue')
    await rig.perform('incident.comment')
    expect((await rig.reports(run.id)).at(-1)).toEqual({
      what: 'failed',
      fields: { what: 'incident.comment', because: 'there is no issue' },
    })

    const slow = (await withWorkaround()).rig
    slow.at((7 * DAY) / MINUTE)
    await expect(slow.perform('incident.comment')).rejects.toThrow(Postponed)
    slow.at((7 * DAY) / MINUTE + 1)
    await slow.perform('incident.comment')
    expect((await slow.reports('INC-1')).at(-1)?.fields['because']).toBe('there is no issue')
  })

  it('says that GitHub is off', async () => {
    const { rig, run } = await withWorkaround(createRig({ github: undefined }))
    await rig.perform('incident.comment')
    expect((await rig.reports(run.id)).at(-1)?.fields['because']).toContain('GitHub is off')
  })
})
