import { describe, expect, it } from 'vitest'
import { advance } from '../../../src/engine/advance.ts'
import type { Run } from '../../../src/engine/run.ts'
import { choicesNow, notesNow } from '../../../src/engine/standing.ts'
import { STARTED } from '../../fixtures/incident-run.ts'
import { completed, due, pressed, reported } from '../../fixtures/small-runs.ts'
import { givenUp, looping, orphaned, shared } from '../../fixtures/sync-runs.ts'

type Case = {
  readonly name: string
  readonly begin: () => Run
  /** The button that Vigie carries out, what it asks for, and what it reports. */
  readonly note: string
  readonly act: string
  readonly result: string
  /** The other way out. */
  readonly choice: string
}

const CASES: readonly Case[] = [
  { name: 'share', begin: shared, note: 'revoke', act: 'share.revoke', result: 'revoked', choice: 'keep' },
  {
    name: 'sync-loop',
    begin: looping,
    note: 'release',
    act: 'sync.release',
    result: 'released',
    choice: 'leave',
  },
  {
    name: 'sync-failure',
    begin: givenUp,
    note: 'retry',
    act: 'sync.retry',
    result: 'retried',
    choice: 'leave',
  },
  { name: 'orphan', begin: orphaned, note: 'trash', act: 'page.trash', result: 'trashed', choice: 'keep' },
]

const offered = (run: Run) => [
  ...notesNow(run)
    .filter(({ button }) => button === 'card')
    .map(({ id }) => id),
  ...choicesNow(run).map(({ id }) => id),
]

function press(run: Run, note: string, groups: readonly string[], key = 'press') {
  const by = { id: 'yan', groups }
  return advance(run, { type: 'note', key, at: STARTED, by, door: 'slack', note, fields: {} })
}

describe.each(CASES)('$name', ({ begin, note, act, result, choice }) => {
  const asked = pressed(begin(), note, 1, 'yan')

  it('asks for what the button says, once', () => {
    const first = press(begin(), note, ['responders'])
    expect(first).toMatchObject({ advanced: true })
    const acts =
      'effects' in first ? first.effects.flatMap((one) => (one.kind === 'act' ? [one.action] : [])) : []
    expect(acts).toEqual([act])
    expect(press(asked, note, ['responders'], 'again')).toMatchObject({ reason: 'not_now' })
  })

  it('offers both ways at first, and neither while Vigie is at it', () => {
    expect(offered(begin())).toEqual([note, choice])
    expect(offered(asked)).toEqual([])
  })

  it('is over when it is done', () => {
    const done = reported(asked, result, 2, {})
    expect([done.state, offered(done)]).toEqual(['finished', []])
  })

  it('offers both ways again when it could not be done, and says so', () => {
    const failed = reported(asked, 'failed', 2, { what: act, because: 'refused' })
    expect([failed.state, failed.history.at(-1)?.posts, offered(failed)]).toEqual([
      'open',
      ['sync.failed'],
      [note, choice],
    ])
  })

  it('waits while the other system is away', () => {
    const waiting = reported(asked, 'queued', 2, { what: act, system: 'docmost', because: 'away' })
    expect([waiting.state, waiting.history.at(-1)?.posts, offered(waiting)]).toEqual([
      'open',
      ['sync.queued'],
      [],
    ])
    expect(reported(waiting, result, 3, {}).state).toBe('finished')
  })

  it('is over when somebody leaves it', () => {
    expect(completed(begin(), choice, 1, 'yan', { reason: 'Wanted' }).state).toBe('finished')
  })

  it('is for responders alone', () => {
    expect(press(begin(), note, ['trainers'])).toMatchObject({
      reason: 'not_an_approver',
      group: 'responders',
    })
  })
})

describe('a public page', () => {
  it('is over when the share is gone by itself, and says so', () => {
    const gone = reported(shared(), 'unshared', 2, {})
    expect([gone.state, gone.history.at(-1)?.posts]).toEqual(['finished', ['share.gone']])
  })

  it('says nothing more when what was asked for is seen from outside first', () => {
    const gone = reported(pressed(shared(), 'revoke', 1, 'yan'), 'unshared', 2, {})
    expect([gone.state, gone.history.at(-1)?.posts ?? []]).toEqual(['finished', []])
  })

  it('asks again until somebody decides', () => {
    const again = due(due(shared(), 'stillPublic', 540), 'stillPublic', 1080)
    expect(again.history.filter((entry) => entry.posts?.includes('share.undecided'))).toHaveLength(2)
  })
})

it('a row whose page went to the trash is told and over', () => {
  const run = orphaned('trashed')
  expect([run.state, run.history[0]?.posts, offered(run)]).toEqual(['finished', ['orphan.card'], []])
})
