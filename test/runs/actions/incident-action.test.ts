import { describe, expect, it } from 'vitest'
import { createRig, type Rig, STARTED } from './rig.ts'

const asked = { text: 'Alert on a full disk', owner: 'yan', due: '2026-11-30' }

async function acknowledged(rig: Rig, drill = false) {
  const run = await rig.declare({ drill })
  await rig.choose(run.id, 'acknowledge')
  return run
}

describe('an action item', () => {
  it('is a run of its own under the incident, due at 18:00 of its day', async () => {
    const rig = createRig()
    const run = await acknowledged(rig)
    await rig.say(run.id, 'action', asked, 'nadia')
    await rig.perform('incident.action')
    expect(await rig.reports(run.id)).toEqual([{ what: 'actionOpened', fields: { item: 'AI-1' } }])
    const item = await rig.get('AI-1')
    expect(item).toMatchObject({ parent: 'INC-1', channel: 'ops', requester: 'nadia' })
    expect(item.facts).toEqual({ ...asked, number: '1' })
    expect(item.durations['chase']).toEqual({ working: 8 * 3_600_000 })
    expect(item.timers.find((timer) => timer.rule === 'overdue')?.dueAt).toBe(Date.UTC(2026, 10, 30, 17))
  })

  it('is due by the clocks of its day: summer time there, winter time here', async () => {
    const rig = createRig()
    const run = await acknowledged(rig)
    await rig.say(run.id, 'action', { ...asked, due: '2027-03-29' })
    await rig.perform('incident.action')
    const { timers } = await rig.get('AI-1')
    expect(timers.find((timer) => timer.rule === 'overdue')?.dueAt).toBe(Date.UTC(2027, 2, 29, 16))
  })

  it('is one run when the process died before it was written down, and keeps its number', async () => {
    const rig = createRig()
    const run = await acknowledged(rig)
    await rig.say(run.id, 'action', asked)
    await rig.say(run.id, 'action', { ...asked, text: 'Another' })
    await rig.crash('incident.action')
    await rig.perform('incident.action', 0)
    await rig.perform('incident.action', 1)
    const items = await rig.storage.store.list({ playbook: 'action-item', limit: 10 })
    expect(items.map(({ facts }) => [facts['number'], facts['text']]).sort()).toEqual([
      ['1', 'Alert on a full disk'],
      ['2', 'Another'],
    ])
  })

  it('with a day that is over is overdue at once; with one that is none it is refused', async () => {
    const rig = createRig()
    const run = await acknowledged(rig)
    await rig.say(run.id, 'action', { ...asked, due: '2026-11-20' })
    await rig.perform('incident.action')
    const { timers } = await rig.get('AI-1')
    expect(timers.find((timer) => timer.rule === 'overdue')?.dueAt).toBe(STARTED)
    await rig.say(run.id, 'action', { ...asked, due: 'soon' })
    await rig.perform('incident.action')
    expect((await rig.reports(run.id)).at(-1)).toEqual({
      what: 'failed',
      fields: { what: 'incident.action', because: '"soon" is no date: YYYY-MM-DD' },
    })
  })

  it('of a drill is one too: in the sandbox and without an issue', async () => {
    const rig = createRig()
    const run = await acknowledged(rig, true)
    await rig.say(run.id, 'action', asked)
    await rig.perform('incident.action')
    expect(await rig.get('AI-1')).toMatchObject({ channel: 'sandbox', facts: { drill: true } })
    expect(rig.jobsOf('action-item.issue')).toEqual([])
  })
})

describe('the issue of an action item', () => {
  async function opened(rig: Rig) {
    const run = await acknowledged(rig)
    await rig.say(run.id, 'action', asked)
    await rig.perform('incident.action')
  }

  it('names the incident, the day and the owner, and is opened once', async () => {
    const rig = createRig()
    await opened(rig)
    await rig.crash('action-item.issue')
    await rig.perform('action-item.issue')
    expect(rig.github.issues).toEqual([
      {
        key: rig.keyOf('action-item.issue'),
        number: 12,
        url: 'https://github.test/issues/12',
        title: 'Alert on a full disk',
        labels: ['action-item'],
        assignees: ['yan-gh'],
        body: [
          'AI 1 of INC-1 (AI-1 in Vigie).',
          '> Alert on a full disk',
          '- Owner: Yan\n- Due: 2026-11-30',
          'Vigie ticks it off when this issue is closed.',
        ].join('\n\n'),
      },
    ])
    expect((await rig.get('AI-1')).facts).toMatchObject({
      issue: '12',
      issueUrl: 'https://github.test/issues/12',
    })
  })

  it('says that GitHub is off', async () => {
    const rig = createRig({ github: undefined })
    await opened(rig)
    await rig.perform('action-item.issue')
    expect((await rig.reports('AI-1'))[0]?.fields['because']).toContain('GitHub is off (no GITHUB_TOKEN)')
  })
})
