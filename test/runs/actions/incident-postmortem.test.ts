import { describe, expect, it } from 'vitest'
import type { PostMortemDocument } from '../../../src/runs/actions/incident-postmortem.ts'
import { Postponed } from '../../../src/runs/ports.ts'
import { away, createRig, type Rig } from './rig.ts'

/** Writes down what it was given, and keeps what people added. */
function createDocument() {
  const given: Parameters<PostMortemDocument['write']>[] = []
  const document: PostMortemDocument = {
    path: (run) => `docs/post-mortems/${run.openedAt}.md`,
    write(...args) {
      const [run, items, existing] = args
      given.push(args)
      const text = `${run.history.length} entries ${items.map((item) => item.text).join(', ')}`
      return { text, digests: { '## Impact': text }, kept: existing === undefined ? [] : ['Impact', 'title'] }
    },
  }
  return { document, given }
}

async function resolved(rig: Rig, drill = false) {
  const run = await rig.declare({ drill })
  await rig.choose(run.id, 'acknowledge')
  return run
}

describe('the post-mortem', () => {
  it('is proposed on a branch of its own when the incident is resolved', async () => {
    const { document, given } = createDocument()
    const rig = createRig({ document })
    const run = await resolved(rig)
    await rig.choose(run.id, 'resolve', { cause: 'disk' })
    await rig.perform('incident.postmortem')
    const path = `docs/post-mortems/${run.openedAt}.md`
    expect(rig.github.proposals).toEqual([
      {
        branch: 'post-mortem/inc-1',
        path,
        text: '3 entries ',
        message: 'docs(post-mortem): INC-1 Docmost is down',
        title: 'docs(post-mortem): INC-1 Docmost is down',
        body: expect.stringContaining('The post-mortem of INC-1'),
      },
    ])
    expect(given.map(([, items, existing, digests]) => [items, existing, digests])).toEqual([
      [[], undefined, {}],
    ])
    expect((await rig.reports(run.id)).at(-1)).toEqual({
      what: 'proposed',
      fields: {
        pull: '40',
        pullUrl: 'https://github.test/pull/40',
        path,
        digests: JSON.stringify({ '## Impact': '3 entries ' }),
        kept: '',
      },
    })
  })

  it('lists the action items with their state, and gets back what was written the last time', async () => {
    const { document, given } = createDocument()
    const rig = createRig({ document })
    const run = await resolved(rig)
    for (const text of ['First', 'Second', 'Third']) {
      await rig.say(run.id, 'action', { text, owner: text === 'Second' ? 'ludo' : 'yan', due: '2026-11-30' })
      await rig.perform('incident.action')
    }
    await rig.choose(run.id, 'resolve')
    await rig.perform('incident.postmortem')
    await rig.choose('AI-1', 'done')
    await rig.choose('AI-3', 'dropped')
    await rig.say(run.id, 'postmortem')
    await rig.perform('incident.postmortem')
    const [, items, existing, digests] = given.at(-1) ?? []
    expect(items).toEqual([
      { n: 1, text: 'First', owner: 'Yan', github: 'yan-gh', due: '2026-11-30', done: true },
      { n: 2, text: 'Second', owner: 'Ludo', github: undefined, due: '2026-11-30', done: false },
    ])
    const first = rig.github.proposals[0]?.text
    expect(existing).toBe(first)
    expect(digests).toEqual({ '## Impact': first })
    expect((await rig.reports(run.id)).at(-1)?.fields['kept']).toBe('Impact, title')
  })

  it('is one proposal when the process died before it was written down, whatever happened meanwhile', async () => {
    const rig = createRig({ document: createDocument().document })
    const run = await resolved(rig)
    await rig.choose(run.id, 'resolve')
    await rig.crash('incident.postmortem')
    await rig.say(run.id, 'note', { note: 'meanwhile' })
    await rig.perform('incident.postmortem')
    await rig.perform('incident.postmortem')
    expect(rig.github.proposals).toHaveLength(1)
    expect(await rig.reports(run.id)).toHaveLength(1)
  })

  it('of another incident with the same title on the same day stands in a file of its own', async () => {
    const { document } = createDocument()
    const rig = createRig({ document: { ...document, path: () => 'docs/post-mortems/same.md' } })
    for (const run of [await resolved(rig), await resolved(rig)]) await rig.choose(run.id, 'resolve')
    await rig.perform('incident.postmortem', 0)
    await rig.perform('incident.postmortem', 1)
    expect(rig.github.proposals.map(({ path }) => path)).toEqual([
      'docs/post-mortems/same.md',
      'docs/post-mortems/same-inc-2.md',
    ])
  })

  it('is left to whoever asked last', async () => {
    const rig = createRig()
    const run = await resolved(rig)
    await rig.choose(run.id, 'resolve')
    await rig.say(run.id, 'postmortem')
    await rig.perform('incident.postmortem', 1)
    await rig.perform('incident.postmortem', 0)
    expect(rig.github.state.asked).toEqual(['readFile', 'readFile', 'proposeFile'])
    expect((await rig.reports(run.id)).map(({ what }) => what)).toEqual(['proposed'])
  })

  it('waits for a GitHub that is away', async () => {
    const rig = createRig()
    const run = await resolved(rig)
    await rig.choose(run.id, 'resolve')
    rig.github.state.fault = away()
    await expect(rig.perform('incident.postmortem')).rejects.toThrow(Postponed)
    rig.github.state.fault = undefined
    await rig.perform('incident.postmortem')
    expect((await rig.reports(run.id)).map(({ what }) => what)).toEqual(['queued', 'proposed'])
  })

  it('says that GitHub is off, and where it is to be written', async () => {
    const rig = createRig({ github: undefined })
    const run = await resolved(rig)
    await rig.choose(run.id, 'resolve')
    await rig.perform('incident.postmortem')
    expect((await rig.reports(run.id))[0]?.fields['because']).toBe(
      'GitHub is off (no GITHUB_TOKEN): write docs/post-mortems/INC-1.md by hand',
    )
  })

  it('is rehearsed in a drill', async () => {
    const rig = createRig()
    const run = await resolved(rig, true)
    await rig.choose(run.id, 'resolve')
    await rig.perform('incident.postmortem')
    expect(rig.github.state.asked).toEqual([])
    expect(await rig.reports(run.id)).toEqual([
      { what: 'rehearsed', fields: { what: 'would have proposed docs/post-mortems/INC-1.md' } },
    ])
  })
})
