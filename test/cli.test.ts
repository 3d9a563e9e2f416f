import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { runCli } from '../src/cli.ts'
import { startBaserowRig } from './adapters/baserow-rig.ts'
import { least, syncEnv } from './config/reading.ts'
import { startReceiver } from './fakes/baserow-receiver.ts'

async function say(...words: readonly string[]) {
  const printed: string[] = []
  const complained: string[] = []
  const code = await runCli(words, {
    print: (line) => void printed.push(line),
    complain: (line) => void complained.push(line),
  })
  return { code, printed, complained }
}

describe('the words', () => {
  it.each([['help'], ['--help'], ['-h']])('%s prints them', async (word) => {
    const { code, printed, complained } = await say(word)
    expect({ code, complained }).toEqual({ code: 0, complained: [] })
    expect(printed.join('\n')).toContain('vigie baserow setup - creates and repairs the webhooks')
  })

  it.each([['dance'], ['baserow'], ['baserow', 'setup', 'now'], ['setup']])(
    'unknown: %s %s',
    async (...words) => {
      const { code, printed, complained } = await say(...words)
      expect({ code, printed }).toEqual({ code: 2, printed: [] })
      expect(complained[0]).toBe(`Unknown: vigie ${words.filter((word) => word !== undefined).join(' ')}`)
      expect(complained.join('\n')).toContain('vigie baserow setup')
    },
  )
})

describe('the process', () => {
  const undo: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const one of undo.splice(0)) await one()
  })

  async function run(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
    const { PATH = '' } = process.env
    const child = spawn(process.execPath, ['--import', 'tsx', main, ...words], { env: { PATH, ...env } })
    const [out, complaints, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ])
    return { code, out, complaints }
  }

  it('sets up the webhooks by its own environment and file, and ends', async () => {
    const rig = await startBaserowRig()
    const receiver = await startReceiver()
    const folder = await mkdtemp(join(tmpdir(), 'vigie-cli-'))
    undo.push(rig.close, receiver.close, () => rm(folder, { recursive: true }))
    const file = join(folder, 'vigie.yaml')
    await writeFile(file, `${least}\nsync: { tables: { projet: { table: ${rig.fake.table('projet')} } } }\n`)
    const ended = await run(['baserow', 'setup'], {
      VIGIE_DEMO: '1',
      VIGIE_CONFIG: file,
      ...syncEnv,
      BASEROW_URL: rig.fake.url,
      BASEROW_EMAIL: rig.fake.account.email,
      BASEROW_PASSWORD: rig.fake.account.password,
      PUBLIC_URL: receiver.url,
    })
    expect(ended).toMatchObject({ code: 0, complaints: '' })
    expect(ended.out).toContain('- projet - created\nAll webhooks are as they should be.\n')
    expect(await rig.hooks().list(rig.fake.table('projet'))).toMatchObject([{ name: 'Vigie', active: true }])
    expect(rig.fake.refused).toEqual([])
  })

  it('ends with 1 when something is missing, with 2 when it is not understood', async () => {
    const [missing, unknown] = await Promise.all([run(['baserow', 'setup']), run(['dance'])])
    expect(missing).toMatchObject({ code: 1, out: '' })
    expect(missing.complaints).toContain('- BASEROW_EMAIL is not set: the account of somebody')
    expect(unknown).toMatchObject({ code: 2, out: '' })
    expect(unknown.complaints).toContain('Unknown: vigie dance')
  })
})
