import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { portFor } from '../../script/demo/port.ts'
import { fits } from '../../script/demo/tables.ts'
import { startDemoWorld } from '../../script/demo/world.ts'
import { placeholdersOf } from '../../src/config/placeholders.ts'
import { configOf, demo, example, least } from '../config/reading.ts'
import type { TableSpec } from '../fakes/baserow-schema.ts'
import { DEMO_TABLES } from '../fakes/demo-tables.ts'
import { listen } from '../fakes/slack-http.ts'

const run = promisify(execFile)
const root = new URL('../../', import.meta.url)

const open: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

/** A port that somebody has. */
async function taken(): Promise<number> {
  const server = createServer()
  open.push(server)
  return Number(new URL(await listen(server)).port)
}

/** What a process in the place of Vigie was started with, and what was said around it. */
async function startedWith(env: Record<string, string>) {
  const script = 'console.log(JSON.stringify({ env: process.env })); process.exit(3)'
  const args = ['--import', 'tsx', 'script/demo-world.ts', process.execPath, '-e', script]
  const { PATH = '' } = process.env
  const ended: unknown = await run(process.execPath, args, { cwd: root, env: { PATH, ...env } }).catch(
    (error: unknown) => error,
  )
  if (!(ended instanceof Error) || !('stdout' in ended) || !('code' in ended)) throw new Error('no end')
  const lines = String(ended.stdout).trim().split('\n')
  const told = lines.find((line) => line.startsWith('{'))
  const started: { env: Record<string, string> } = JSON.parse(told ?? '{"env":{}}')
  return { code: ended.code, env: started.env, said: lines.filter((line) => line.startsWith('- ')) }
}

describe('the tables of the demo', () => {
  test('fit the example, and no file with other numbers or none', () => {
    expect(fits(example)).toBe(true)
    expect(fits(example.replace('table: 43', 'table: 44'))).toBe(false)
    expect(fits(example.replace('table: 43', 'table: 403'))).toBe(false)
    expect(fits(least)).toBe(false)
  })

  test('have every field that the example names', () => {
    const rules = configOf(demo).team.sync
    const missing = Object.entries(rules?.tables ?? {}).flatMap(([name, { links, page, mail, ...rule }]) => {
      const texts = [page?.title, page?.template, ...Object.values(mail ?? {})].join('\n')
      const { capacity } = rule
      const named = [
        ...placeholdersOf(texts).map(({ whole }) => whole),
        ...[page?.link, page?.icon?.field, rule.writtenBy, capacity?.hours, capacity?.name],
        ...Object.keys(links),
        ...(page?.waitFor ?? []),
      ]
      const own = named.flatMap((field) => (field === undefined || has(name, field, links) ? [] : [field]))
      const child = links[page?.children?.field ?? ''] ?? ''
      const below = placeholdersOf([page?.children?.title, page?.children?.template].join('\n'))
      return [...own, ...below.filter(({ whole }) => !has(child, whole)).map(({ whole }) => whole)]
    })
    expect(missing).toEqual([])
    const { table = '', link = '', values = {} } = rules?.pages['compte-rendu']?.row ?? {}
    expect([link, ...Object.keys(values)].filter((field) => !has(table, field))).toEqual([])
  })

  test('have every value that the example has an icon for', () => {
    const { projet, formation } = configOf(demo).team.sync?.tables ?? {}
    for (const [name, rule] of Object.entries({ projet, formation })) {
      const field = specOf(name)?.fields.find((one) => one.name === rule?.page?.icon?.field)
      expect(field?.type === 'single_select' && field.options).toEqual(
        Object.keys(rule?.page?.icon?.icons ?? {}),
      )
    }
  })
})

function specOf(table: string): TableSpec | undefined {
  return DEMO_TABLES.find(({ name }) => name === table)
}

function has(table: string, field: string, links: Readonly<Record<string, string>> = {}): boolean {
  const [link = '', ...rest] = field.split('.')
  if (rest.length > 0) return has(links[link] ?? '', rest.join('.'))
  const own = specOf(table)?.fields ?? []
  return own.some(({ name }) => name === field) || leadBack(table, field)
}

