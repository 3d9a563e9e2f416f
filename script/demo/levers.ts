import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { listen } from '../../test/fakes/slack-http.ts'

/** What one may do to the world of the demo, and how it stands. */
export type Levers = {
  facts(): Promise<readonly { readonly name: string; readonly value: string }[]>
  levers(): readonly Lever[]
}

export type Lever = {
  readonly id: string
  readonly label: string
  readonly tone?: 'danger'
  pull(): unknown
}

/** Serves them to Vigie's demo page, at an address that no page of another site can guess. */
export async function startLevers({ facts, levers }: Levers) {
  const path = `/${randomUUID()}`
  const server = createServer(async (request, response) => {
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    try {
      const { url = '', method } = request
      const lever = levers().find(({ id }) => url === `${path}/${id}`)
      if (method === 'POST' && lever !== undefined) {
        await lever.pull()
        send(200, {})
      } else if (method === 'GET' && url === path) {
        const shown = levers().map(({ id, label, tone }) => ({ id, label, tone }))
        send(200, { facts: await facts(), levers: shown })
      } else send(404, {})
    } catch (error) {
      send(500, { error: String(error) })
    }
  })
  const origin = await listen(server)
  return {
    url: origin + path,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
