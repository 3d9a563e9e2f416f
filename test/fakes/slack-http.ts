import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { z } from 'zod'

/** Listens on a free port of loopback; answers the origin. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.number() }).parse(server.address())
  return `http://127.0.0.1:${port}`
}

export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** Arguments of a Web API call; structures arrive as JSON in form fields and are unpacked. */
export function parseArgs(contentType: string | undefined, text: string): Record<string, unknown> {
  if (contentType?.includes('json') === true) return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  return Object.fromEntries([...new URLSearchParams(text)].map(([key, value]) => [key, unpack(value)]))
}

function unpack(value: string): unknown {
  if (!/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
