import { execFileSync } from 'node:child_process'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startRedis } from '../test/fakes/redis.ts'
import { type SlackFake, startSlack } from '../test/fakes/slack.ts'
import { signature } from '../test/fakes/slack-driver.ts'
import { commandPayload } from '../test/fakes/slack-payloads.ts'
import { type Child, startChild } from './child.ts'
import { closedLoop, openLoop, type Send } from './load.ts'
import { median, percentile } from './statistics.ts'

const RATE = 50
const LANES = 32
const ROUNDS = 3
const SECONDS_A_ROUND = 5
const FLAT_OUT_SECONDS = 3
const STARTS = 5
const USER = 'U04CORENTIN'
/** The first answers nothing that is stored; the second stores a run, its effects and its audit line first. */
const COMMANDS = [
  ['/ops', 'oncall'],
  ['/incident', 'sev3 a bench'],
] as const

export type Row = Readonly<Record<string, string>>

type Contestant = {
  readonly name: string
  readonly script: string
  readonly env: Readonly<Record<string, string>>
}

/** Vigie beside a bare Bolt app: both running, loaded by turns, so that neither has the machine at a better time. */
export async function slashCommand(): Promise<readonly Row[]> {
  const redis = hasRedis() ? await startRedis() : undefined
  const slack = await startSlack({ people: [USER], channels: ['ops', 'sandbox', 'releases', 'capacity'] })
  const children: Child[] = []
  try {
    const contestants = contestantsOf(slack, redis?.url)
    const starts = await measureStarts(contestants)
    for (const one of contestants) children.push(await startChild(path(one.script), one.env))
    await sleep(3000)
    const memory = children.map((child) => child.memory())
    const lanes = COMMANDS.flatMap(([command, text]) =>
      children.map((child) => ({ command, child, send: sender(child, slack, command, text) })),
    )
    const figures = await measure(lanes.map((lane) => lane.send))
    return lanes.map(({ command, child }, n) => {
      const one = children.indexOf(child)
      const process = {
        of: contestants[one]?.name ?? '',
        start: median(starts[one] ?? []),
        memory: memory[one] ?? 0,
      }
      return rowOf(command, process, figures[n] ?? { took: [], most: [] })
    })
  } finally {
    for (const child of children) await child.stop()
    await slack.close()
    await redis?.stop()
  }
}

function rowOf(
  command: string,
  process: { of: string; start: number; memory: number },
  figures: Figures,
): Row {
  const { took, most } = figures
  return {
    command,
    of: process.of,
    [`p50 at ${RATE}/s`]: ms(percentile(took, 0.5)),
    p99: ms(percentile(took, 0.99)),
    worst: ms(Math.max(...took)),
    'most a second': median(most).toFixed(0),
    start: ms(process.start),
    'idle memory': `${process.memory.toFixed(0)} MB`,
  }
}

function contestantsOf(slack: SlackFake, redisUrl: string | undefined): readonly Contestant[] {
  const env = {
    PORT: '0',
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.secret,
    SLACK_API_URL: slack.url,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl, NODE_ENV: 'production' }),
  }
  const own = {
    VIGIE_CONFIG: path('../vigie.example.yaml'),
    VIGIE_SECRET: 'a secret of the bench, 32 characters',
  }
  return [
    { name: 'Vigie', script: '../dist/main.js', env: { ...env, ...own } },
    { name: 'bare Bolt', script: './bare-bolt.mjs', env },
  ]
}

async function measureStarts(contestants: readonly Contestant[]): Promise<readonly (readonly number[])[]> {
  const starts: number[][] = contestants.map(() => [])
  for (let n = 0; n < STARTS; n += 1) {
    for (const [index, one] of contestants.entries()) {
      const child = await startChild(path(one.script), one.env)
      starts[index]?.push(child.startedIn)
      await child.stop()
    }
  }
  return starts
}

type Figures = { readonly took: readonly number[]; readonly most: readonly number[] }

/** First every command at the steady rate, then every one flat out: what that leaves in the queue would disturb the rest. */
async function measure(sends: readonly Send[]): Promise<readonly Figures[]> {
  const figures: { readonly took: number[]; readonly most: number[] }[] = sends.map(() => ({
    took: [],
    most: [],
  }))
  for (const send of sends) await openLoop(send, RATE, 1)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [n, send] of sends.entries())
      figures[n]?.took.push(...(await openLoop(send, RATE, SECONDS_A_ROUND)))
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [n, send] of sends.entries())
      figures[n]?.most.push(await closedLoop(send, LANES, FLAT_OUT_SECONDS))
  }
  return figures
}

/** One signed request as Slack sends it; anything but 200 ends the bench. */
function sender(child: Child, slack: SlackFake, command: string, text: string): Send {
  const agent = new Agent({ keepAlive: true })
  const url = `${child.origin}/slack/events`
  return () => {
    const body = new URLSearchParams(commandPayload(slack, USER, command, text)).toString()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      ...signature(slack.secret, body, Date.now()),
    }
    return new Promise((resolve, reject) => {
      const call = request(url, { method: 'POST', agent, headers }, (answer) => {
        answer.resume()
        answer.on('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${answer.statusCode}`)),
        )
      })
      call.on('error', reject)
      call.end(body)
    })
  }
}

function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`
}
