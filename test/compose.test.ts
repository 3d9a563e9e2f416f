import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')

const hardened = {
  restart: z.literal('unless-stopped'),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
}

/** The promises of compose.yml: a change that breaks one doesn't parse. */
const promises = z.object({
  services: z.strictObject({
    vigie: z.object({
      ...hardened,
      init: z.literal(true),
      depends_on: z.object({ redis: z.object({ condition: z.literal('service_healthy') }) }),
      env_file: z.tuple([z.object({ path: z.literal('.env'), required: z.literal(false) })]),
      environment: z.object({ REDIS_URL: z.literal('redis://redis:6379'), HOST: z.literal('0.0.0.0') }),
      ports: z.tuple([z.string().regex(/^\$\{PUBLISH:-127\.0\.0\.1:3000\}:3000$/)]),
      volumes: z.tuple([
        z.object({ read_only: z.literal(true), bind: z.object({ create_host_path: z.literal(false) }) }),
      ]),
      networks: z.tuple([z.literal('default'), z.literal('store')]),
    }),
    redis: z
      .object({
        ...hardened,
        image: z.string().regex(/^redis:7/),
        command: z
          .string()
          .regex(/--appendonly yes/)
          .regex(/--maxmemory-policy noeviction/),
        user: z.literal('redis'),
        healthcheck: z.object({
          test: z.tuple([z.literal('CMD'), z.literal('redis-cli'), z.literal('ping')]),
        }),
        volumes: z.tuple([z.literal('redis:/data')]),
        networks: z.tuple([z.literal('store')]),
      })
      .refine((service) => !('ports' in service)),
  }),
  networks: z.object({ store: z.object({ internal: z.literal(true) }) }),
  volumes: z.object({ redis: z.null() }),
})

const faults = (text: string) =>
  promises.safeParse(parse(text)).error?.issues.map((issue) => issue.path.join('.')) ?? []

describe('compose.yml', () => {
  const text = read('compose.yml')

  test('keeps its promises', () => expect(faults(text)).toEqual([]))

  test.each([
    ['--appendonly yes', '', 'services.redis.command'],
    ['policy noeviction', 'policy allkeys-lru', 'services.redis.command'],
    ['127.0.0.1:3000}', '3000}', 'services.vigie.ports.0'],
    ['condition: service_healthy', 'condition: service_started', 'services.vigie.depends_on.redis.condition'],
    ['internal: true', 'internal: false', 'networks.store.internal'],
    ['    read_only: true\n    tmpfs', '    tmpfs', 'services.vigie.read_only'],
  ])('without %s it breaks one', (good, bad, path) => {
    expect(text).toContain(good)
    expect(faults(text.replace(good, bad))).toContain(path)
  })
})

describe('Dockerfile', () => {
  const instructions = read('Dockerfile')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line))
  const last = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM')))

  test('the image runs unprivileged, in production, with a health check', () => {
    expect(last).toContain('USER node')
    expect(last.join('\n')).toMatch(/^ENV NODE_ENV=production /m)
    expect(last.join('\n')).toMatch(/^HEALTHCHECK .*\/healthz/m)
  })

  test('the image takes its packages from the stage without development dependencies, and its code from the build', () => {
    expect(last).toContain('COPY --from=dependencies /app/node_modules node_modules')
    expect(last).toContain('COPY --from=build /app/dist dist')
    const start = instructions.indexOf('FROM base AS dependencies')
    expect(instructions[start + 1]).toMatch(/^RUN npm ci --omit=dev /)
  })

  test('everything that is copied from here gets into the build', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    const copied = instructions
      .filter((line) => line.startsWith('COPY') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1))
    expect([...new Set(copied)].sort()).toEqual(allowed.sort())
  })
})
