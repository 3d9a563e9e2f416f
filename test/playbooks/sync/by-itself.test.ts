import { describe, expect, it } from 'vitest'
import { advance } from '../../../src/engine/advance.ts'
import { choicesNow, waitsFor } from '../../../src/engine/standing.ts'
import { PLAYBOOKS } from '../../../src/playbooks/index.ts'
import { STARTED } from '../../fixtures/incident-run.ts'
import { completed, due, reported } from '../../fixtures/small-runs.ts'
import { away, hooksOff, reconciling, written } from '../../fixtures/sync-runs.ts'

describe('an outage', () => {
  it('calls at once and every hour, and is over when the system is back', () => {
    expect(away().history[0]?.posts).toEqual(['sync-outage.card', 'sync-outage.call'])
    const still = due(due(away(), 'stillAway', 60), 'stillAway', 120)
    expect(still.history.at(-1)?.posts).toEqual(['sync-outage.still'])
    const back = completed(still, 'back', 130, 'vigie', { drained: '3' })
    expect([back.state, back.history.at(-1)?.posts, back.timers]).toEqual([
      'finished',
      ['sync-outage.back'],
      [],
    ])
  })

  it('is ended by no person', () => {
    const by = { id: 'yan', groups: ['responders'] }
    const event = { key: 'k', at: STARTED, by, door: 'slack', fields: {} }
    expect(advance(away(), { ...event, type: 'complete', step: 'away', outcome: 'back' })).toMatchObject({
      reason: 'not_an_approver',
    })
    expect(waitsFor(away())).toBe('vigie')
  })
})

describe('trouble with the webhooks', () => {
  it('ends by somebody or by itself', () => {
    expect(completed(hooksOff(), 'done', 1, 'yan').state).toBe('finished')
    const mended = reported(hooksOff(), 'mended', 1, { now: 'on again' })
    expect([mended.state, mended.history.at(-1)?.posts]).toEqual(['finished', ['hook-trouble.over']])
    expect(choicesNow(mended)).toEqual([])
  })
})

describe('a reconciliation', () => {
  it('goes on until it is done', () => {
    const first = reported(reconciling(), 'progress', 1, { done: '10', rows: '40', touched: '1' })
    const second = reported(first, 'progress', 2, { done: '30', rows: '40', touched: '2' })
    expect([second.state, second.facts]).toEqual(['open', { done: '30', rows: '40', touched: '2' }])
    const done = reported(second, 'reconciled', 3, { rows: '40', touched: '2', gone: '0' })
    expect(done.state).toBe('finished')
  })

  it('waits for what is away, and is over when it failed', () => {
    const waiting = reported(reconciling(), 'queued', 1, { system: 'baserow', because: 'away' })
    expect(waiting.state).toBe('open')
    const failed = reported(waiting, 'failed', 2, { because: 'refused' })
    expect([failed.state, failed.facts['failed']]).toEqual(['finished', true])
  })
})

describe('a letter', () => {
  it('that goes out is seen by nobody', () => {
    const sent = reported(written(), 'sent', 1, {})
    expect([sent.state, sent.history.flatMap((entry) => entry.posts ?? [])]).toEqual(['finished', []])
  })

  it('has one card, whether it waits, is refused, or both', () => {
    const waits = reported(written(), 'queued', 1, { because: 'away' })
    const posts = (run: typeof waits) => run.history.flatMap((entry) => entry.posts ?? [])
    expect([waits.state, posts(waits)]).toEqual(['open', ['letter.card']])
    const refused = reported(waits, 'failed', 2, { because: 'refused' })
    expect([refused.state, posts(refused)]).toEqual(['finished', ['letter.card']])
    expect(posts(reported(written(), 'failed', 1, { because: 'refused' }))).toEqual(['letter.card'])
  })
})

it('no two playbooks number their runs alike', () => {
  const prefixes = Object.values(PLAYBOOKS).map(({ prefix }) => prefix)
  expect(new Set(prefixes).size).toBe(prefixes.length)
})
