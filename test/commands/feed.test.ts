import { describe, expect, it } from 'vitest'
import { feedOf, runPageOf } from '../../src/commands/feed.ts'
import { cardToText, textOf } from '../../src/notify/text.ts'
import { actionItem } from '../../src/playbooks/action-item.ts'
import { act } from '../../src/runs/act.ts'
import { createIncidentAction } from '../../src/runs/actions/incident-action.ts'
import { createTalk } from './rig.ts'

function open() {
  const talk = createTalk()
  const { runs, directory, settings, clock, store } = talk
  const actions = {
    'incident.action': createIncidentAction({ runs, playbook: actionItem, settings, directory }),
  }

  /** What the worker does with the note that asks for an action item. */
  async function carryOut(id: string): Promise<void> {
    const { history } = await talk.runOf(id)
    const entry = history.findLastIndex(({ what }) => what === 'action')
    const effect = {
      id: `${id}.action.${entry}`,
      run: id,
      kind: 'act',
      action: 'incident.action',
      entry,
    } as const
    await act({ store, runs, clock, actions }, { id: effect.id, kind: 'act', effect })
  }

  async function feed() {
    const { threads, onCall } = await feedOf(talk)
    return {
      onCall: onCall.map((line) => textOf(line)).join('\n'),
      threads: threads.map(({ run, open: isOpen, replies }) => ({
        run,
        open: isOpen,
        replies: replies.map(({ card }) => cardToText(card).split('\n')[0] ?? ''),
      })),
    }
  }
  return { ...talk, carryOut, feed }
}

describe('the feed', () => {
  it('shows open incidents, hand-overs and stand-ins, then what is over', async () => {
    const { say, choose, feed } = open()
    await say('yan', '/incident sev3 Typo')
    await choose('yan', 'INC-1', 'resolve')
    await say('yan', '/incident sev1 Docmost is down')
    await say('yan', '/ops oncall sam for 2h')
    const { threads, onCall } = await feed()
    expect(threads.map(({ run, open: isOpen }) => [run, isOpen])).toEqual([
      ['INC-2', true],
      ['OVR-1', true],
      ['INC-1', false],
    ])
    expect(onCall).toContain('Sam Martin')
  })

  it('shows action items under their incident, in the order in which things happened', async () => {
    const { say, choose, carryOut, feed, clock, store } = open()
    await say('yan', '/incident sev1 Docmost is down')
    await choose('corentin', 'INC-1', 'acknowledge')
    await say('nadia', '/incident action sam 2026-12-01 alert on disk space')
    await carryOut('INC-1')
    clock.jump(60_000)
    await say('yan', '/incident update Restoring')
    const { threads } = await feed()
    expect(threads.map(({ run }) => run)).toEqual(['INC-1'])
    expect(threads[0]?.replies).toEqual([
      expect.stringContaining('AI 1 - alert on disk space'),
      expect.stringContaining('Update'),
    ])
    expect((await store.get('AI-1'))?.parent).toBe('INC-1')
  })

  it('shows an incident that is over long since while one of its items is open', async () => {
    const { say, choose, carryOut, feed } = open()
    await say('yan', '/incident sev3 Typo')
    await choose('corentin', 'INC-1', 'acknowledge')
    await say('nadia', '/incident action sam 2026-12-01 alert on disk space')
    await carryOut('INC-1')
    await choose('corentin', 'INC-1', 'resolve')
    for (let n = 2; n <= 12; n += 1) {
      await say('yan', `/incident sev3 Number ${n}`)
      await choose('yan', `INC-${n}`, 'resolve')
    }
    const last = async () => (await feed()).threads.at(-1)
    expect(await last()).toMatchObject({ run: 'INC-1', open: false })
    await choose('sam', 'AI-1', 'done')
    expect((await last())?.run).not.toBe('INC-1')
  })

  it('gives a run a page with its items, its timeline and its audit', async () => {
    const talk = open()
    await talk.say('yan', '/incident sev1 Docmost is down')
    await talk.choose('corentin', 'INC-1', 'acknowledge')
    await talk.say('nadia', '/incident action sam 2026-12-01 alert on disk space')
    await talk.carryOut('INC-1')
    const page = await runPageOf(talk, 'INC-1')
    expect(page?.thread.replies.map(({ card }) => card.title)).toContain('AI 1 - alert on disk space')
    expect(page?.timeline.map(({ what }) => textOf(what)).join('\n')).toContain('acknowledged')
    expect(page?.audit.map(({ what }) => textOf(what))).toContain('acknowledge - done - Corentin (slack)')
    expect(await runPageOf(talk, 'INC-9')).toBeUndefined()
  })
})
