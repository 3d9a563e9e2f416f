import { readFileSync } from 'node:fs'
import { type Config, type Reading, readConfig } from '../../src/config.ts'

export type Env = Readonly<Record<string, string | undefined>>

export const example = readFileSync(new URL('../../vigie.example.yaml', import.meta.url), 'utf8')

/** The least that an installation must say: a file from before the incident playbook was whole. */
export const least = `
service: formation-hub
timeZone: Europe/Paris
people:
  - { id: corentin, name: Corentin, groups: [owners, responders] }
  - { id: yan, name: Yan }
  - { id: ludo, name: Ludo }
onCall: { primary: corentin, backup: yan }
channels: { ops: { slack: ops } }
`

export const demo = { VIGIE_DEMO: '1' } as const

/** The least with which the sync is on. */
export const syncEnv = {
  BASEROW_URL: 'https://base.example',
  BASEROW_TOKEN: 'a-database-token',
  BASEROW_WEBHOOK_SECRET: 'sixteen or more!',
  DOCMOST_URL: 'https://docs.example',
  DOCMOST_TOKEN: 'a-docmost-token',
} as const

export function read(env: Env, text: string | undefined = example): Reading {
  return readConfig(env, { read: () => text, random: () => 'a random secret of 32 characters' })
}

export function configOf(env: Env, text?: string): Config {
  const reading = read(env, text)
  if (!reading.ok) throw new Error(reading.faults.join('\n'))
  return reading.config
}

export function faultsOf(env: Env, text?: string): readonly string[] {
  const reading = read(env, text)
  return reading.ok ? [] : reading.faults
}

/** The faults of the least installation with these lines at its end, without the name of the file. */
export function faultsWith(lines: string, env: Env = demo): readonly string[] {
  return faultsOf(env, `${least}\n${lines}`).map((fault) => fault.replace('vigie.yaml: ', ''))
}

export function warningsOf(env: Env, text?: string): readonly string[] {
  const reading = read(env, text)
  return reading.ok ? reading.warnings : []
}
