import { parse } from 'node-html-parser'
import { describe, expect, test } from 'vitest'
import type { SyncView } from '../../src/bot/console/view.ts'
import type { SyncBoard } from '../../src/commands/sync/board.ts'
import type { TracedSteps } from '../../src/commands/sync/traced.ts'
import { NOW, startScripted } from './scripted.ts'
import { createVisitor, hiddenOf, type Page } from './visitor.ts'

const board: SyncBoard = {
  state: {
    title: 'Not in step - 1 to look at',
    status: 'warning',
    fields: [],
    lines: ['2 given up - say /sync retry all'],
    buttons: [],
  },
  facts: [{ label: 'In line', value: '2 events to read' }],
  retryAll: '/sync retry all',
  waiting: [
    {
      entity: 'projet:42',
      how: 'given up since 14:30',
      because: 'docmost: <b>invalid',
      next: 'Mend the reason, then retry.',
      event: '0f8f & more',
      retry: '/sync retry projet:42',
    },
    {
      entity: 'projet:9',
      how: 'parked since 14:31',
      because: 'docmost: timeout',
      next: 'Goes on by itself.',
    },
  ],
  waitingInAll: 7,
}

const one: TracedSteps = {
  kind: 'one',
  event: '0f8fad5b',
  left: 3,
  steps: [
    { at: NOW, when: '14:32:00', what: 'projet:42 - read <b>the row', success: true },
    { at: NOW, when: '14:32:01', what: 'projet:42 - could not create the page', success: false },
  ],
  end: 'Not over yet: projet:42.',
}

function viewOf(found: TracedSteps = one) {
  const asked: string[] = []
  const view: SyncView = {
    board: async () => board,
    async trace(event) {
      asked.push(event)
      return found
    },
  }
  return { view, asked }
}

async function enter(sync?: SyncView) {
  const scripted = await startScripted(sync === undefined ? {} : { sync })
  const visitor = createVisitor(scripted.server)
  await visitor.enterAs('corentin')
  return { ...scripted, visitor }
}

const wordsIn = (page: Page, selector: string) =>
  parse(page.body)
    .querySelectorAll(selector)
    .map(({ structuredText }) => structuredText.replace(/\s+/g, ' ').trim())

async function away(): Promise<never> {
  throw new Error('away')
}

