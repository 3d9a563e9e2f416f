import { describe, expect, it } from 'vitest'
import { boardOf } from '../../../src/commands/sync/board.ts'
import { tracedSteps } from '../../../src/commands/sync/traced.ts'
import { textOf } from '../../../src/notify/text.ts'
import type { SyncStatus, Traced } from '../../../src/sync/desk.ts'
import type { TraceLine } from '../../../src/sync/trace.ts'
import { NOW } from '../rig.ts'
import { createSyncTalk, IN_STEP, type Script } from './desk.ts'

const MINUTE = 60_000

function open(script: Script) {
  const talk = createSyncTalk(script)
  const desk = talk.sync
  if (desk === undefined) throw new Error('the sync is off')
  return {
    board: () => boardOf(talk, desk),
    async traced(event: string) {
      return tracedSteps(talk, desk, event)
    },
  }
}

const board = (over: Partial<SyncStatus>) => open({ status: { ...IN_STEP, ...over } }).board()

describe('the board of the sync', () => {
  it('is content while nothing waits', async () => {
    const { state, facts, waiting, waitingInAll, ...more } = await board({})
    expect(state).toMatchObject({ title: 'In step - nothing waits', status: 'done', lines: [] })
    expect(facts.slice(0, 6).map(({ label, value }) => `${label}: ${textOf(value)}`)).toEqual([
      'Baserow: answers',
      'Docmost: answers',
      'In line: nothing',
      'Parked: 0',
      'Given up: 0',
      'Held: 0',
    ])
    expect([waiting, waitingInAll, more]).toEqual([[], 0, {}])
  })

  it('says what is wrong, what waits and what to do about each', async () => {
    const entry = { because: 'baserow: invalid', events: ['e1', 'e2'], times: 1 }
    const { state, facts, ...waits } = await board({
      breakers: { docmost: { since: NOW - 30 * MINUTE, because: 'docmost: unreachable' } },
      queue: { deliveries: 2, entities: 0 },
      waiting: { parked: 60, dead: 1, held: 1 },
      examples: [
        { ...entry, entity: 'projet:42', state: 'dead', since: NOW - 3 * MINUTE, times: 3 },
        { ...entry, entity: 'projet:7', state: 'held', since: NOW - 2 * MINUTE, events: [] },
        { ...entry, entity: 'projet:9', state: 'parked', since: NOW - MINUTE, system: 'docmost' },
      ],
    })
    expect([state.title, state.status, state.lines]).toEqual([
      'Not in step - 3 to look at',
      'warning',
      [
        expect.stringContaining('Docmost does not answer since 14:02'),
        expect.stringContaining('1 given up'),
        expect.stringContaining('1 held'),
      ],
    ])
    expect(facts).toContainEqual({ label: 'Docmost', value: 'does not answer' })
    expect(facts).toContainEqual({ label: 'In line', value: '2 events to read' })
    expect(waits).toEqual({
      retryAll: '/sync retry all',
      waitingInAll: 62,
      waiting: [
        {
          entity: 'projet:42',
          how: 'given up since 14:29, 3 times',
          because: 'baserow: invalid',
          next: 'Mend the reason, then retry.',
          event: 'e2',
          retry: '/sync retry projet:42',
        },
        {
          entity: 'projet:7',
          how: 'held since 14:30',
          because: 'baserow: invalid',
          next: 'Find out who writes the same again and again, stop that, then retry.',
          retry: '/sync retry projet:7',
        },
        {
          entity: 'projet:9',
          how: 'parked since 14:31',
          because: 'baserow: invalid',
          next: 'Goes on by itself when Docmost answers.',
          event: 'e2',
        },
      ],
    })
  })
})

const step = (over: Partial<TraceLine> = {}): TraceLine => {
  return { at: NOW, event: 'e1', entity: 'projet:42', action: 'read_row', success: true, ...over }
}

const traced = (event: string, ...lines: readonly TraceLine[]): Traced => ({ event, lines })

describe('the steps of an event', () => {
  const ended = step({ action: 'finish', reason: 'done', ended: true })

  it('are all there, in their order, with what failed', async () => {
    const failed = step({
      action: 'create_page',
      success: false,
      reason: 'docmost: timeout',
      durationMs: 30_000,
    })
    expect(await open({ traced: [traced('0f8f', step(), failed, ended)] }).traced('0f')).toEqual({
      kind: 'one',
      event: '0f8f',
      left: 0,
      steps: [
        { at: NOW, when: '14:32:00', what: 'projet:42 - read the row', success: true },
        {
          at: NOW,
          when: '14:32:00',
          what: 'projet:42 - could not create the page - docmost: timeout - 30000 ms',
          success: false,
        },
        { at: NOW, when: '14:32:00', what: 'projet:42 - finished', success: true },
      ],
      end: 'It is over.',
    })
  })

  it('are the latest of a long one', async () => {
    const lines = Array.from({ length: 600 }, () => step())
    const found = await open({ traced: [traced('0f8f', ...lines, ended)] }).traced('0f8f')
    expect(found).toMatchObject({ kind: 'one', left: 101, end: 'It is over.' })
    expect(found.kind === 'one' && found.steps.at(-1)?.what).toBe('projet:42 - finished')
  })

  it('ask which one is meant', async () => {
    const { traced: ask } = open({ traced: [traced('0f8f-1', step()), traced('0f8f-2')] })
    const found = await ask('0f8f')
    expect(found.kind === 'several' && found.events.map(({ words }) => textOf(words))).toEqual([
      '0f8f-1 - 14:32 - projet:42',
      '0f8f-2',
    ])
    expect(await ask('nothing')).toEqual({ kind: 'none' })
  })
})