/** Whether Baserow shows the links of another table to this one under this name. */
function leadBack(table: string, field: string): boolean {
  const links = DEMO_TABLES.flatMap(({ fields }) => fields).filter(({ type }) => type === 'link_row')
  return links.some((one) => one.type === 'link_row' && one.table === table && one.related === field)
}

describe('somebody of the demo', () => {
  test('has fewer hours left with each intervention, and more without it', async () => {
    const { baserow, docmost } = await startDemoWorld()
    const left = () => baserow.rows('personne')[0]?.['heures_restantes_total']
    expect(left()).toBe('12')
    const yan = baserow.asUser(12)
    const id = yan.create('intervention', { nom: 'Salle B', personne: [1], heures: 14 })
    expect(left()).toBe('-2')
    yan.delete('intervention', id)
    expect(left()).toBe('12')
    await Promise.all([baserow.close(), docmost.close()])
  })
})

describe('the port of the demo', () => {
  test('is the one that was asked for where it is free, and another one where it is not', async () => {
    const said: string[] = []
    const free = await portFor('0', (line) => said.push(line))
    expect(await portFor(String(free), (line) => said.push(line))).toBe(free)
    expect(said).toEqual([])
    const busy = await taken()
    const other = await portFor(String(busy), (line) => said.push(line))
    expect(other).not.toBe(busy)
    expect(said).toEqual([`Port ${busy} can't be had (EADDRINUSE): ${other} instead.`])
  })
})

// Each starts a process: on a busy machine that takes its time.
describe('Vigie in the demo', { timeout: 30_000 }, () => {
  test('is started with both systems, on a free port, and its end is the end of all', async () => {
    const busy = await taken()
    const { code, env, said } = await startedWith({ VIGIE_CONFIG: 'vigie.example.yaml', PORT: String(busy) })
    expect(code).toBe(3)
    expect(env['PORT']).not.toBe(String(busy))
    expect(said[0]).toContain(`Port ${busy} can't be had`)
    const config = configOf({ ...env, ...demo })
    expect(config.baserow?.account).toBeDefined()
    expect(config.docmost?.account).toHaveProperty('email')
    expect(config.github?.apiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v3$/)
    expect(config.demoLevers).toBeDefined()
    expect(env['VIGIE_CONFIG']).not.toBe('vigie.example.yaml')
    expect(existsSync(env['VIGIE_CONFIG'] ?? '')).toBe(false)
  })

  test('is started without what is configured already', async () => {
    const own = { GITHUB_TOKEN: 'ghp_own', BASEROW_URL: 'https://base.example' }
    const { code, env, said } = await startedWith({ VIGIE_CONFIG: 'vigie.example.yaml', PORT: '0', ...own })
    expect(code).toBe(3)
    expect(env).toMatchObject({ ...own, VIGIE_CONFIG: 'vigie.example.yaml' })
    expect(env).not.toHaveProperty('VIGIE_DEMO_LEVERS')
    expect(env).not.toHaveProperty('DOCMOST_URL')
    expect(said).toEqual([])
  })

  test('is started without them where its tables are others, and says so', async () => {
    const { code, env, said } = await startedWith({ VIGIE_CONFIG: 'package.json', PORT: '0' })
    expect(code).toBe(3)
    expect(env).not.toHaveProperty('BASEROW_URL')
    expect(said).toEqual([
      '- The tables of package.json are not those of the demo: no Baserow and no Docmost beside it.',
      '- There are no releases in package.json: no GitHub and no production beside it.',
    ])
  })

  test('is started without them where its file can not be read', async () => {
    const { code, env, said } = await startedWith({ VIGIE_CONFIG: 'nowhere.yaml', PORT: '0' })
    expect(code).toBe(3)
    expect(said[0]).toContain('No Baserow and no Docmost beside it: Error: ENOENT')
    expect(said[1]).toContain('No GitHub and no production beside it: Error: ENOENT')
    expect(env['VIGIE_CONFIG']).toBe('nowhere.yaml')
  })
})
