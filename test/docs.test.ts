import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { CHOSEN } from '../src/commands/release/choose.ts'
import { VARIABLES } from '../src/config/environment.ts'
import { releasesSchema } from '../src/config/team/releases.ts'
import { release } from '../src/playbooks/release.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

test.each(PAGES)('the links of %s lead somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = '']) => path)
  expect(links.filter((path) => !existsSync(join(ROOT, dirname(page), path)))).toEqual([])
})

test('README.md names every variable of the environment', () => {
  const text = read('README.md')
  expect(VARIABLES.filter((name) => !new RegExp(`\`${name}[\`=]`).test(text))).toEqual([])
})

test('docs/release.md names every key of releases, every step and every word of the buttons', () => {
  const text = read('docs/release.md')
  const keys = Object.keys(z.toJSONSchema(releasesSchema, { io: 'input' }).properties ?? {})
  expect(keys).toContain('freezes')
  const missing = keys.filter((key) => !new RegExp(`\`${key}[.\`]`).test(text))
  const titles = release.steps.filter(({ id }) => !UNLISTED.includes(id)).map(({ title }) => title)
  const words = [...CHOSEN.keys()].filter((word) => !new RegExp(`\`(/release )?${word}\``).test(text))
  expect([missing, titles.filter((title) => !text.includes(title)), words]).toEqual([[], [], []])
})

/** Asked only now and then: the page tells of them beside the steps of the playbook. */
const UNLISTED = ['version', 'prerequisites', 'merge', 'failure']
