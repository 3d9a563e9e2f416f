import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { registerHooks } from './demo/hooks.ts'
import { portFor } from './demo/port.ts'
import { fits } from './demo/tables.ts'
import { type DemoWorld, startDemoWorld } from './demo/world.ts'

/**
 * Runs Vigie (the command line given) beside a Baserow and a Docmost that live as long as it does. Vigie starts
 * without them when they can't be there.
 */
const [command = 'node', ...args] = process.argv.slice(2)
const port = await portFor(process.env['PORT'], say)
const world = await startFor(process.env['VIGIE_CONFIG'] ?? 'vigie.yaml')
const vigie = spawn(command, args, {
  stdio: 'inherit',
  env: { ...process.env, PORT: String(port), ...world?.variables },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => vigie.kill(signal))
vigie.on('error', (error) => {
  say(`Vigie did not start: ${error.message}`)
  process.exit(1)
})
vigie.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)))
if (world !== undefined)
  registerHooks(world, port).then(
    () => say(`Baserow and Docmost of the demo: http://127.0.0.1:${port}/console/demo`),
    (error: unknown) => say(`The webhooks of the demo could not be made: ${String(error)}`),
  )

async function startFor(path: string): Promise<DemoWorld | undefined> {
  try {
    if (fits(readFileSync(path, 'utf8'))) return await startDemoWorld()
    say(`The tables of ${path} are not those of the demo: no Baserow and no Docmost beside it.`)
  } catch (error) {
    say(`No Baserow and no Docmost beside it: ${String(error)}`)
  }
  return undefined
}

function say(line: string): void {
  process.stdout.write(`- ${line}\n`)
}
