import { describe, expect, it } from 'vitest'
import { SETTINGS } from '../../fixtures/settings.ts'
import { NOW } from '../rig.ts'
import { createSyncTalk } from './desk.ts'

const traced = (event: string) => ({
  event,
  lines: [{ at: NOW, event, action: 'receive', success: true } as const],
})

describe('/sync force', () => {
  it.each([
    ['projet 42', 'projet:42'],
    ['projet:42', 'projet:42'],
    ['PROJET : 42', 'projet:42'],
    ['salle 7', 'Salle:7'],
    ['page:01a2058c-AB', 'page:01a2058c-AB'],
  ])('%s', async (typed, key) => {
    const talk = createSyncTalk()
    const words = await talk.say('sam', `/sync force ${typed}`)
    expect(words).toBe(`${key} - is synchronised now\n- What becomes of it: /sync trace forced-1`)
    expect(talk.asked).toEqual([{ force: key }])
    expect(await talk.audited()).toMatchObject([
      { by: 'sam', door: 'slack', did: 'sync-force', result: 'done', reason: key },
    ])
  })

  it.each([
    ['', 'Which row?', '/sync force projet 42'],
    ['projet', 'Which row of projet?', '/sync force projet 42'],
    ['projet abc', '"abc" is no number of a row', 'at the end of its address in Baserow'],
    ['projet 0', '"0" is no number of a row', '/sync force projet 42'],
    ['projet -3', '"-3" is no number of a row', '/sync force projet 42'],
    ['projet 1.5', '"1.5" is no number of a row', '/sync force projet 42'],
    ['projet 042', '"042" is no number of a row', '/sync force projet 42'],
    ['projet 99999999999999999999', 'is no number of a row', '/sync force projet 42'],
    ['projet 42 43', 'Nothing was done - one row at a time', '/sync force projet 42'],
    ['projets 42', 'There is no table "projets"', 'The tables are: projet, formation, Salle.'],
    ['42', 'There is no table "42"', 'The tables are: projet, formation, Salle.'],
    ['constructor 42', 'There is no table "constructor"', 'The tables are:'],
    ['page', 'Which page?', '/sync force page:01a2058c'],
  ])('"%s" does nothing, and says how to say it', async (typed, title, line) => {
    const talk = createSyncTalk()
    const words = await talk.say('yan', `/sync force ${typed}`)
    expect(words.split('\n')[0]).toContain(title)
    expect(words).toContain(line)
    expect(talk.asked).toEqual([])
    expect(await talk.audited()).toEqual([])
  })

  it('says so where vigie.yaml has no table', async () => {
    const words = await createSyncTalk({ settings: SETTINGS }).say('yan', '/sync force projet 42')
    expect(words).toContain('add one under sync.tables')
  })

  it.each([
    [{ ok: false, reason: 'no_such_table' }, 'There is no table "projet"'],
    [{ ok: false, reason: 'switched_off' }, 'The sync of Docmost and Baserow is off'],
  ] as const)('what the sync refuses is no deed: %o', async (forced, title) => {
    const talk = createSyncTalk({ forced })
    expect(await talk.say('yan', '/sync force projet 42')).toContain(title)
    expect(await talk.audited()).toEqual([])
  })
})

