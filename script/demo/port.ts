import { createServer } from 'node:net'

/** The port for Vigie, known before it starts so that webhooks can name it: another one when this is taken. */
export async function portFor(wanted: string | undefined, say: (line: string) => void): Promise<number> {
  const given = wanted === undefined || wanted.trim() === '' ? 3000 : Number(wanted)
  if (!Number.isInteger(given) || given < 0 || given > 65_535) {
    say(`PORT is no port number: another one is taken.`)
    return listenOn(0)
  }
  return listenOn(given).catch(async (error: unknown) => {
    const other = await listenOn(0)
    say(`Port ${given} can't be had (${codeOf(error)}): ${other} instead.`)
    return other
  })
}

/** Takes it, and lets it go again. */
function listenOn(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const taken = typeof address === 'object' && address !== null ? address.port : port
      server.close(() => resolve(taken))
    })
  })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
