import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { importsOf } from './architecture/source.ts'

/** A package comes in with a reason. Who adds one writes it here, and what of ours it replaces. */
const REASONS = {
  overrides: {
    '@octokit/request': 'later ones bring content-type 3, which needs Node 22',
    'light-my-request': 'later ones bring cookie 2, which needs Node 22',
    'msgpackr-extract': 'the last one whose packages for every platform are published',
  },
  dependencies: {
    '@fastify/cookie': 'the console session; from 11.1.1 on it brings cookie 2, which needs Node 22',
    '@fastify/formbody': 'forms of the console, which work without script',
    '@fastify/cors': "the product's own pages read /api/status from another origin",
    '@lukeed/ms': 'durations of vigie.yaml; refuses what trails behind the unit',
    '@octokit/webhooks-methods': 'the signature of a GitHub webhook, over the raw body',
    '@remix-run/html-template': 'HTML of the console, escaped by construction',
    '@slack/bolt': 'Slack: both transports, signatures, retries (issue 2)',
    '@slack/web-api': 'errors of the Slack client, told apart by code',
    bullmq: 'the queue that several replicas share; nothing home-made in between',
    'conventional-commits-parser':
      'what a commit says it is, footers and breaking changes too; 7 needs Node 22',
    'date-holidays': 'public holidays by country and region, for targets in working hours',
    echarts: 'the chart of the figures, drawn on the server as SVG; loaded when first asked for',
    fastify: 'the one HTTP server (design, section 7)',
    ioredis: 'Redis, and what BullMQ speaks',
    jose: 'signed links and sessions of the console (decision 0003)',
    luxon: 'working hours in a time zone, over daylight-saving days',
    marked: 'tells the sections of a post-mortem apart, code blocks respected',
    'node-schedule': "when the next Monday hand-over is, in the team's zone; the queue keeps the timer",
    nodemailer: 'e-mail over SMTP',
    octokit: 'GitHub: token or App, paging, typed routes (issue 3)',
    pino: 'structured log',
    'prom-client': '/metrics',
    semver: 'versions, their order, and what comes next',
    sharp: 'charts as pictures for the chats: they show no SVG',
    undici: 'pooled calls of Baserow and Docmost; 8 needs Node 22',
    yaml: 'vigie.yaml, with line and column of a fault',
    zod: 'everything from outside is parsed once, at the border',
  },
  devDependencies: {
    '@biomejs/biome': 'format and lint in one tool; the last one published for every platform',
    '@types/luxon': 'the types of luxon',
    '@types/node': 'the types of the oldest Node we run on',
    '@types/node-schedule': 'the types of node-schedule',
    '@types/semver': 'the types of semver',
    '@types/smtp-server': 'the types of smtp-server',
    '@types/ws': 'the types of ws',
    esbuild: 'one file of the build for the chaos suite: two hundred starts take half the time',
    emulate: 'a stateful Slack Web API for the flows; pinned: later versions are another package',
    'fast-check': 'properties of the engine',
    'node-html-parser': 'reads the pages of the console as a person would, in the flows',
    'playwright-core': 'drives the browser of the machine; brings none',
    'smtp-server': 'a real SMTP server for the mail tests',
    tsx: 'runs bench and script from source',
    typescript: 'types and the build',
    vitest: 'the suites',
    ws: 'the far end of Socket Mode in tests',
  },
}

const manifest = z
  .object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    overrides: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(read('package.json')))
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        resolved: z.string().optional(),
        integrity: z.string().optional(),
        engines: z.object({ node: z.string().optional() }).optional(),
        optionalDependencies: z.record(z.string(), z.string()).optional(),
      }),
    ),
  })
  .parse(JSON.parse(read('package-lock.json')))

const installed = Object.entries(lock.packages).filter(([path]) => path !== '')

function read(name: string): string {
  return readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')
}

function sources(folder: string): readonly string[] {
  const root = fileURLToPath(new URL(folder, import.meta.url))
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith('.ts')).map((name) => readFileSync(join(root, name), 'utf8'))
}

test.each(['dependencies', 'devDependencies', 'overrides'] as const)(
  'each of %s has a reason, and each reason a package',
  (kind) => {
    expect(Object.keys(manifest[kind]).sort()).toEqual(Object.keys(REASONS[kind]).sort())
  },
)

test('each dependency is imported by the source', () => {
  const imported = new Set(sources('../src/').flatMap(importsOf))
  const used = (name: string) => [...imported].some((one) => one === name || one.startsWith(`${name}/`))
  expect(Object.keys(manifest.dependencies).filter((name) => !used(name))).toEqual([])
})

test('versions are exact, and the lock file holds the same', () => {
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
    expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version)
  }
})

test('the lock file names no host, and proves what it installs', () => {
  expect(installed.length).toBeGreaterThan(100)
  expect(installed.filter(([, one]) => one.resolved !== undefined).map(([path]) => path)).toEqual([])
  expect(installed.filter(([, one]) => one.integrity === undefined).map(([path]) => path)).toEqual([])
})

test('the lock file serves every platform, not only the one it was written on', () => {
  const wanted = installed.flatMap(([, one]) => Object.keys(one.optionalDependencies ?? {}))
  expect(wanted.length).toBeGreaterThan(20)
  expect(wanted.filter((name) => lock.packages[`node_modules/${name}`] === undefined)).toEqual([])
})

test('everything runs on the oldest Node that Vigie runs on', () => {
  const newer = installed.filter(([, one]) => /^(>=|\^)\s*2[1-9]/.test(one.engines?.node ?? ''))
  expect(newer.map(([path, one]) => `${path} needs ${one.engines?.node}`)).toEqual([])
})
