import { describe, expect, it } from 'vitest'
import {
  type Circumstances,
  hasRule,
  isOwnWrite,
  judgeChange,
  judgeSource,
} from '../../../src/sync/flow/judge-change.ts'
import { change, MINUTE, RULES } from './flow-rig.ts'

describe('whose business a change is', () => {
  const judge = (entity: string, origin?: string) =>
    judgeSource(RULES, origin === undefined ? {} : { origin }, change(entity))

  it.each([
    ['somebody wrote a row', judge('projet:42'), undefined],
    ['the sender passes on that we wrote it', judge('projet:42', 'bridge'), 'own_write'],
    ['another bridge wrote it', judge('projet:42', 'elsewhere'), undefined],
    ['a table that nobody named', judge('facture:1'), 'no_rule'],
    ['a table with a name that every object has', judge('constructor:1'), 'no_rule'],
    ['what is no entity', judge('projet:nought'), 'no_rule'],
  ])('%s', (_, judged, expected) => {
    expect(judged).toBe(expected)
  })

  it.each([
    ['whose hours alone are looked at: what uses them up tells of itself', 'personne:1', 'told_by_link'],
    ['that has a page', 'projet:42', undefined],
    ['whose page stands under another', 'bloc:1', undefined],
  ])('a link to somebody %s', (_, entity, expected) => {
    expect(judgeSource(RULES, {}, change(entity, { because: 'linked' }))).toBe(expected)
    expect(judgeSource(RULES, {}, change(entity, { because: 'updated' }))).toBeUndefined()
  })

  it('a link to somebody whose hours no row uses up', () => {
    const { intervention: _one, attribution: _other, ...tables } = RULES.tables
    const judged = judgeSource({ ...RULES, tables }, {}, change('personne:1', { because: 'linked' }))
    expect(judged).toBeUndefined()
  })

  const remembered = { fingerprint: 'f', row: 'aa', at: 1 }
  it.each([
    ['what we wrote', isOwnWrite(RULES, change('projet:42', { hash: 'aa' }), remembered), true],
    ['a person with our token', isOwnWrite(RULES, change('projet:42', { hash: 'bb' }), remembered), false],
    ['a row from the trash', isOwnWrite(RULES, change('projet:42', { hash: 'aa' }), undefined), false],
    [
      'nobody says who writes',
      isOwnWrite(RULES, change('intervention:3', { hash: 'aa' }), remembered),
      false,
    ],
  ])('an event by our own user: %s', (_, judged, expected) => {
    expect(judged).toBe(expected)
  })

  it.each([
    ['projet:1', true],
    ['personne:1', true],
    ['intervention:1', true],
    // Its page stands under that of a formation.
    ['bloc:1', true],
    // Pages become its rows.
    ['comptes_rendus:1', true],
    // Only linked to: what leads to it has events of its own.
    ['client:1', false],
    ['page:019a', true],
  ])('%s', (entity, expected) => {
    expect(hasRule(RULES, entity)).toBe(expected)
  })

  it('without pages and shares no page is looked at', () => {
    const rules = { ...RULES, tables: {}, pages: {}, shares: { notify: false } }
    expect(hasRule(rules, 'page:019a')).toBe(false)
  })
})

describe('a change that is our business', () => {
  const now = 100 * MINUTE
  const same: Circumstances = {
    change: change('projet:42', { hash: 'aa' }),
    held: false,
    count: 1,
    remembered: { fingerprint: 'f', row: 'aa', at: now - MINUTE },
    looking: false,
    now,
  }
  const because = (word: 'created' | 'linked' | 'deleted' | 'reconciled' | 'capacity') =>
    judgeChange({ ...same, change: { ...same.change, because: word } })

  it.each([
    ['says what is known', judgeChange(same), 'identical_sync'],
    ['says it at once', judgeChange({ ...same, now: now - 2 * MINUTE }), 'identical_sync'],
    ['says what has been known for five minutes', judgeChange({ ...same, now: now + 4 * MINUTE }), 'touch'],
    ['says another thing', judgeChange({ ...same, change: change('projet:42', { hash: 'bb' }) }), 'touch'],
    ['says nothing of the values', judgeChange({ ...same, change: change('projet:42') }), 'touch'],
    ['is the first', judgeChange({ ...same, remembered: undefined }), 'touch'],
    ['comes while a look reads', judgeChange({ ...same, looking: true }), 'touch'],
    ['is a creation that is known', because('created'), 'identical_sync'],
    ['comes from a link', because('linked'), 'touch'],
    ['is a deletion', because('deleted'), 'touch'],
    ['was found by comparing', because('reconciled'), 'touch'],
    ['is the tenth of its kind', judgeChange({ ...same, count: 10 }), 'identical_sync'],
    ['is the eleventh of its kind', judgeChange({ ...same, count: 11 }), 'hold'],
    ['comes while it is held', judgeChange({ ...same, held: true, remembered: undefined }), 'hold'],
  ])('%s', (_, judged, expected) => {
    expect(judged).toBe(expected)
  })
})
