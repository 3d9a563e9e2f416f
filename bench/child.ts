import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'

export type Child = {
  readonly origin: string
  /** From the start of the process to the line that says it listens, in milliseconds. */
  readonly startedIn: number
  /** Resident memory in MB. */
  memory(): number
  stop(): Promise<void>
}

/** Starts node with `script` and waits for a line with the address that it listens at. */
export async function startChild(script: string, env: Readonly<Record<string, string>>): Promise<Child> {
  const start = performance.now()
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [script], {
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const origin = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code} before it listened`)))
    // Read on to the end: a full pipe would hold the process up.
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /listening: (http:\/\/[^/\s]+)/.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
  })
  const startedIn = performance.now() - start
  return {
    origin,
    startedIn,
    memory: () =>
      Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024,
    async stop() {
      child.removeAllListeners('exit')
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}
