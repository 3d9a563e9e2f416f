import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { registerHooks } from '../../script/demo/hooks.ts'
import { startDemoWorld } from '../../script/demo/world.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { createDemoWorld } from '../../src/app/demo-world.ts'
import { configOf, demo, example, syncEnv } from '../config/reading.ts'
import { type ReceivedCall, startReceiver } from '../fakes/baserow-receiver.ts'

const closing: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close()
})
const deps = { log: pino({ level: 'silent' }), clock: systemClock }

async function start() {
  const remotes = await startDemoWorld()
  closing.push(remotes.baserow, remotes.docmost)
  const world = createDemoWorld(configOf({ ...demo, ...remotes.variables }), deps)
  if (world === undefined) throw new Error('no world')
  closing.push(world)
  return { ...remotes, world }
}

test('the demo shows what stands in both systems', async () => {
  const { world, baserow, docmost } = await start()
  expect(await world.rows()).toEqual([
    { id: 1, name: 'Refonte du site', client: 'Lycée Voltaire', status: 'en cours', page: '' },
  ])
  expect(await world.choices()).toEqual({
    clients: ['Lycée Voltaire', 'Mairie de Tours', 'Atelier Morel'],
    statuses: ['à cadrer', 'en cours', 'livré'],
  })
  const ludo = docmost.asUser('ludo@formation-hub.example')
  const [parent] = docmost.pages()
  const id = ludo.create({ space: 'agence', title: 'Réunion', icon: '\u25CB', parent: parent?.id ?? '' })
  expect(await world.pages()).toEqual([
    { id: parent?.id, title: 'Comptes rendus', icon: '', parent: '' },
    { id, title: 'Réunion', icon: '\u25CB', parent: 'Comptes rendus' },
  ])
  expect([...baserow.refused, ...docmost.refused, ...docmost.dropped]).toEqual([])
})

test('a row is created as a person does it: under a name that is not the bot, and with its event', async () => {
  const { world, ...remotes } = await start()
  const { baserow } = remotes
  const receiver = await startReceiver()
  closing.push(receiver)
  await registerHooks(remotes, Number(new URL(receiver.url).port))
  await world.create({ name: 'Audit', client: 'Atelier Morel', status: 'à cadrer' })
  await world.create({ name: 'Sans rien', client: '', status: '' })
  expect(baserow.rows('projet').slice(1)).toMatchObject([
    { nom: 'Audit', 'modifié par': { name: 'Builder' } },
    { nom: 'Sans rien', client: [], statut: null },
  ])
  const asked = baserow.requests.filter(({ route }) => route === 'POST rows')
  expect(asked.map(({ query }) => query)).toEqual([
    { user_field_names: 'true' },
    { user_field_names: 'true' },
  ])
  expect((await world.rows()).slice(1)).toEqual([
    { id: 2, name: 'Audit', client: 'Atelier Morel', status: 'à cadrer', page: '' },
    { id: 3, name: 'Sans rien', client: '', status: '', page: '' },
  ])
  await baserow.until(() => receiver.calls.filter(isCreated).length === 2)
  const [call] = receiver.calls.filter(isCreated)
  expect(call?.path).toBe('/api/webhooks/baserow/projet-changed')
  expect(call?.headers.authorization).toBe('Bearer demo-baserow-secret')
})

function isCreated({ body }: ReceivedCall): boolean {
  return body['event_type'] === 'rows.created'
}

test('what Baserow refuses is said without the password', async () => {
  const { world, baserow } = await start()
  baserow.fail('POST token-auth', { status: 500 })
  const error = await world.create({ name: 'x', client: '', status: '' }).catch((reason: unknown) => reason)
  expect(String(error)).toBe('Error: Baserow answered 500 to /api/user/token-auth/')
})

test.each([
  ['outside the demo', { ...syncEnv, VIGIE_SECRET: 'a secret of thirty-two characters' }, example],
  ['without the sync', demo, example],
  ['without the account of a person', { ...demo, ...syncEnv }, example],
  [
    'without projects in the rules',
    { ...demo, ...syncEnv, BASEROW_EMAIL: 'b@example.org', BASEROW_PASSWORD: 'p' },
    example.replace('links: { client: client }', 'links: {}').replaceAll('{client.', '{'),
  ],
])('there is no such world %s', (_when, env, text) => {
  expect(createDemoWorld(configOf(env, text), deps)).toBeUndefined()
})
