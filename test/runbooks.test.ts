import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { lexer, type Token } from 'marked'
import { describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

/** The six of the playbook. */
const NAMES = [
  'runbook-baserow-down.md',
  'runbook-disk-full.md',
  'runbook-docmost-down.md',
  'runbook-postgres-corrupted.md',
  'runbook-restore-from-backup.md',
  'runbook-rotate-secrets.md',
] as const

/** As the playbook words it: `# Runbook : <INCIDENT_TYPE>` and five headings. */
const [TITLE = '', ...SECTIONS] = read('test/fixtures/playbooks/runbook-format.md').trim().split('\n')

const headingsOf = (tokens: readonly Token[]) =>
  tokens.flatMap((token) => (token.type === 'heading' ? [token.raw.trim()] : []))

/** The parts under the headings of depth 2. */
const partsOf = (text: string) => text.split(/^## .*$/m).slice(1)

/** What stands in fenced blocks, those inside lists too, without their indentation. */
function blocksOf(text: string): readonly string[] {
  return [...text.matchAll(/^( *)```sh\n([\s\S]*?)^\1```$/gm)].map(([, indent = '', block = '']) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  )
}

test('the folder holds the six runbooks of the playbook', () => {
  const found = readdirSync(new URL('docs/runbooks', root)).filter((name) => name.startsWith('runbook-'))
  expect(found.sort()).toEqual([...NAMES])
})

describe.each(NAMES)('%s', (name) => {
  const text = read(`docs/runbooks/${name}`)

  it('has the format of the playbook', () => {
    const type = name
      .replace(/^runbook-|\.md$/g, '')
      .replaceAll('-', '_')
      .toUpperCase()
    expect(headingsOf(lexer(text))).toEqual([TITLE.replace('<INCIDENT_TYPE>', type), ...SECTIONS])
    for (const part of partsOf(text)) expect(part.trim().length).toBeGreaterThan(150)
  })

  it('is written without accents, as the playbook is, and leaves nothing to fill in a command', () => {
    expect(text).not.toMatch(/[^\n\x20-\x7e]/)
    expect(blocksOf(text).join('')).not.toMatch(/<[a-z_ ]+>|TODO|\.\.\.$/m)
  })

  it('has commands that a shell can read', () => {
    expect(blocksOf(text).length).toBeGreaterThan(3)
    for (const block of blocksOf(text)) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input: block, encoding: 'utf8' })
      expect([block, stderr, status]).toEqual([block, '', 0])
    }
    // Inside the quotes of another shell two dollar signs are its process id.
    expect(text.match(/(?<!\\)\$\$/g)).toBeNull()
  })

  it('goes through diagnosis, names what proves success, and how to go back', () => {
    const [, diagnosis = '', resolution = '', , rollback = ''] = partsOf(text)
    expect(diagnosis).toContain('docker compose ')
    expect(diagnosis).toContain('/incident sev1 ')
    expect(resolution).toContain('**Preuve du succes**')
    expect(resolution).toContain('./scripts/healthcheck.sh')
    expect(resolution).toContain('./scripts/smoke-test.sh')
    expect(rollback).toMatch(/rollback/i)
    expect(rollback).toContain('Yan')
  })

  it('points at runbooks that exist', () => {
    const named = [...text.matchAll(/`(runbook-[a-z-]+\.md)`/g)].map((match) => match[1])
    for (const other of named) expect(NAMES).toContain(other)
  })

  it('never throws a volume away', () => {
    const commands = blocksOf(text).join('\n')
    expect(commands).not.toMatch(
      /down -v|prune --volumes|prune -a|volume rm|volume prune|pg_resetwal|flushall/i,
    )
  })
})

test('each runbook that the example configuration names is there', () => {
  const { runbooks } = z.object({ runbooks: z.json().optional() }).parse(parse(read('vigie.example.yaml')))
  const paths = [...JSON.stringify(runbooks ?? []).matchAll(/"([^"]+\.md)"/g)].map((match) => match[1] ?? '')
  if (runbooks !== undefined) expect(paths.length).toBeGreaterThan(0)
  expect(paths.filter((path) => !existsSync(new URL(path, root)))).toEqual([])
})