describe('/sync retry', () => {
  const KEYS = ['projet:42', 'projet:7']

  it.each([
    ['all', 'all', 'all'],
    ['ALL', 'all', 'all'],
    ['projet:42', { entity: 'projet:42' }, 'projet:42'],
    ['projet 42', { entity: 'projet:42' }, 'projet:42'],
    ['page:01a2', { entity: 'page:01a2' }, 'page:01a2'],
    ['0f8f', { event: '0f8fad5b' }, '0f8fad5b'],
    ['unknown-event', { event: 'unknown-event' }, 'unknown-event'],
  ])('%s', async (typed, retry, reason) => {
    const talk = createSyncTalk({ retried: KEYS, traced: [traced('0f8fad5b')] })
    expect(await talk.say('sam', `/sync retry ${typed}`)).toBe(
      '2 back to work\n- projet:42\n- projet:7\n- /sync shows how it goes.',
    )
    expect(talk.asked).toEqual([{ retry }])
    expect(await talk.audited()).toMatchObject([{ by: 'sam', did: 'sync-retry', result: 'done', reason }])
  })

  it.each([
    ['all', 'Nothing to retry - nothing is given up, and nothing is held', 'goes on by itself'],
    ['0f8f', 'Nothing to retry - nothing of 0f8f is given up or held', '/sync shows what is.'],
    ['projet:42', 'Nothing to retry - nothing of projet:42 is given up or held', '/sync shows what is.'],
  ])('%s, of which nothing waits, is no deed', async (typed, title, line) => {
    const talk = createSyncTalk()
    const words = await talk.say('sam', `/sync retry ${typed}`)
    expect(words).toContain(title)
    expect(words).toContain(line)
    expect(await talk.audited()).toEqual([])
  })

  it.each([
    ['', 'Retry what?'],
    ['a b c', 'Nothing was done - one at a time'],
    ['projet abc', '"abc" is no number of a row'],
    ['kunde:42', 'There is no table "kunde"'],
    ['0f8', 'Several events begin with 0f8'],
  ])('"%s" does nothing', async (typed, title) => {
    const talk = createSyncTalk({ retried: KEYS, traced: [traced('0f8-1'), traced('0f8-2')] })
    expect(await talk.say('sam', `/sync retry ${typed}`)).toContain(title)
    expect(talk.asked).toEqual([])
  })

  it('names twenty of many', async () => {
    const retried = Array.from({ length: 25 }, (_, n) => `projet:${n + 1}`)
    const lines = (await createSyncTalk({ retried }).say('sam', '/sync retry all')).split('\n')
    expect(lines[0]).toBe('25 back to work')
    expect(lines).toHaveLength(23)
    expect(lines.at(-2)).toBe('- ... and 5 more')
  })
})

describe('/sync reconcile', () => {
  const CARD = '- Its card in #ops shows how far it is. Rows that have no page yet get one.'

  it.each([
    ['', 'REC-1 - all tables are compared', undefined],
    [' projet', 'REC-1 - projet is compared', 'projet'],
    [' Formation, salle projet', 'REC-1 - formation, Salle, projet are compared', 'formation,Salle,projet'],
    [' projet projet', 'REC-1 - projet is compared', 'projet'],
  ])('"%s" opens a run with a card', async (typed, title, tables) => {
    const talk = createSyncTalk()
    expect(await talk.say('sam', `/sync reconcile${typed}`)).toBe(`${title}\n${CARD}`)
    const run = await talk.runOf('REC-1')
    expect(run.playbook).toBe('reconciliation')
    expect(run.facts['tables']).toBe(tables)
    expect(run.requester).toBe('sam')
    expect(await talk.audited()).toMatchObject([{ by: 'sam', run: 'REC-1', result: 'done' }])
  })

  it('is not begun twice at once; of another table it is', async () => {
    const talk = createSyncTalk()
    await talk.say('sam', '/sync reconcile projet')
    expect(await talk.say('yan', '/sync reconcile projet')).toContain(
      'REC-1 is under way already - projet is compared',
    )
    expect(await talk.say('yan', '/sync reconcile formation')).toContain('REC-2 - formation is compared')
    expect(await talk.say('yan', '/sync reconcile')).toContain('REC-3 - all tables are compared')
  })

  it('an unknown table is told, with the known ones', async () => {
    const talk = createSyncTalk()
    const words = await talk.say('sam', '/sync reconcile projet kunde')
    expect(words).toContain('There is no table "kunde"')
    expect(words).toContain('The tables are: projet, formation, Salle.')
    expect(await talk.store.list({ limit: 5 })).toEqual([])
  })
})

it.each([
  ['force projet 42', 'sync-force'],
  ['retry all', 'sync-retry'],
  ['reconcile', 'sync-reconcile'],
])('/sync %s is for owners and responders; the attempt is in the audit', async (typed, did) => {
  const talk = createSyncTalk({ retried: ['projet:1'] })
  const words = await talk.say('nadia', `/sync ${typed}`)
  expect(words).toContain('Only owners and responders may: Corentin, Yan, Sam Martin.')
  expect(talk.asked).toEqual([])
  expect(await talk.store.list({ limit: 5 })).toEqual([])
  expect(await talk.audited()).toMatchObject([
    { by: 'nadia', did, result: 'refused', reason: 'not_an_approver' },
  ])
})
