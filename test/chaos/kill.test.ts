import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { createRedisAuditLog } from '../../src/adapters/redis/audit-log.ts'
import { createRedis } from '../../src/adapters/redis/connection.ts'
import { createRedisRunStore } from '../../src/adapters/redis/run-store.ts'
import type { Run } from '../../src/engine/run.ts'
import { type ConsoleDriver, enterConsole } from '../fakes/console-driver.ts'
import { freePort, type RedisServer, startRedis } from '../fakes/redis.ts'
import { type SlackFake, startSlack } from '../fakes/slack.ts'
import { type SlackDriver, signedSlack } from '../fakes/slack-driver.ts'
import type { Shown } from '../fakes/slack-seen.ts'
import { SLACK } from '../flows/house.ts'
import { createVigieProcess, insistent, type VigieProcess } from './process.ts'

/** Two worlds side by side, on two cores. */
const WORLDS = 2
/**
 * 200 kills of both are what is promised, and what `npm run chaos` does. The suite has a minute for this file and makes
 * do with fewer.
 */
const KILLS = Math.ceil(Number(process.env['INCIDENT_KILLS'] ?? 50) / WORLDS)
/** Stories under way at once in each world. */
const LANES = 3
/** A story that is never told whole would prove little: the kills go on until so many were. */
const STORIES = Math.ceil(KILLS / 9)
/** A kill comes at a random moment up to this long after the process listens. */
const LIVES_MS = 800
/** A job that dies with its worker waits 5 s for the next one; an unlucky card waits until the kills are over. */
const CARD_WITHIN_MS = 240_000
const SECRET = 'a secret of the tests, long enough'

type World = {
  readonly redis: RedisServer
  readonly slack: SlackFake
  readonly vigie: VigieProcess
  readonly people: SlackDriver
  readonly console: ConsoleDriver
}

async function createWorld(): Promise<World> {
  const [redis, slack, port] = await Promise.all([
    startRedis(),
    startSlack({ people: Object.values(SLACK) }),
    freePort(),
  ])
  const vigie = createVigieProcess(port, {
    VIGIE_DEMO: '1',
    VIGIE_CONFIG: 'vigie.example.yaml',
    VIGIE_SECRET: SECRET,
    LOG_LEVEL: 'fatal',
    REDIS_URL: redis.url,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.secret,
    SLACK_API_URL: slack.url,
  })
  const send = insistent(120_000)
  try {
    await vigie.start()
    return {
      redis,
      slack,
      vigie,
      people: signedSlack({ url: `${vigie.origin}/slack/events`, secret: slack.secret, slack, send }),
      console: await enterConsole(vigie.origin, 'yan', send),
    }
  } catch (error) {
    await end({ redis, slack, vigie })
    throw error
  }
}

/** Leaves nothing behind. */
async function end({ redis, slack, vigie }: Pick<World, 'redis' | 'slack' | 'vigie'>): Promise<void> {
  await vigie.stop()
  await slack.close()
  await redis.stop()
}

/** The story, once: the next step begins when the last one was answered. Odd stories go through Slack, even ones mix. */
async function tellStory({ slack, people, console }: World, n: number): Promise<void> {
  const declared = await people.command(SLACK.corentin, '/incident', `sev1 Story ${n}`)
  const run = /INC-\d+/.exec(JSON.stringify(declared.body))?.[0] ?? `no run: ${JSON.stringify(declared)}`
  if (n % 2 === 0) await console.press(run, 'Acknowledge')
  else await people.command(SLACK.corentin, '/ops', `approve ${run}-A`)
  const update = await console.press(run, 'Update')
  await update.fill({ investigating: `Update of ${run}`, eta: 'soon' })
  const card = await vi.waitFor(() => cardOf(slack, run), { timeout: CARD_WITHIN_MS, interval: 150 })
  await people.click(SLACK.corentin, card, 'Update').catch(() => undefined)
  const resolve = await console.press(run, 'Resolve')
  await resolve.fill({ cause: `Cause of ${run}`, impact: 'none', users: '1', dataLoss: 'no' })
  if (n % 4 === 1) await pressInSlack(slack, people, run, 'Published')
  else await console.press(run, 'Published')
}

/** The card shows a button a moment after the console does. A click is answered later: its card tells what came of it. */
async function pressInSlack(slack: SlackFake, people: SlackDriver, run: string, label: string) {
  const shown = await vi.waitFor(
    async () => {
      const card = await cardOf(slack, run)
      if (!JSON.stringify(card.blocks).includes(`"${label}"`)) throw new Error(`${run} has no ${label} yet`)
      return card
    },
    { timeout: CARD_WITHIN_MS, interval: 150 },
  )
  await people.click(SLACK.corentin, shown, label)
}

/** What people do in each story, in order, and what Vigie reports of its own: GitHub is off. */
const DONE = ['incident', 'acknowledge', 'update', 'resolve', 'published'] as const
const REPORTED = ['escalations', 'failed'] as const

