import { expect } from 'vitest'
import { createBaserowHooks } from '../../src/adapters/baserow/hooks.ts'
import { setUpHooks, wantedHooks } from '../../src/sync/hooks/hooks.ts'
import { type BaserowFake, startBaserow } from '../fakes/baserow.ts'
import type { BaserowPerson } from '../fakes/baserow-people.ts'
import { createLeverClock, type LeverClock } from '../fakes/clock.ts'
import { DEMO_TABLES } from '../fakes/demo-tables.ts'
import { type DocmostFake, startDocmost } from '../fakes/docmost.ts'
import type { DocmostPerson } from '../fakes/docmost-people.ts'
import { freePort, startRedis } from '../fakes/redis.ts'
import { type SlackFake, startSlack } from '../fakes/slack.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'
import { soon } from './beside.ts'
import { configFor, type House, openHouse, SLACK } from './house.ts'
import { paris } from './paris.ts'
import { sync } from './sync-words.ts'

/** A house with a Baserow that calls it, a Docmost and a mail server. Its clock moves theirs too. */
export type SyncHouse = House & {
  readonly baserow: BaserowFake
  readonly docmost: DocmostFake
  readonly smtp: SmtpFake
  /** Of `BASEROW_WEBHOOK_SECRET`: the one in use, and the one before it. */
  readonly secrets: readonly [string, string]
  /** A person at the tables, and one in the wiki. */
  readonly nadia: BaserowPerson
  readonly ludo: DocmostPerson
}

export type SyncHouseOptions = {
  /** A Redis of its own. */
  readonly redis?: boolean
  /** Changes to the text of vigie.example.yaml. */
  readonly team?: (yaml: string) => string
  /** All tables of Baserow, numbered in their order; those of the example when absent. */
  readonly tables?: typeof DEMO_TABLES
  /** What stands in both systems before Vigie comes. */
  readonly before?: (world: Pick<SyncHouse, 'baserow' | 'docmost' | 'nadia' | 'ludo'>) => void
  /** Over those that all of them have. */
  readonly env?: Readonly<Record<string, string>>
}

const LUDO = 'ludo@formation-hub.example'
export const BOT = 'vigie@formation-hub.example'
const PASSWORD = 'a-wiki-password-nobody-may-see'
const SECRETS = ['the-new-webhook-secret', 'the-old-webhook-secret'] as const
/** A Tuesday, in working hours. */
const STARTS_AT = paris('2026-05-12 14:00')

/** Opens when the webhooks are made and everything that was there before is compared. */
export async function openSyncHouse(options: SyncHouseOptions = {}): Promise<SyncHouse> {
  const world = await startWorld(options)
  const { baserow, docmost, smtp, slack, redis, port } = world
  const env = { ...envOf(world), ...options.env }
  const team = (yaml: string) => withoutWaiting((options.team ?? ((text) => text))(yaml))
  const asked = {
    transport: 'http',
    slack,
    smtp,
    env,
    team,
    startsAt: STARTS_AT,
    ...(redis === undefined ? {} : { redisUrl: redis.url }),
  } as const
  const house = await openHouse(asked)
  await makeHooks(baserow, slack, { env, team, publicUrl: `http://127.0.0.1:${port}` })
  const opened: SyncHouse = {
    ...house,
    ...world.people,
    baserow,
    docmost,
    smtp,
    secrets: SECRETS,
    clock: together(house.clock, [world.clock, baserow.clock]),
    async close() {
      await house.close()
      await Promise.all([baserow, docmost, smtp, slack].map((one) => one.close()))
      await redis?.stop()
    },
  }
  await soon(async () => expect(await sync(opened, 'status')).not.toContain('Reconciliation: never'))
  return opened
}

/**
 * Ends the story. Nothing was asked of any system that the real one doesn't know, and no webhook was lost but so many.
 */
export async function closeSyncHouse(house: SyncHouse, lost = 0): Promise<void> {
  const { baserow, docmost, slack } = house
  await house.close()
  expect([...baserow.refused, ...docmost.refused, ...docmost.dropped, ...slack.refused]).toEqual([])
  expect(baserow.dropped).toHaveLength(lost)
}

async function startWorld({ redis, tables = DEMO_TABLES, before }: SyncHouseOptions) {
  const clock = createLeverClock()
  clock.jump(STARTS_AT - clock.now())
  const baserow = await startBaserow({
    tables,
    people: [{ id: 12, name: 'Nadia' }],
  })
  const docmost = await startDocmost({
    clock,
    users: [
      { email: LUDO, name: 'Ludo', password: PASSWORD },
      { email: BOT, name: 'Vigie', password: PASSWORD },
    ],
    spaces: [{ name: 'Agence', slug: 'agence', members: { [LUDO]: 'admin', [BOT]: 'writer' } }],
  })
  const people = { nadia: baserow.asUser(12), ludo: docmost.asUser(LUDO) }
  people.ludo.create({ space: 'agence', title: 'Comptes rendus' })
  before?.({ baserow, docmost, ...people })
  return {
    clock,
    baserow,
    docmost,
    people,
    smtp: await startSmtp(),
    slack: await startSlack({ people: Object.values(SLACK), channels: ['ops', 'sandbox', 'capacity'] }),
    redis: redis === true ? await startRedis() : undefined,
    port: await freePort(),
  }
}

type World = { readonly baserow: BaserowFake; readonly docmost: DocmostFake; readonly port: number }

/** The port is known beforehand: webhooks name it. */
function envOf({ baserow, docmost, port }: World): Readonly<Record<string, string>> {
  return {
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    BASEROW_URL: baserow.url,
    BASEROW_TOKEN: baserow.token,
    BASEROW_EMAIL: baserow.account.email,
    BASEROW_PASSWORD: baserow.account.password,
    BASEROW_WEBHOOK_SECRET: SECRETS.join(),
    DOCMOST_URL: docmost.url,
    DOCMOST_EMAIL: BOT,
    DOCMOST_PASSWORD: PASSWORD,
  }
}

type Hooked = {
  readonly env: Readonly<Record<string, string>>
  readonly team: (yaml: string) => string
  readonly publicUrl: string
}

/** As `vigie baserow setup` makes them. */
async function makeHooks(baserow: BaserowFake, slack: SlackFake, { env, team, publicUrl }: Hooked) {
  const { sync } = configFor(slack, { transport: 'http', env, team }).config.team
  if (sync === undefined) throw new Error('the example has no sync')
  const hooks = createBaserowHooks({
    url: baserow.url,
    ...baserow.account,
    log: { debug: () => undefined },
  })
  try {
    const done = await setUpHooks(hooks, wantedHooks(sync, publicUrl, SECRETS))
    const failed = done.filter(({ did }) => did !== 'created')
    if (failed.length > 0) throw new Error(`no webhooks: ${JSON.stringify(failed)}`)
  } finally {
    await hooks.close()
  }
}

/** Time passes for all of them at once; for the house last, which then finds the others where they should be. */
function together(clock: LeverClock, others: readonly LeverClock[]): LeverClock {
  const jump = (ms: number) => {
    for (const one of [...others, clock]) one.jump(ms)
  }
  return { ...clock, jump, jumpTo: (at) => jump(at - clock.now()) }
}

/** Rows of the stories have the fields that each story is about, and their pages at once. */
function withoutWaiting(yaml: string): string {
  return yaml.replace(/^ +waitFor: .*\n/gm, '')
}
