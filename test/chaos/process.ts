import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Vigie as its own process, killed and started again on the same port. */
export type VigieProcess = {
  readonly origin: string
  start(): Promise<void>
  /** The next one has loaded everything: from now on a kill costs no more than a start. */
  ready(): Promise<void>
  kill(): Promise<void>
  /** Kills it, and the next one that waits already. */
  stop(): Promise<void>
}

export function createVigieProcess(port: number, env: Readonly<Record<string, string>>): VigieProcess {
  const settings = { PATH: process.env['PATH'] ?? '', ...env, PORT: String(port) }
  let running: ChildProcess | undefined
  let spare: Spare | undefined

  async function kill(): Promise<void> {
    await end(running)
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    kill,
    async start() {
      await kill()
      const { child } = spare ?? load(settings)
      spare = load(settings)
      running = child
      await listening(child)
    },
    async ready() {
      await spare?.loaded
    },
    async stop() {
      await Promise.all([kill(), end(spare?.child)])
    },
  }
}

/** Stands beside the console's assets, which the code finds relative to itself. */
const BUNDLE = 'dist/bot/console/spare.mjs'

/** Once for the suite. The build as one file: it starts in half the time, and starts are most of what this suite costs. */
export async function setup(): Promise<void> {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' })
  await build({
    entryPoints: [fileURLToPath(new URL('spare.mjs', import.meta.url))],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // Loaded with the first chart, part by part; sharp is native.
    external: ['echarts', 'sharp'],
    // Packages of the older kind ask for these; some of the newer kind import `createRequire` themselves.
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url); const __filename = import.meta.url; const __dirname = '.';",
    },
  })
}

type Spare = { readonly child: ChildProcess; readonly loaded: Promise<unknown> }

function load(env: Readonly<Record<string, string>>): Spare {
  const child = spawn(process.execPath, [BUNDLE], { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const loaded = new Promise((resolve) => {
    child.once('message', resolve)
    child.once('exit', resolve)
  })
  return { child, loaded }
}

async function listening(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error('somebody ended vigie before it was started')
  const heard = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (data: Buffer) => {
      if (data.toString().includes('Vigie is listening')) resolve()
    })
    child.once('exit', (code) => (code === null ? resolve() : reject(new Error(`vigie ended with ${code}`))))
  })
  child.send('start')
  await heard
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** Sends the same request until somebody answers it: what a person, or Slack, does when the line breaks. */
export function insistent(withinMs: number): typeof fetch {
  return async (input, init) => {
    const until = Date.now() + withinMs
    for (;;) {
      try {
        const answer = await fetch(input, { ...init, signal: AbortSignal.timeout(15_000) })
        const body = await answer.arrayBuffer()
        return new Response(body.byteLength === 0 ? null : body, answer)
      } catch (error) {
        if (Date.now() > until) throw error
        await sleep(20)
      }
    }
  }
}
