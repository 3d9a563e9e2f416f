import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** Vigie as its own process, killed and started again on the same port. */
export type VigieProcess = {
  readonly origin: string
  start(): Promise<void>
  kill(): Promise<void>
}

export function createVigieProcess(port: number, env: Readonly<Record<string, string>>): VigieProcess {
  const origin = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined

  async function kill(): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  return {
    origin,
    kill,
    async start() {
      await kill()
      const started = spawn(process.execPath, ['dist/main.js'], {
        env: { PATH: process.env['PATH'] ?? '', ...env, PORT: String(port) },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      child = started
      await new Promise<void>((resolve, reject) => {
        started.stdout?.on('data', (data: Buffer) => {
          if (data.toString().includes('Vigie is listening')) resolve()
        })
        started.once('exit', (code) =>
          code === null ? resolve() : reject(new Error(`vigie ended with ${code}`)),
        )
      })
    },
  }
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
