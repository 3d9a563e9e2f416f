import { describe, expect, it } from 'vitest'
import { cardOf } from '../../../../../src/notify/cards/index.ts'
import { lookAt } from '../../../../fixtures/incident-run.ts'
import { completed, due, pressed, reported } from '../../../../fixtures/small-runs.ts'
import { messageOf, read, spoken } from '../../../../fixtures/spoken.ts'
import { away, givenUp, hooksOff, looping } from '../../../../fixtures/sync-runs.ts'

describe('a loop', () => {
  it('shows its evidence, and what to do', () => {
    const card = cardOf(looping(), lookAt(0))
    expect(card.status).toBe('critical')
    expect(read(card)).toEqual([
      'Loop stopped - projet:42',
      '- Evidence: 12 identical events in a minute',
      '- Events: e1, e2, e3, e4, e5 and 2 more',
      '- Fingerprint: 9f86d081',
      '- It is held back, and nothing is lost: its latest state is synchronised when the breaker is closed. Everything else goes on.',
      '- Find what writes it again and again, stop that, then close the breaker.',
      '- What was done, and why: /sync trace e7',
      '- LOOP-1',
      '[Close the breaker] [Leave it open]',
    ])
  })

  it('calls whoever is on call by name', () => {
    const call = messageOf(looping(), 'sync-loop.call')
    expect(call.place).toBe('thread_and_channel')
    expect(call.card.lines[0]).toEqual([
      { person: 'corentin', name: 'Corentin' },
      ' - you are on call: 12 identical events in a minute for projet:42. It is held back: nothing gets worse, and nothing is lost. Find what writes it, stop that, then close the breaker.',
    ])
  })

  it('is over when its breaker is closed', () => {
    const closed = reported(pressed(looping(), 'release', 3, 'yan'), 'released', 4, {})
    expect(read(cardOf(closed, lookAt(5)))).toEqual([
      'Loop over - projet:42',
      '- Evidence: 12 identical events in a minute',
      '- Events: e1, e2, e3, e4, e5 and 2 more',
      '- Fingerprint: 9f86d081',
      '- Breaker closed: Yan at 14:35',
      '- LOOP-1',
    ])
  })

  it('that is left says how it goes on later', () => {
    const left = read(cardOf(completed(looping(), 'leave', 3, 'yan'), lookAt(5)))
    expect(left[0]).toBe('Loop left with its breaker open - projet:42')
    expect(left.slice(-3)).toEqual([
      '- Left open: Yan at 14:35',
      '- To have it done later: /sync retry e7',
      '- LOOP-1',
    ])
  })
})

describe('an outage', () => {
  it('says since when, and that nothing is lost', () => {
    const card = cardOf(away(), lookAt(3))
    expect([card.status, ...read(card)]).toEqual([
      'critical',
      'Docmost does not answer - since 14:32',
      '- Because: docmost: unreachable',
      '- Changes wait and are kept. They go on by themselves when it is back.',
      '- What waits: /sync status',
      '- OUT-1',
    ])
  })

  it('calls whoever is on call, every hour', () => {
    const words =
      '- Corentin - you are on call: check that Docmost is up and that Vigie reaches it. Nothing to do in Vigie: changes wait and are kept.'
    expect(spoken(away(), 'sync-outage.call')).toEqual(['Docmost does not answer', words])
    expect(spoken(due(away(), 'stillAway', 60), 'sync-outage.still')).toEqual([
      'Docmost still does not answer - for 1 h',
      words,
    ])
  })

  it.each([
    ['0', 'Nothing had to wait.'],
    ['1', '1 entity went on.'],
    ['12', '12 entities went on.'],
  ])('that is over says that %s went on', (drained, words) => {
    const back = completed(away('baserow'), 'back', 12, 'vigie', { drained })
    expect(spoken(back, 'sync-outage.back')).toEqual([
      'Baserow answers again - away for 12 min',
      `- ${words}`,
    ])
    expect(read(cardOf(back, lookAt(20)))).toEqual([
      'Baserow answers again - away for 12 min',
      '- Because: baserow: unreachable',
      `- ${words}`,
      '- OUT-1',
    ])
  })
})

describe('an entity that was given up', () => {
  it('says why, which events, and how to see more', () => {
    expect(read(cardOf(givenUp(), lookAt(0)))).toEqual([
      'Could not synchronise - projet:42',
      '- Because: docmost: refused - title too long',
      '- Events: e1, e2',
      '- Nothing is lost: its row and its page may differ until it is retried. Everything else goes on.',
      '- What was done, and why: /sync trace e2',
      '- FAIL-1',
      '[Retry] [Leave it]',
    ])
    expect(spoken(givenUp(), 'sync-failure.call').slice(0, 2)).toEqual([
      'Could not synchronise - projet:42',
      '- Corentin - you are on call: projet:42 was given up after its retries (docmost: refused - title too long). Mend that, then retry.',
    ])
  })

  it('says who had it tried again, or left it', () => {
    const retried = reported(pressed(givenUp(), 'retry', 3, 'yan'), 'retried', 4, {})
    expect(read(cardOf(retried, lookAt(5)))).toEqual([
      'Back to work - projet:42',
      '- Because: docmost: refused - title too long',
      '- Events: e1, e2',
      '- Retried: Yan at 14:35',
      '- It is synchronised anew. If it fails again, that is told here.',
      '- FAIL-1',
    ])
    expect(read(cardOf(completed(givenUp(), 'leave', 3, 'yan'), lookAt(5))).slice(-3)).toEqual([
      '- Left as it is: Yan at 14:35',
      '- To have it done later: /sync retry e2',
      '- FAIL-1',
    ])
  })
})

describe('trouble with the webhooks', () => {
  it('says what is wrong, and what to do', () => {
    expect(read(cardOf(hooksOff(), lookAt(0)))).toEqual([
      'Webhooks of Baserow - trouble',
      '- The webhook of projet is off: Baserow gave up after nine failures.',
      '- Nothing is lost: Vigie finds changes by comparing, only later.',
      '- Corentin - look at the webhooks of the tables in Baserow, or run vigie baserow setup; then press Done.',
      '- HOOK-1',
      '[Done]',
    ])
  })

  it('ends by somebody, or by itself', () => {
    expect(read(cardOf(completed(hooksOff(), 'done', 3, 'yan'), lookAt(5))).slice(0, 2)).toEqual([
      'Webhooks of Baserow - seen to',
      '- Done: Yan at 14:35',
    ])
    const mended = reported(hooksOff(), 'mended', 5, { now: 'The webhook of projet is on again.' })
    expect(spoken(mended, 'hook-trouble.over')).toEqual([
      'Webhooks of Baserow - over by itself',
      '- The webhook of projet is on again.',
      '- Nothing to do any more.',
    ])
    expect(read(cardOf(mended, lookAt(6)))).toContain('- The webhook of projet is on again.')
  })
})
