import { createServer } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { setUpBaserow } from '../../src/app/baserow-setup.ts'
import { type BaserowRig, startBaserowRig } from '../adapters/baserow-rig.ts'
import { type Env, least, read, syncEnv } from '../config/reading.ts'
import { freePort } from '../fakes/redis.ts'
import { listen } from '../fakes/slack-http.ts'

const SECRET = 'a-secret-nobody-may-see'
let rig: BaserowRig
let publicUrl: string
const receiver = createServer((request, response) => {
  request.resume()
  response.end()
})

beforeAll(async () => {
  publicUrl = await listen(receiver)
})
afterAll(() => {
  receiver.close()
})
beforeEach(async () => {
  rig = await startBaserowRig()
})
afterEach(async () => {
  await rig.close()
  expect(rig.fake.refused).toEqual([])
})

function envOf(): Env {
  const { url, account } = rig.fake
  return {
    VIGIE_DEMO: '1',
    ...syncEnv,
    BASEROW_URL: url,
    BASEROW_WEBHOOK_SECRET: `${SECRET},the-old-one-of-sixteen`,
    BASEROW_EMAIL: account.email,
    BASEROW_PASSWORD: account.password,
    PUBLIC_URL: publicUrl,
  }
}

function yaml(): string {
  const { projet, client } = { projet: rig.fake.table('projet'), client: rig.fake.table('client') }
  return `${least}\nsync: { tables: { projet: { table: ${projet} }, client: { table: ${client} } } }\n`
}

async function setUp(env: Env = envOf(), text = yaml()) {
  const printed: string[] = []
  const complained: string[] = []
  const code = await setUpBaserow({
    reading: read(env, text),
    names: Object.keys(env).filter((name) => env[name] !== undefined),
    createHooks: (account) => rig.hooks(account),
    print: (line) => void printed.push(line),
    complain: (line) => void complained.push(line),
  })
  for (const line of [...printed, ...complained]) {
    expect(line).not.toContain(SECRET)
    expect(line).not.toContain(rig.fake.account.password)
  }
  return { code, printed, complained }
}

it('creates the webhooks table by table, and twice is harmless', async () => {
  const intro = `Webhooks of 2 tables in ${rig.fake.url}, which call ${publicUrl} - Vigie must be listening there already: Baserow knocks before it takes an address.`
  expect(await setUp()).toEqual({
    code: 0,
    printed: [intro, '- projet - created', '- client - created', 'All webhooks are as they should be.'],
    complained: [],
  })
  expect(await setUp()).toEqual({
    code: 0,
    printed: [
      intro,
      '- projet - is as it should be',
      '- client - is as it should be',
      'All webhooks are as they should be.',
    ],
    complained: [],
  })
  const [hook, ...others] = await rig.hooks().list(rig.fake.table('projet'))
  expect(others).toEqual([])
  expect(hook).toMatchObject({
    url: `${publicUrl}/api/webhooks/baserow/projet-changed`,
    headers: { Authorization: `Bearer ${SECRET}` },
  })
})

it('tells of a second webhook', async () => {
  await setUp()
  const [hook] = await rig.hooks().list(rig.fake.table('client'))
  if (hook === undefined) throw new Error('there is none')
  await rig.hooks().create(rig.fake.table('client'), hook)
  const { code, printed } = await setUp()
  expect(code).toBe(0)
  expect(printed.at(-2)).toMatch(/^- client - more than one webhook of Vigie's/)
})

it('where nobody listens: what to do about it, and exit code 1', async () => {
  const { code, printed } = await setUp({ ...envOf(), PUBLIC_URL: `http://127.0.0.1:${await freePort()}` })
  expect(code).toBe(1)
  expect(printed[1]).toContain('Vigie must be listening there already')
  expect(printed[1]).toContain('BASEROW_WEBHOOKS_IP_WHITELIST')
  expect(printed.at(-1)).toContain('2 of 2 are not as they should be')
})

it.each([
  ['BASEROW_EMAIL', 'BASEROW_PASSWORD'],
  ['BASEROW_PASSWORD'],
  ['PUBLIC_URL'],
  ['BASEROW_WEBHOOK_SECRET'],
  ['BASEROW_URL', 'BASEROW_TOKEN', 'BASEROW_WEBHOOK_SECRET', 'DOCMOST_URL', 'DOCMOST_TOKEN'],
])('without %s: a line for each that is missing, and nothing is called', async (...names) => {
  const { code, printed, complained } = await setUp({
    ...envOf(),
    ...Object.fromEntries(names.map((name) => [name, undefined])),
  })
  expect(code).toBe(1)
  expect(printed).toEqual([])
  expect(complained[0]).toBe('Nothing was set up:')
  for (const name of names.filter((one) => !one.startsWith('DOCMOST')))
    expect(complained.filter((line) => line.includes(name)).length, name).toBeGreaterThan(0)
  expect(rig.fake.requests).toEqual([])
})

it('without BASEROW_EMAIL and PUBLIC_URL: says what each is for', async () => {
  const rest = { BASEROW_EMAIL: undefined, BASEROW_PASSWORD: undefined, PUBLIC_URL: undefined }
  expect((await setUp({ ...envOf(), ...rest })).complained).toEqual([
    'Nothing was set up:',
    '- BASEROW_EMAIL is not set: the account of somebody who may build the tables: a database token may not manage webhooks',
    '- BASEROW_PASSWORD is not set: the password of that account',
    '- PUBLIC_URL is not set: the address where Baserow reaches Vigie',
  ])
})

it('with a configuration that has faults: those too', async () => {
  const { code, complained } = await setUp(envOf(), `${yaml()}\nnonsense: 1\n`)
  expect(code).toBe(1)
  expect(complained.slice(1)).toEqual([expect.stringContaining('nonsense')])
})
