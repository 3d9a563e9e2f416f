import { expect, test } from 'vitest'
import type { Remembered } from '../../../src/sync/book.ts'
import type { Because } from '../../../src/sync/delivery.ts'
import { sendLetter } from '../../../src/sync/rows/send-letter.ts'
import type { Source } from '../../../src/sync/rows/template.ts'
import { cause, createTold } from './told.ts'

const RULE = {
  to: '{personne.email}',
  name: '{personne.nom}',
  subject: 'Nouvelle attribution : {bloc}',
  text: 'Bonjour {personne.nom},\n\nle bloc {bloc} vous est attribué.\n',
}
const KNOWN: Remembered = { fingerprint: 'f', at: 1 }

function source(person: Readonly<Record<string, unknown>> | undefined, bloc = 'SQL'): Source {
  const rows = person === undefined ? [] : [{ id: 5, values: { nom: 'Yan', email: '', ...person } }]
  return { values: { bloc, personne: [{ id: 5, value: 'Yan' }] }, linked: { personne: rows } }
}

async function send(
  becauses: readonly Because[],
  before?: Remembered,
  from: Source = source({ email: 'yan@example.org' }),
  { rule = RULE, seen = true } = {},
) {
  const { told, notices, tracer, traced } = createTold()
  const causes = becauses.map((because) => cause(because))
  const order = { entity: 'attribution:3', rule, source: from, before, causes, seen }
  const remembered = await sendLetter({ notices }, tracer, order)
  return { told, remembered, traced: await traced() }
}

test('a row that was created is written about, in plain text', async () => {
  const { told, remembered, traced } = await send(['created'])
  expect(told).toEqual([
    [
      'letter',
      {
        key: 'mail:attribution:3',
        to: { name: 'Yan', address: 'yan@example.org' },
        subject: 'Nouvelle attribution : SQL',
        text: 'Bonjour Yan,\n\nle bloc SQL vous est attribué.\n',
      },
    ],
  ])
  expect(remembered).toEqual({ mailed: true })
  expect(traced).toEqual([['send_mail', true, 'yan@example.org']])
})

test.each<[string, readonly Because[], Remembered | undefined]>([
  ['created, and the change that overtook it was left alone', ['created'], KNOWN],
  ['a change that overtook it', ['updated'], undefined],
  ['an import', ['reconciled'], undefined],
  ['created while everything was seen for the first time', ['first_seen', 'created'], undefined],
])('a letter: %s', async (_why, becauses, before) => {
  expect((await send(becauses, before)).told).toHaveLength(1)
})

test.each<[string, readonly Because[], Remembered | undefined]>([
  ['it was there before us', ['first_seen'], undefined],
  ['it was there before us and is changed', ['updated', 'first_seen'], undefined],
  ['it is changed', ['updated'], KNOWN],
  ['an import changed it', ['reconciled'], KNOWN],
  ['it was written about', ['created', 'updated'], { ...KNOWN, mailed: true }],
])('no letter: %s', async (_why, becauses, before) => {
  const { told, remembered } = await send(becauses, before)
  expect(told).toEqual([])
  expect(remembered.mailed).toBe(before?.mailed)
})

test('a row that we do not know is no new one before its table was compared', async () => {
  expect((await send(['updated'], undefined, undefined, { seen: false })).told).toEqual([])
  expect((await send(['created'], undefined, undefined, { seen: false })).told).toHaveLength(1)
})

const NO_ADDRESS = 'no address: {personne.email} is empty'

test.each<[string, Source, string]>([
  ['nobody is chosen yet', source(undefined), NO_ADDRESS],
  ['a person without an address', source({ email: null }), NO_ADDRESS],
  ['what is no address', source({ email: 'chez Yan' }), 'not one address: chez Yan'],
  ['two addresses', source({ email: 'a@b.org, c@d.org' }), 'not one address: a@b.org, c@d.org'],
  ['the name is missing', source({ email: 'yan@example.org', nom: null }), 'waits for personne.nom'],
  [
    'the bloc is not filled in yet',
    source({ email: 'yan@example.org' }, ''),
    'no subject: Nouvelle attribution : {bloc} is empty',
  ],
])('a row is created empty and then filled in, its letter waits: %s', async (_who, from, reason) => {
  const created = await send(['created'], undefined, from)
  expect(created.told).toEqual([])
  expect(created.remembered).toEqual({ mailed: false })
  expect(created.traced).toEqual([['send_mail', false, reason]])
  const before = { ...KNOWN, ...created.remembered }
  const filledIn = await send(['updated'], before)
  expect(filledIn.told).toHaveLength(1)
  expect(filledIn.remembered).toEqual({ mailed: true })
})

test('a letter that has waited until the comparison goes with what there is', async () => {
  const from = source({ email: 'yan@example.org', nom: null })
  const { told, remembered } = await send(['reconciled'], { ...KNOWN, mailed: false }, from)
  expect(told).toMatchObject([['letter', { subject: 'Nouvelle attribution : SQL' }]])
  expect(remembered).toEqual({ mailed: true })
})

test('a letter that nobody can get is an error then, and stays due', async () => {
  const late = send(['reconciled'], { ...KNOWN, mailed: false }, source(undefined))
  await expect(late).rejects.toMatchObject({ code: 'invalid', retry: false })
  await expect(late).rejects.toThrow(`no letter - ${NO_ADDRESS}`)
})

test('a field that there is not is an error, and named', async () => {
  const rule = { ...RULE, text: 'Début : {date}' }
  await expect(send(['created'], undefined, undefined, { rule })).rejects.toThrow("the field 'date'")
})

test('nothing that somebody typed adds a line to the head of a letter', async () => {
  const from = source({ email: 'yan@example.org', nom: 'Yan\r\nBcc: all@example.org' }, 'SQL\nX: y')
  const { told } = await send(['created'], undefined, from)
  expect(told).toMatchObject([
    [
      'letter',
      {
        to: { name: 'Yan Bcc: all@example.org' },
        subject: 'Nouvelle attribution : SQL X: y',
      },
    ],
  ])
})
