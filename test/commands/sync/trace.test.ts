import { describe, expect, it } from 'vitest'
import type { Traced } from '../../../src/sync/desk.ts'
import { IGNORED, type TraceAction, type TraceLine } from '../../../src/sync/trace.ts'
import { NOW } from '../rig.ts'
import { createSyncTalk } from './desk.ts'

const EVENT = '0f8fad5b-d9cb-469f-a165-70867728950e'

function traced(event: string, lines: readonly Partial<TraceLine>[]): Traced {
  return {
    event,
    lines: lines.map((line) => ({ at: NOW, event, action: 'receive', success: true, ...line })),
  }
}

async function traceOf(lines: readonly Partial<TraceLine>[]): Promise<readonly string[]> {
  const talk = createSyncTalk({ traced: [traced(EVENT, lines)] })
  return (await talk.say('nadia', '/sync trace 0f8f')).split('\n')
}

describe('/sync trace', () => {
  it('tells anybody every step, by the first letters of the event', async () => {
    const entity = 'projet:42'
    const lines = await traceOf([
      { action: 'receive', reason: 'rows.created' },
      { entity, action: 'touch', reason: 'first_seen' },
      { entity, at: NOW + 61_500, action: 'read_row', durationMs: 12.4 },
      {
        entity,
        at: NOW + 62_000,
        action: 'create_page',
        success: false,
        reason: 'docmost: timeout',
        durationMs: 30_000,
      },
      { entity, at: NOW + 92_000, action: 'retry', reason: 'in 1 s' },
      { entity, at: NOW + 94_000, action: 'create_page', durationMs: 80, page: '01a2058c' },
      { entity, at: NOW + 95_000, action: 'finish', reason: 'done', ended: true },
    ])
    expect(lines).toEqual([
      `Trace of ${EVENT}`,
      '- 14:32:00 received - rows.created',
      '- 14:32:00 projet:42 - put in line - it was seen for the first time',
      '- 14:33:01 projet:42 - read the row - 12 ms',
      '- 14:33:02 projet:42 - could not create the page - docmost: timeout - 30000 ms',
      '- 14:33:32 projet:42 - is tried again - in 1 s',
      '- 14:33:34 projet:42 - created the page - page 01a2058c - 80 ms',
      '- 14:33:35 projet:42 - finished',
      '- It is over.',
    ])
  })

  it.each([
    ['own_write', 'ignored - it is our own write'],
    ['identical_sync', 'ignored - the same content was synchronised less than 5 minutes ago'],
    ['row_not_found', 'ignored - the row is not there, also when asked again'],
    ['test_call', 'ignored - it is a test call of Baserow'],
  ])('%s is a sentence', async (reason, words) => {
    const [, line, end] = await traceOf([{ entity: 'projet:42', action: 'ignore', reason, ended: true }])
    expect(line).toBe(`- 14:32:00 projet:42 - ${words}`)
    expect(end).toBe('- It is over.')
  })

  it.each([
    ['page_in_trash', 'ignored - the page is in the trash'],
    ['up_to_date', 'finished - both sides are the same already'],
  ])('what was looked at and left alone: %s', async (reason, words) => {
    const [, line] = await traceOf([{ entity: 'projet:42', action: 'finish', reason, ended: true }])
    expect(line).toBe(`- 14:32:00 projet:42 - ${words}`)
  })

  it('no word of the code stands in it', async () => {
    for (const reason of IGNORED) {
      const [, line] = await traceOf([{ action: 'ignore', reason }])
      expect(line).toMatch(/^- 14:32:00 ignored - [a-z].* .*[a-z0-9]$/)
      expect(line).not.toMatch(/_/)
    }
    const actions: readonly TraceAction[] = ['hold', 'write_back', 'check_capacity', 'drop_cache', 'give_up']
    for (const action of actions)
      for (const success of [true, false]) expect((await traceOf([{ action, success }]))[1]).not.toMatch(/_/)
  })

  it('says for whom it is not over yet', async () => {
    const lines = await traceOf([
      { entity: 'projet:1', action: 'finish', ended: true },
      { entity: 'projet:2', action: 'park', reason: 'docmost' },
    ])
    expect(lines.at(-1)).toBe('- Not over yet: projet:2.')
    const many = [1, 2, 3, 4, 5, 6].map((n) => ({ entity: `projet:${n}`, action: 'touch' }) as const)
    expect((await traceOf(many)).at(-1)).toBe('- Not over yet: 6 rows or pages.')
  })

  it('shows the latest forty of many steps', async () => {
    const steps = Array.from(
      { length: 100 },
      (_, n) => ({ entity: `projet:${n + 1}`, action: 'touch' }) as const,
    )
    const lines = await traceOf(steps)
    expect(lines[1]).toBe('- 60 earlier steps: see the log, by event_id.')
    expect(lines).toHaveLength(43)
    expect(lines[2]).toContain('projet:61 - ')
  })

  it('lists several events that begin so', async () => {
    const talk = createSyncTalk({
      traced: [
        traced('abc-1', [{ entity: 'projet:42' }, { entity: 'projet:42' }]),
        traced(
          'abc-2',
          [1, 2, 3, 4].map((n) => ({ entity: `projet:${n}` })),
        ),
        traced('abc-3', []),
      ],
    })
    expect((await talk.say('nadia', '/sync trace abc')).split('\n')).toEqual([
      'Several events begin with abc',
      '- abc-1 - 14:32 - projet:42',
      '- abc-2 - 14:32 - 4 rows or pages',
      '- abc-3',
      '- Say more of its letters: there may be others.',
    ])
  })

  it('takes one that is typed whole, whatever else begins so', async () => {
    const talk = createSyncTalk({ traced: [traced('REC-12', [{}]), traced('REC-1', [{}])] })
    expect(await talk.say('nadia', '/sync trace REC-1')).toContain('Trace of REC-1\n')
  })

  it('says of one that nobody knows that traces are kept a day', async () => {
    const words = await createSyncTalk().say('nadia', `/sync trace ${'z'.repeat(100)}`)
    expect(words).toContain(`No event begins with ${'z'.repeat(60)}\n`)
    expect(words).toContain('Traces are kept a day.')
  })

  it.each([
    ['/sync trace', 'Which event?'],
    ['/sync trace a b', 'An event is one word'],
  ])('%s', async (typed, title) => {
    const words = await createSyncTalk().say('nadia', typed)
    expect(words).toContain(title)
    expect(words).toContain('/sync trace 0f8fad5b')
  })
})
