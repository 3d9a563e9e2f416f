import { describe, expect, it } from 'vitest'
import { actionItem } from '../../src/playbooks/action-item.ts'
import { createReconcile } from '../../src/runs/reconcile.ts'
import { RemoteError } from '../../src/runs/remote.ts'
import { away, createRig } from './actions/rig.ts'

function createStory({ off = false } = {}) {
  const rig = createRig()
  const github = off ? undefined : rig.github.port
  const reconcile = createReconcile({ ...rig.storage, runs: rig.runs, github, clock: rig.clock })
  const closed = (number: number, by?: string) =>
    reconcile.take({
      kind: 'issue_closed',
      number,
      delivery: `d${number}`,
      ...(by === undefined ? {} : { by }),
    })
  return { rig, reconcile, closed }
}

type Story = ReturnType<typeof createStory>

async function withItem(story: Story, issue: string) {
  const { id } = await story.rig.open(actionItem, { text: 'Alert', owner: 'yan', number: '1' }, 'INC-1')
  await story.rig.say(id, 'issued', { issue, issueUrl: 'u' }, 'vigie')
  return id
}

async function withSev3(story: Story) {
  const run = await story.rig.declare({ severity: 'sev3' })
  await story.rig.perform('incident.issue')
  return run.id
}

async function withPull(story: Story) {
  const { id } = await story.rig.declare()
  await story.rig.choose(id, 'acknowledge')
  await story.rig.choose(id, 'resolve')
  await story.rig.perform('incident.postmortem')
  return id
}

describe('an issue that is closed on GitHub', () => {
  it('ticks its action item off, and no other', async () => {
    const story = createStory()
    const [one, other] = [await withItem(story, '12'), await withItem(story, '13')]
    await story.closed(13, 'yan-gh')
    expect((await story.rig.get(one)).state).toBe('open')
    const run = await story.rig.get(other)
    expect(run.state).toBe('finished')
    expect(run.history.at(-1)).toMatchObject({
      kind: 'completed',
      what: 'done',
      by: 'vigie',
      door: 'github',
      key: 'closed:13',
      fields: { by: 'yan-gh' },
    })
  })

  it('is told in the thread of a SEV3, once, also after its end', async () => {
    const story = createStory()
    const id = await withSev3(story)
    await story.rig.choose(id, 'acknowledge')
    expect((await story.rig.choose(id, 'resolve')).state).toBe('finished')
    await story.closed(12)
    await story.closed(12)
    expect((await story.rig.reports(id)).filter(({ what }) => what === 'issueClosed')).toEqual([
      { what: 'issueClosed', fields: {} },
    ])
  })

  it('of nobody changes nothing, nor does one that is reopened', async () => {
    const story = createStory()
    const id = await withItem(story, '12')
    const before = await story.rig.get(id)
    await story.closed(99)
    await story.reconcile.take({ kind: 'issue_reopened', number: 12, delivery: 'd' })
    await story.reconcile.take({ kind: 'pull_merged', number: 12, delivery: 'd' })
    expect(await story.rig.get(id)).toEqual(before)
  })
})

describe('the pull request of a post-mortem', () => {
  it('publishes it when it is merged', async () => {
    const story = createStory()
    const id = await withPull(story)
    await story.reconcile.take({ kind: 'pull_merged', number: 40, by: 'coco', delivery: 'd' })
    const run = await story.rig.get(id)
    expect(run.facts['published']).toBe(true)
    expect(run.history.at(-1)).toMatchObject({ what: 'published', key: 'merged:40', fields: { by: 'coco' } })
  })

  it('publishes nothing when it is closed unmerged', async () => {
    const story = createStory()
    const id = await withPull(story)
    await story.reconcile.take({ kind: 'pull_closed', number: 40, by: 'coco', delivery: 'd' })
    expect((await story.rig.get(id)).step).toBe('postmortem')
  })
})

describe('a sweep', () => {
  it('finds what no webhook told, and a webhook that comes late is the same event', async () => {
    const story = createStory()
    const item = await withItem(story, '77')
    const sev3 = await withSev3(story)
    const sev1 = await withPull(story)
    story.rig.github.closed.set(77, 'yan-gh').set(12, 'coco')
    story.rig.github.merged.set(40, 'coco')
    expect(await story.reconcile.sweep()).toEqual({ asked: 3 })
    await story.closed(77, 'yan-gh')
    await story.closed(12, 'coco')
    expect((await story.rig.get(item)).history.filter(({ what }) => what === 'done')).toHaveLength(1)
    expect((await story.rig.reports(sev3)).filter(({ what }) => what === 'issueClosed')).toEqual([
      { what: 'issueClosed', fields: { by: 'coco' } },
    ])
    expect((await story.rig.get(sev1)).facts['published']).toBe(true)
  })

  it('asks no more about what it knows, and changes nothing while all is open', async () => {
    const story = createStory()
    const item = await withItem(story, '77')
    const before = await story.rig.get(item)
    await withSev3(story)
    expect(await story.reconcile.sweep()).toEqual({ asked: 2 })
    expect(await story.rig.get(item)).toEqual(before)
    story.rig.github.closed.set(77, 'yan-gh').set(12, 'coco')
    await story.reconcile.sweep()
    expect(await story.reconcile.sweep()).toEqual({ asked: 0 })
  })

  it('ends when GitHub is away, and finds everything the next time', async () => {
    const story = createStory()
    const item = await withItem(story, '77')
    story.rig.github.closed.set(77, 'yan-gh')
    story.rig.github.state.fault = away()
    expect(await story.reconcile.sweep()).toEqual({ asked: 0, away: 'github: unreachable' })
    story.rig.github.state.fault = undefined
    await story.reconcile.sweep()
    expect((await story.rig.get(item)).state).toBe('finished')
  })

  it('passes over an issue that was deleted', async () => {
    const story = createStory()
    await withItem(story, '77')
    await withItem(story, '78')
    story.rig.github.state.fault = new RemoteError('github', 'gone', { retry: false })
    expect(await story.reconcile.sweep()).toEqual({ asked: 0 })
    expect(story.rig.github.state.asked).toEqual(['issue 78', 'issue 77'])
  })

  it('asks nobody when GitHub is off', async () => {
    const story = createStory({ off: true })
    await withItem(story, '77')
    expect(await story.reconcile.sweep()).toEqual({ asked: 0 })
  })
})
