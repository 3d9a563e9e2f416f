import { describe, expect, it } from 'vitest'
import { cardOf } from '../../../../../src/notify/cards/index.ts'
import { lookAt } from '../../../../fixtures/incident-run.ts'
import { completed, pressed, reported } from '../../../../fixtures/small-runs.ts'
import { read, spoken } from '../../../../fixtures/spoken.ts'
import { orphaned, reconciling, written } from '../../../../fixtures/sync-runs.ts'

const PAGE =
  '- Page: Projet Site - Acme (https://docs.formation-hub.example/s/agence/p/projet-site-acme-vALULjWcOS)'

describe('a deleted row', () => {
  it('asks what is to become of its page', () => {
    expect(read(cardOf(orphaned(), lookAt(0)))).toEqual([
      'Row deleted - Projet Site - Acme',
      '- Row: projet:42',
      PAGE,
      '- Its page is kept, marked in its title, and belongs to no row any more. Trash it with the pages under it, or keep it.',
      '- ORP-1',
      '[Trash the page] [Keep]',
    ])
  })

  it('whose page went to the trash asks nothing', () => {
    expect(read(cardOf(orphaned('trashed'), lookAt(0)))).toEqual([
      'Row deleted - Projet Site - Acme',
      '- Row: projet:42',
      PAGE,
      '- Its page is in the trash of Docmost, with the pages under it. Restore it there if that is wrong: the trash is emptied after 30 days.',
      '- ORP-1',
    ])
  })

  it('says who kept it, or had it trashed', () => {
    expect(read(cardOf(completed(orphaned(), 'keep', 2, 'yan'), lookAt(3))).slice(3)).toEqual([
      '- Kept: Yan at 14:34',
      '- Its page stays, marked in its title. Nothing is synchronised with it.',
      '- ORP-1',
    ])
    const asked = pressed(orphaned(), 'trash', 2, 'yan')
    expect(read(cardOf(asked, lookAt(3))).slice(3)).toEqual([
      '- Trash asked: Yan at 14:34',
      '- The page is being put into the trash.',
      '- ORP-1',
    ])
    expect(read(cardOf(reported(asked, 'trashed', 3, {}), lookAt(4)))[3]).toBe('- Trashed: Yan at 14:34')
  })
})

describe('a second page of a row', () => {
  const TWIN = { twinOf: 'https://docs.formation-hub.example/s/agence/p/projet-site-acme-own' }

  it("says which page is the row's own, and asks", () => {
    expect(read(cardOf(orphaned('kept', TWIN), lookAt(0)))).toEqual([
      'A second page - Projet Site - Acme',
      '- Row: projet:42',
      PAGE,
      `- The row's own page: Projet Site - Acme (${TWIN.twinOf})`,
      '- Vigie made this page and lost sight of it: it has the title and the place of the page of the row, and no row is linked to it. See whether anybody wrote in it, then trash it with the pages under it, or keep it.',
      '- ORP-1',
      '[Trash the page] [Keep]',
    ])
  })

  it('stays when somebody says so, and says where it is when it is trashed', () => {
    const run = orphaned('kept', TWIN)
    expect(read(cardOf(completed(run, 'keep', 2, 'yan'), lookAt(3)))).toContain(
      '- Both pages stay. Nothing is synchronised with this one.',
    )
    const asked = pressed(run, 'trash', 2, 'yan')
    expect(read(cardOf(reported(asked, 'trashed', 3, {}), lookAt(4)))).toContain(
      '- This page is in the trash of Docmost, with the pages under it. Restore it there if that is wrong: the trash is emptied after 30 days.',
    )
  })
})

describe('a reconciliation', () => {
  it('shows how far it is', () => {
    expect(read(cardOf(reconciling(), lookAt(0)))).toEqual([
      'Reconciling - all tables',
      '- Rows looked at: none yet',
      '- Found different: 0',
      '- Rows that differ from what is known of them are looked at one by one.',
      '- REC-1 - asked by Nadia at 14:32',
    ])
    const progress = { done: '120', rows: '400', touched: '3' }
    expect(
      read(cardOf(reported(reconciling('projet,formation'), 'progress', 1, progress), lookAt(1))),
    ).toMatchObject([
      'Reconciling - projet, formation',
      '- Rows looked at: 120 of 400',
      '- Found different: 3',
      expect.any(String),
      expect.any(String),
    ])
  })

  it('counts tables that are too many for a title', () => {
    expect(cardOf(reconciling('a,b,c,d'), lookAt(1)).title).toBe('Reconciling - a, b, c, d')
    expect(cardOf(reconciling('a,b,c,d,e'), lookAt(1)).title).toBe('Reconciling - 5 tables')
  })

  it('says that all was equal', () => {
    const found = { rows: '400', touched: '0', gone: '0' }
    const over = cardOf(reported(reconciling('projet'), 'reconciled', 0, found), lookAt(3))
    expect(read(over)).toContain('- It took less than a second. Nothing was different.')
  })

  it('says what it found', () => {
    const found = { rows: '400', touched: '5', gone: '1' }
    expect(read(cardOf(reported(reconciling('projet'), 'reconciled', 2, found), lookAt(3)))).toEqual([
      'Reconciled - projet',
      '- Rows looked at: 400',
      '- Found different: 5',
      '- Deleted meanwhile: 1',
      '- It took 2 min. What was found different is being synchronised, step by step: /sync trace REC-1',
      '- REC-1 - asked by Nadia at 14:32',
    ])
  })

  it('says that it failed', () => {
    const because = { what: 'sync.reconcile', because: 'baserow: refused' }
    const failed = reported(reconciling(), 'failed', 2, because)
    const card = cardOf(failed, lookAt(3))
    expect([card.title, card.status]).toEqual(['Not reconciled - all tables', 'warning'])
    expect(read(card).slice(3, 5)).toEqual([
      '- Because: baserow: refused',
      '- What it did not come to may differ still. Ask for it again.',
    ])
    expect(spoken(failed, 'sync.failed')).toEqual([
      'Could not compare everything - REC-1',
      '- Because: baserow: refused',
      '- Corentin - mend the cause, then ask for it again.',
    ])
  })
})

describe('a letter', () => {
  const waits = reported(written(), 'queued', 1, { because: 'smtp: unreachable' })

  it('that waits says so, and that nobody has to do anything', () => {
    expect(read(cardOf(waits, lookAt(2)))).toEqual([
      'Letter waits for the mail server - Nadia Roux',
      '- To: Nadia Roux, nadia@example.org',
      '- About: Bloc 3 - your attribution',
      '- Because: smtp: unreachable',
      '- Nothing to do: it is sent when the mail server answers.',
      '- LTR-1',
    ])
    expect(read(cardOf(reported(waits, 'sent', 5, {}), lookAt(6)))).toEqual([
      'Letter sent - Nadia Roux',
      '- To: Nadia Roux, nadia@example.org',
      '- About: Bloc 3 - your attribution',
      '- LTR-1',
    ])
  })

  it('that is refused asks the admins', () => {
    const failed = reported(written(), 'failed', 1, { because: 'smtp: refused - 550 no such user' })
    expect(read(cardOf(failed, lookAt(2)))).toEqual([
      'Could not be mailed - Nadia Roux',
      '- To: Nadia Roux, nadia@example.org',
      '- About: Bloc 3 - your attribution',
      '- Because: smtp: refused - 550 no such user',
      '- Corentin and Yan - tell Nadia Roux another way.',
      '- LTR-1',
    ])
  })
})
