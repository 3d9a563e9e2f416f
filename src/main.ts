#!/usr/bin/env node
import { pino } from 'pino'
import { systemClock } from './adapters/system-clock.ts'
import { buildApp } from './app.ts'
import { runCli } from './cli.ts'
import { loadConfig, type Reading } from './config.ts'

/** How long the end may take before the process goes anyway: what is stored is safe. */
const STOP_WITHIN_MS = 10_000

const words = process.argv.slice(2)
if (words.length === 0) await start(loadConfig())
else
  process.exitCode = await runCli(words, {
    print: writeTo(process.stdout),
    complain: writeTo(process.stderr),
  })

async function start(reading: Reading): Promise<void> {
  if (reading.ok) await run(reading)
  else refuse(reading.faults)
}

function writeTo(stream: NodeJS.WriteStream) {
  return (line: string) => void stream.write(`${line}\n`)
}

function refuse(faults: readonly string[]): void {
  process.stderr.write(`Vigie does not start, ${faults.length} to mend:\n`)
  for (const fault of faults) process.stderr.write(`- ${fault}\n`)
  process.exitCode = 1
}

async function run({ config, warnings }: Extract<Reading, { ok: true }>): Promise<void> {
  const log = pino({ level: config.logLevel })
  // The demo speaks to a person at a terminal, the rest to whatever collects the log.
  for (const warning of warnings) config.demo ? process.stdout.write(`- ${warning}\n`) : log.warn(warning)
  const app = buildApp({ config, warnings, clock: systemClock, log })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
      app.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'did not stop in order')
          process.exit(1)
        },
      )
    })
  }
  try {
    const address = await app.start()
    process.stdout.write(`Vigie is listening: ${address}\n`)
  } catch (error) {
    log.fatal({ err: error }, 'does not start')
    process.exit(1)
  }
}
