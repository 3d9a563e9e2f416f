import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'

type Variables = Readonly<Record<string, string>>

/** The whole of Vigie with the example installation and the memory store, listening on a free port. */
export async function startApp(variables: Variables = { VIGIE_DEMO: '1' }) {
  const example = readFileSync(new URL('../../vigie.example.yaml', import.meta.url), 'utf8')
  const reading = readConfig(
    {
      PORT: '0',
      LOG_LEVEL: 'warn',
      VIGIE_SECRET: 'a secret of at least thirty-two characters',
      ...variables,
    },
    { read: () => example, random: () => 'unused' },
  )
  if (!reading.ok) throw new Error(reading.faults.join('\n'))
  const { config } = reading
  const app = buildApp({
    config,
    warnings: reading.warnings,
    clock: systemClock,
    log: pino({ level: 'silent' }),
  })
  const address = await app.start()
  return { app, address, config }
}
