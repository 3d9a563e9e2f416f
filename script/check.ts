/** Format, lint, types, build and every suite, whatever the earlier ones said; then one line with the count. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SUITES } from '../vitest.config.ts'
import { type Tally, tally, total } from './tally.ts'

const STEPS = ['lint', 'types', 'build']

function run(script: string, ...more: readonly string[]): boolean {
  say(`\n== ${script}`)
  const npm = spawnSync('npm', ['run', '--silent', script, ...more], { stdio: 'inherit' })
  return npm.status === 0
}

function step(name: string): Tally {
  const ok = run(name)
  return { suite: name, files: 0, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

function suites(): readonly Tally[] {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-check-'))
  const file = join(folder, 'report.json')
  const ok = run('test', '--', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`)
  try {
    const counted = tally(JSON.parse(readFileSync(file, 'utf8')), SUITES)
    // An error outside of any test fails the run without failing a test.
    return ok || !total(counted).ok ? counted : [...counted, broken]
  } catch {
    return [broken]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const broken: Tally = { suite: 'vitest', files: 0, passed: 0, failed: 1, skipped: 0 }

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const results = [...STEPS.map(step), ...suites()]
say('')
for (const { suite, files, passed, failed, skipped } of results) {
  const where = files === 0 ? '' : ` in ${files} files`
  say(
    `  ${suite.padEnd(10)} ${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}${where}`,
  )
}
const { line, ok } = total(results)
say(`\n${line}`)
process.exitCode = ok ? 0 : 1
