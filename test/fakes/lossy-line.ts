import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type LossyLine = {
  readonly url: string
  /** How many answers were lost so far. */
  lost(): number
  close(): Promise<void>
}

/** A line to Redis on which each n-th answer is lost together with the connection: what was asked is done all the same. */
export async function openLossyLine(redisUrl: string, each: number): Promise<LossyLine> {
  const port = Number(new URL(redisUrl).port)
  const sockets = new Set<Socket>()
  let answers = 0
  let lost = 0

  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.on('data', (answer) => {
      answers += 1
      if (answers % each !== 0) {
        near.write(answer)
      } else {
        lost += 1
        near.destroy()
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')

  return {
    url: `redis://127.0.0.1:${address.port}`,
    lost: () => lost,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
