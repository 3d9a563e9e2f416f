import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import * as rules from './architecture/rules.ts'

/** Every rule is held against the whole source, and seeded with a violation to see that it bites. */
const root = fileURLToPath(new URL('..', import.meta.url))
const source = new Map(
  readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')] as const
    }),
)

const seed = (path: string, text: string) => new Map([[path, text]])

test('the source is read', () => {
  expect(source.size).toBeGreaterThan(20)
})

describe('imports follow the table', () => {
  test('in the source', () => expect(rules.judgeImports(source)).toEqual([]))

  test.each([
    ['src/engine/run.ts', "import type { Person } from '../runs/people.ts'", 'engine may not import runs'],
    ['src/engine/run.ts', "import { x } from '../config.ts'", 'engine may not import root'],
    ['src/notify/a.ts', "const x = await import('../commands/a.ts')", 'notify may not import commands'],
    ['src/adapters/redis/a.ts', "export * from '../../bot/a.ts'", 'adapters may not import bot'],
    ['src/runs/a.ts', "import {\n  a,\n} from '../playbooks/index.ts'", 'runs may not import playbooks'],
    ['src/extra/a.ts', '', 'the folder extra is not in the table'],
  ])('a seeded fault in %s', (path, text, fault) => {
    expect(rules.judgeImports(seed(path, text)).join()).toContain(fault)
  })

  test('what the table allows', () => {
    const text = "import a from './a.ts'\nimport b from '../engine/b.ts'\n// import c from '../bot/c.ts'"
    expect(rules.judgeImports(seed('src/runs/a.ts', text))).toEqual([])
  })
})

describe('the wire belongs to bot, adapters and the root', () => {
  test('in the source', () => expect(rules.judgePackages(source)).toEqual([]))

  test.each([
    '@slack/web-api',
    'bullmq',
    'ioredis',
    'fastify',
    '@fastify/cookie',
    'node:fs/promises',
    'pino',
  ])('%s', (name) => {
    const text = `import type { X } from '${name}'`
    expect(rules.judgePackages(seed('src/runs/a.ts', text))).toHaveLength(1)
    expect(rules.judgePackages(seed('src/bot/a.ts', text))).toEqual([])
    expect(rules.judgePackages(seed('src/main.ts', text))).toEqual([])
  })
})

describe('only config reads the environment', () => {
  test('in the source', () => expect(rules.judgeEnvironment(source)).toEqual([]))

  test('seeded', () => {
    expect(rules.judgeEnvironment(seed('src/bot/a.ts', "process.env['A']"))).toHaveLength(1)
    expect(rules.judgeEnvironment(seed('src/bot/a.ts', "import { env } from 'node:process'"))).toHaveLength(1)
    expect(rules.judgeEnvironment(seed('src/config-like.ts', 'process.env'))).toHaveLength(1)
    expect(rules.judgeEnvironment(seed('src/config.ts', 'process.env'))).toEqual([])
    expect(rules.judgeEnvironment(seed('src/bot/a.ts', '// process.env is read elsewhere'))).toEqual([])
  })
})

describe('engine, playbooks, notify and sync have no clock, chance or network', () => {
  test('in the source', () => expect(rules.judgePurity(source)).toEqual([]))

  test.each([
    'Date.now()',
    'new Date()',
    'Math.random()',
    'await fetch(url)',
    'setTimeout(f, 1)',
    'randomUUID()',
  ])('%s', (text) => {
    for (const folder of ['engine', 'playbooks', 'notify', 'sync'])
      expect(rules.judgePurity(seed(`src/${folder}/a.ts`, text))).toHaveLength(1)
    expect(rules.judgePurity(seed('src/runs/a.ts', text))).toEqual([])
  })

  test('a date that is given is no clock', () => {
    expect(rules.judgePurity(seed('src/engine/a.ts', 'new Date(at)'))).toEqual([])
  })
})

describe('types are not talked round', () => {
  test('in the source', () => expect(rules.judgeTypes(source)).toEqual([]))

  test.each(['let a: any', 'f<any>()', 'a: any[]', 'a!.b', 'f(a!)', 'a[0]!', 'a as B', "x as 'y'"])(
    '%s',
    (text) => {
      expect(rules.judgeTypes(seed('src/runs/a.ts', text))).toHaveLength(1)
    },
  )

  test.each([
    'x as const',
    "import { a as b } from './a.ts'",
    "import * as a from './a.ts'",
    'export { a as b }',
    'a !== b',
    'Promise.any(x)',
    '// as it was, any time!',
    "say('as you like, any!')",
    '!(a)',
  ])('allowed: %s', (text) => expect(rules.judgeTypes(seed('src/runs/a.ts', text))).toEqual([]))
})

describe('files', () => {
  test('are short', () => {
    expect(rules.judgeSize(source)).toEqual([])
    expect(rules.judgeSize(seed('src/a.ts', 'x\n'.repeat(250)))).toEqual([])
    expect(rules.judgeSize(seed('src/a.ts', 'x\n'.repeat(251)))).toHaveLength(1)
  })

  test('are named for what they hold', () => {
    expect(rules.judgeNames(source)).toEqual([])
    expect(rules.judgeNames(seed('src/runs/utils/a.ts', ''))).toHaveLength(1)
    expect(rules.judgeNames(seed('src/runs/helpers.ts', ''))).toHaveLength(1)
    expect(rules.judgeNames(seed('src/runs/runStore.ts', ''))).toHaveLength(1)
  })

  test('import in no circle', () => {
    expect(rules.judgeCycles(source)).toEqual([])
    const circle = new Map([
      ['src/runs/a.ts', "import { b } from './b.ts'"],
      ['src/runs/b.ts', "import type { c } from '../runs/c.ts'"],
      ['src/runs/c.ts', "import { a } from './a.ts'"],
    ])
    expect(rules.judgeCycles(circle)).toEqual([
      'src/runs/a.ts -> src/runs/b.ts -> src/runs/c.ts -> src/runs/a.ts',
    ])
  })

  test('speak without emoji, the manifest too', () => {
    const manifest = readFileSync(join(root, 'manifest.json'), 'utf8')
    expect(rules.judgeTone(new Map([...source, ['manifest.json', manifest]]))).toEqual([])
    expect(rules.judgeTone(seed('src/a.ts', String.fromCodePoint(0x1f680)))).toHaveLength(1)
  })
})