async function messagesOf(slack: SlackFake, run: string): Promise<readonly Shown[]> {
  const all = await slack.messages('ops')
  return all.filter((message) => JSON.stringify(message.metadata).includes(`"run":"${run}"`))
}

async function cardOf(slack: SlackFake, run: string): Promise<Shown> {
  const [card] = (await messagesOf(slack, run)).filter((message) => message.thread_ts === undefined)
  if (card === undefined) throw new Error(`${run} has no card yet`)
  return card
}

type Torment = { readonly kills: number; readonly told: number }

/** Tells stories while Vigie is killed again and again; answers how often it was, and how many were told whole. */
async function torment(world: World): Promise<Torment> {
  let [kills, begun, told, failed] = [0, 0, 0, false]
  const goesOn = () => !failed && (kills < KILLS || told < STORIES)
  const killing = (async () => {
    for (; goesOn(); kills += 1) {
      await sleep(Math.random() * LIVES_MS)
      await world.vigie.kill()
      await world.vigie.start()
    }
  })()
  const lane = async () => {
    while (goesOn()) {
      begun += 1
      await tellStory(world, begun)
      told += 1
    }
  }
  try {
    await Promise.all(Array.from({ length: LANES }, lane))
  } catch (error) {
    // A story that failed ends the kills too, before its world is taken down.
    failed = true
    throw error
  } finally {
    await killing
  }
  return { kills, told }
}

describe('kill -9', () => {
  it(`at ${WORLDS * KILLS} random points and more of the story loses nothing and posts nothing twice`, async () => {
    // Both worlds end in order, also when one of them fails: no process is left behind.
    const ends = await Promise.allSettled(Array.from({ length: WORLDS }, surviveKills))
    const torments = ends.map((end) => {
      if (end.status === 'rejected') throw end.reason
      return end.value
    })
    const sum = (of: keyof Torment) => torments.reduce((all, one) => all + one[of], 0)
    process.stdout.write(`kill -9: ${sum('kills')} kills, ${sum('told')} stories told whole\n`)
    for (const { kills, told } of torments) expect([kills >= KILLS, told >= STORIES]).toEqual([true, true])
  })
})

async function surviveKills(): Promise<Torment> {
  const world = await createWorld()
  const redis = createRedis(world.redis.url, { warn: () => {} })
  try {
    const torments = await torment(world)
    const store = createRedisRunStore(redis)
    const audit = createRedisAuditLog(redis)
    const runs = await store.list({ playbook: 'incident', limit: 10_000 })
    expect(runs).toHaveLength(torments.told)
    await vi.waitFor(async () => expect(await store.outbox(10)).toEqual([]), { timeout: 30_000 })
    for (const { id } of runs) {
      await vi.waitFor(async () => judgeRun(await store.get(id)), { timeout: 60_000, interval: 250 })
      const done = (await audit.ofRun(id)).filter((record) => record.result === 'done')
      const [begun, ...rest] = done.map((record) => record.did)
      judgeDeeds(id, [begun === 'begin' ? 'incident' : 'never begun', ...rest])
      await vi.waitFor(() => judgeChannel(world.slack, id), { timeout: 60_000, interval: 250 })
    }
    await vi.waitFor(async () => expect(await world.slack.pins('ops')).toEqual([]), { timeout: 30_000 })
    expect(world.slack.refused).toEqual([])
    return torments
  } finally {
    redis.disconnect()
    await end(world)
  }
}

function judgeRun(run: Run | undefined): void {
  expect([run?.id, run?.state]).toEqual([run?.id, 'finished'])
  judgeDeeds(run?.id, run?.history.map((entry) => entry.what) ?? [])
}

/** Each once: people's in their order, Vigie's whenever it came to them. */
function judgeDeeds(run: string | undefined, deeds: readonly string[]): void {
  const own = deeds.filter((deed) => REPORTED.some((one) => one === deed))
  const theirs = deeds.filter((deed) => !own.includes(deed))
  expect([run, theirs, own.sort()]).toEqual([run, [...DONE], [...REPORTED]])
}

/** One card that shows the end, and one of each message under it. */
async function judgeChannel(slack: SlackFake, run: string): Promise<void> {
  const messages = await messagesOf(slack, run)
  const [card, ...others] = messages.filter((message) => message.thread_ts === undefined)
  expect([run, others]).toEqual([run, []])
  expect(card?.text).toContain(`Root cause: Cause of ${run}`)
  const title = /Story \d+/.exec(card?.text ?? '')?.[0]
  const replies = await slack.replies('ops', card?.ts ?? '')
  const titles = replies.map((reply) => reply.text?.split('\n')[0])
  expect([run, titles.sort()]).toEqual([
    run,
    [
      `Update - ${run}`,
      '[SEV1 RESOLVED] formation-hub - back online',
      `Escalations audited - ${run}`,
      `Could not propose the post-mortem - ${run}`,
      `Post-mortem published - ${run} ${title}`,
    ].sort(),
  ])
}