describe('the page of Docmost and Baserow', () => {
  test('is a link away from the feed', async () => {
    const { visitor } = await enter(viewOf().view)
    expect((await visitor.get('/console')).body).toContain('<a href="/console/sync">Docmost and Baserow</a>')
  })

  test('says first what is wrong, then what waits and why, then how all stands', async () => {
    const { visitor } = await enter(viewOf().view)
    const page = await visitor.get('/console/sync')
    expect(page.statusCode).toBe(200)
    const parts = parse(page.body).querySelectorAll('#sync > *')
    expect(parts.map(({ id }) => id)).toEqual(['sync-state', 'sync-waiting', 'sync-facts'])
    expect(wordsIn(page, '#sync-state')[0]).toContain('Not in step - 1 to look at 2 given up')
    expect(wordsIn(page, '#sync-waiting li')).toEqual([
      'projet:42 given up since 14:30 docmost: <b>invalid Mend the reason, then retry. Retry projet:42 What was done for projet:42',
      'projet:9 parked since 14:31 docmost: timeout Goes on by itself.',
    ])
    expect(wordsIn(page, '#sync-waiting')[0]).toMatch(
      /^Longest waiting 7 Retry all .* 5 more are not shown\.$/,
    )
    expect(wordsIn(page, '#sync-facts')[0]).toContain('In line 2 events to read')
    expect(page.body).toContain('href="/console/sync/trace?event=0f8f+%26+more"')
    expect(page.body).not.toContain('<b>invalid')
  })

  test('says that nothing waits', async () => {
    const { retryAll: _none, ...rest } = board
    const quiet = { ...rest, waiting: [], waitingInAll: 0 }
    const { visitor } = await enter({ ...viewOf().view, board: async () => quiet })
    expect(wordsIn(await visitor.get('/console/sync'), '#sync-waiting')).toEqual([
      'Longest waiting 0 Nothing waits.',
    ])
  })

  test.each([
    ['value="/sync retry projet:42"', 'retry projet:42'],
    ['value="/sync retry all"', 'retry all'],
  ])('retries as if it were typed: %s', async (button, text) => {
    const { visitor, calls } = await enter(viewOf().view)
    const hidden = hiddenOf(await visitor.get('/console/sync'), button)
    const answer = await visitor.post('/console/command', hidden)
    expect(calls).toMatchObject([
      { method: 'say', command: '/sync', text, speaker: { person: { id: 'corentin' } } },
    ])
    expect(wordsIn(answer, '.answer')[0]).toContain('INC-1 is declared')
    expect(wordsIn(answer, 'h1')).toEqual(['Docmost and Baserow'])
  })

  test('takes any command, keeps what was refused, and is come back to', async () => {
    const { view } = viewOf()
    const card = { title: 'No', status: 'warning', fields: [], lines: [], buttons: [] } as const
    const { server } = await startScripted({
      sync: view,
      answer: async () => ({ kind: 'answer', ok: false, card }),
    })
    const visitor = createVisitor(server)
    await visitor.enterAs('corentin')
    const hidden = hiddenOf(await visitor.get('/console/sync'), 'id="command"')
    const answer = await visitor.post('/console/command', { ...hidden, text: '/sync force x' })
    expect(wordsIn(answer, 'h1')).toEqual(['Docmost and Baserow'])
    expect(answer.body).toContain('value="/sync force x"')
  })

  test('is asked for again and again by the live script', async () => {
    const { visitor } = await enter(viewOf().view)
    const live = '<body data-live="/console/sync/part" data-every="5000">'
    expect((await visitor.get('/console/sync')).body).toContain(live)
    const revs = async () =>
      [...(await visitor.get('/console/sync/part')).body.matchAll(/data-rev="([^"]+)"/g)].map(
        ([, rev]) => rev,
      )
    expect(await revs()).toEqual(await revs())
    expect(await revs()).toHaveLength(3)
  })

  test('says that the store is away, and asks again', async () => {
    const { visitor } = await enter({ board: away, trace: away })
    for (const path of ['/console/sync', '/console/sync/trace?event=0f8f']) {
      const page = await visitor.get(path)
      expect(page.statusCode).toBe(503)
      expect(page.body).toContain(`url=${path}`)
    }
    expect((await visitor.get('/console/sync/part')).statusCode).toBe(503)
  })

  test('is for those who have entered', async () => {
    const { server } = await enter(viewOf().view)
    const stranger = createVisitor(server)
    expect((await stranger.get('/console/sync')).body).not.toContain('projet:42')
    expect((await stranger.get('/console/sync/trace?event=0f8f')).body).not.toContain('projet:42')
    expect((await stranger.get('/console/sync/part')).statusCode).toBe(401)
  })

  test('is no page and no link while the sync is off', async () => {
    const { visitor } = await enter()
    for (const path of ['/console/sync', '/console/sync/part', '/console/sync/trace?event=0f8f'])
      expect((await visitor.get(path)).statusCode).toBe(404)
    expect((await visitor.get('/console')).body).not.toContain('/console/sync')
  })
})

describe('the trace of an event', () => {
  test('lists its steps and says which failed', async () => {
    const { view, asked } = viewOf()
    const { visitor } = await enter(view)
    const page = await visitor.get('/console/sync/trace?event=%200f8f%20')
    expect(asked).toEqual(['0f8f'])
    expect(wordsIn(page, '.lines li')).toEqual([
      '14:32:00 projet:42 - read <b>the row',
      '14:32:01 Failed projet:42 - could not create the page',
    ])
    expect(wordsIn(page, 'section')[0]).toMatch(/^0f8fad5b 3 earlier steps .* Not over yet: projet:42\.$/)
    expect(page.body).toContain('value="0f8f"')
  })

  test.each<[TracedSteps, string]>([
    [{ kind: 'none' }, 'No event begins with 0f8f'],
    [
      { kind: 'several', events: [{ event: '0f8f-1', words: [{ code: '0f8f-1' }, ' - 14:32'] }] },
      'Several events begin with 0f8f',
    ],
  ])('says what to do where it is not one: %o', async (found, words) => {
    const { visitor } = await enter(viewOf(found).view)
    expect(wordsIn(await visitor.get('/console/sync/trace?event=0f8f'), 'section h2')).toEqual([words])
  })

  test.each(['', '?event=', `?event=${'x'.repeat(500)}`, '?event=a&event=b'])(
    'asks for an event without one: %s',
    async (query) => {
      const { view, asked } = viewOf()
      const { visitor } = await enter(view)
      const page = await visitor.get(`/console/sync/trace${query}`)
      expect(page.statusCode).toBe(200)
      expect(wordsIn(page, 'section')).toEqual([])
      expect(asked).toEqual([])
    },
  )
})
