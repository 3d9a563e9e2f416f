import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export type WireClient = {
  /** Sends a request that is ready to go and answers the status; waits while every connection is busy. */
  send(request: Buffer): Promise<number>
  close(): void
}

type Lane = { readonly socket: Socket; answer: (status: number) => void; fail: (error: Error) => void }

/** Kept connections with next to nothing around them, so that what is measured is the server. */
export async function createWireClient(origin: string, connections: number): Promise<WireClient> {
  const { hostname, port } = new URL(origin)
  const idle: Lane[] = []
  const waiting: ((lane: Lane) => void)[] = []

  function release(lane: Lane): void {
    const next = waiting.shift()
    if (next === undefined) idle.push(lane)
    else next(lane)
  }

  async function open(): Promise<Lane> {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    await once(socket, 'connect')
    const lane: Lane = { socket, answer: () => {}, fail: () => {} }
    let text = ''
    socket.on('error', () => {})
    socket.on('close', () => lane.fail(new Error(`${origin} closed a connection`)))
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const status = statusOf(text)
      if (status === undefined) return
      text = ''
      lane.answer(status)
      release(lane)
    })
    return lane
  }

  const lanes = await Promise.all(Array.from({ length: connections }, open))
  idle.push(...lanes)

  return {
    async send(request) {
      const lane = idle.pop() ?? (await new Promise<Lane>((resolve) => waiting.push(resolve)))
      return new Promise((resolve, reject) => {
        lane.answer = resolve
        lane.fail = reject
        lane.socket.write(request)
      })
    },
    close: () => lanes.forEach(({ socket }) => void socket.destroy()),
  }
}

/** Undefined until the whole answer is there. */
function statusOf(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1])
  return text.length < end + 4 + length ? undefined : Number(text.slice(9, 12))
}
