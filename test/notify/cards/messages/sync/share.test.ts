import { describe, expect, it } from 'vitest'
import { cardOf } from '../../../../../src/notify/cards/index.ts'
import { lookAt } from '../../../../fixtures/incident-run.ts'
import { completed, due, pressed, reported } from '../../../../fixtures/small-runs.ts'
import { read, spoken } from '../../../../fixtures/spoken.ts'
import { shared } from '../../../../fixtures/sync-runs.ts'

const asked = pressed(shared(), 'revoke', 2, 'yan')

describe('the card of a public page', () => {
  it('is this card and no other', () => {
    expect(cardOf(shared(), lookAt(0))).toEqual({
      title: 'Public page - Budget 2027',
      status: 'warning',
      fields: [
        {
          label: 'Page',
          value: [
            {
              link: 'https://docs.formation-hub.example/s/agence/p/budget-2027-euWVKXqsag',
              label: 'Budget 2027',
            },
          ],
        },
        { label: 'Public since', value: '14:30' },
        { label: 'Shared by', value: 'Ludo' },
      ],
      lines: [
        [
          { person: 'corentin', name: 'Corentin' },
          ' and ',
          { person: 'yan', name: 'Yan' },
          ' - anybody who has its link can read it. Revoke takes the link away and leaves the page; to keep it public, say why.',
        ],
      ],
      buttons: [
        { label: 'Revoke', tone: 'danger', act: { kind: 'note', run: 'SHR-1', note: 'revoke' } },
        {
          label: 'Keep',
          act: { kind: 'choose', run: 'SHR-1', step: 'decide', choice: 'keep', form: 'share.keep' },
        },
      ],
      footer: 'SHR-1',
    })
  })

  it('says that nobody knows who shared it', () => {
    expect(read(cardOf(shared({ sharedBy: '' }), lookAt(0)))).toContain('- Shared by: not known')
  })

  it('shows who revokes it, until it is gone', () => {
    expect(read(cardOf(asked, lookAt(3))).slice(4)).toEqual([
      '- Revoke asked: Yan at 14:34',
      '- It is being revoked.',
      '- SHR-1',
    ])
    const gone = read(cardOf(reported(asked, 'revoked', 3, {}), lookAt(4)))
    expect(gone[0]).toBe('Not public any more - Budget 2027')
    expect(gone.slice(4)).toEqual(['- Revoked: Yan at 14:34', '- SHR-1'])
  })

  it('says why it stays public', () => {
    const kept = completed(shared(), 'keep', 4, 'yan', { reason: 'Public catalogue' })
    expect(read(cardOf(kept, lookAt(5)))[0]).toBe('Kept public - Budget 2027')
    expect(read(cardOf(kept, lookAt(5))).slice(4)).toEqual([
      '- Kept public: Yan at 14:36',
      '- Why: Public catalogue',
      '- SHR-1',
    ])
  })
})

describe('what follows under it', () => {
  it('asks again while nobody decided', () => {
    expect(spoken(due(shared(), 'stillPublic', 9 * 60), 'share.undecided')).toEqual([
      'Still public - Budget 2027',
      '- Page: Budget 2027 (https://docs.formation-hub.example/s/agence/p/budget-2027-euWVKXqsag)',
      '- Corentin and Yan - public since 14:30, and nobody decided. Revoke it, or keep it and say why.',
      '[Revoke] [Keep]',
    ])
  })

  it('says that the share is gone by itself', () => {
    expect(spoken(reported(shared(), 'unshared', 3, {}), 'share.gone')).toEqual([
      'Not public any more - Budget 2027',
      '- The share is gone from Docmost. Nothing to do any more.',
    ])
  })

  it('says why it could not be revoked, and what else one can do', () => {
    const because = { what: 'share.revoke', because: 'docmost: refused' }
    const failed = reported(asked, 'failed', 3, because)
    expect(spoken(failed, 'sync.failed')).toEqual([
      'Could not revoke the share - SHR-1',
      '- Because: docmost: refused',
      '- Corentin - revoke it in Docmost (Share on the page), or press Revoke again.',
    ])
    expect(read(cardOf(failed, lookAt(4))).at(-1)).toBe('[Revoke] [Keep]')
  })

  it('says that it waits while Docmost is away', () => {
    const because = { what: 'share.revoke', system: 'docmost', because: 'docmost: unreachable' }
    expect(spoken(reported(asked, 'queued', 3, because), 'sync.queued')).toEqual([
      'Waits for Docmost - SHR-1',
      '- To do: revoke the share',
      '- Because: docmost: unreachable',
      '- Nothing to do for you: it is done as soon as Docmost is back.',
    ])
  })
})
