import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { registerHooks } from './demo/hooks.ts'
import { portFor } from './demo/port.ts'
import { type ReleaseWorld, startReleaseWorld } from './demo/releases.ts'
import { fits } from './demo/tables.ts'
import { type DemoWorld, startDemoWorld } from './demo/world.ts'

/**
 * Runs Vigie (the command line given) beside a Baserow, a Docmost, a GitHub and a production that live as long as it
 * does. Vigie starts without those that can't be there, or that are configured.
 */
const [command = 'node', ...args] = process.argv.slice(2)
const { env } = process
const path = env['VIGIE_CONFIG'] ?? 'vigie.yaml'
const port = await portFor(env['PORT'], say)
const [world, releases] = await Promise.all([tablesFor(path), releasesFor(path)])
const variables = { ...world?.variables, ...releases?.variables, ...fileOf(releases) }
const vigie = spawn(command, args, { stdio: 'inherit', env: { ...env, PORT: String(port), ...variables } })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => vigie.kill(signal))
vigie.on('error', (error) => {
  say(`Vigie did not start: ${error.message}`)
  process.exit(1)
})
vigie.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)))
await Promise.all([
  world && tell(registerHooks(world, port), 'Baserow and Docmost'),
  releases && tell(releases.connect(port), 'GitHub and production'),
])

async function tell(connecting: Promise<void>, what: string): Promise<void> {
  await connecting.then(
    () => say(`${what} of the demo: http://127.0.0.1:${port}/console/demo`),
    (error: unknown) => say(`${what} of the demo do not reach Vigie: ${String(error)}`),
  )
}

async function tablesFor(path: string): Promise<DemoWorld | undefined> {
  if (isSet('BASEROW_URL', 'DOCMOST_URL')) return undefined
  try {
    if (fits(readFileSync(path, 'utf8'))) return await startDemoWorld()
    say(`The tables of ${path} are not those of the demo: no Baserow and no Docmost beside it.`)
  } catch (error) {
    say(`No Baserow and no Docmost beside it: ${String(error)}`)
  }
  return undefined
}

async function releasesFor(path: string): Promise<ReleaseWorld | undefined> {
  if (isSet('GITHUB_TOKEN', 'GITHUB_APP_ID')) return undefined
  try {
    const alertsSecret = env['ALERTS_SECRET']
    const found = await startReleaseWorld(readFileSync(path, 'utf8'), alertsSecret ? { alertsSecret } : {})
    if (found === undefined) say(`There are no releases in ${path}: no GitHub and no production beside it.`)
    return found
  } catch (error) {
    say(`No GitHub and no production beside it: ${String(error)}`)
  }
  return undefined
}

/** Its own copy of vigie.yaml, in which production is the demo's. */
function fileOf(releases: ReleaseWorld | undefined): Readonly<Record<string, string>> {
  if (releases === undefined) return {}
  const folder = mkdtempSync(join(tmpdir(), 'vigie-demo-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, basename(path))
  writeFileSync(file, releases.text)
  return { VIGIE_CONFIG: file }
}

function isSet(...names: readonly string[]): boolean {
  return names.some((name) => (env[name] ?? '') !== '')
}

function say(line: string): void {
  process.stdout.write(`- ${line}\n`)
}
