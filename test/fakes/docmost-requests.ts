import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { type Answer, bare } from './docmost-refusals.ts'
import { ROUTE_NAMES, type RouteName } from './docmost-routes.ts'
import type { Body } from './docmost-rules.ts'
import { readText } from './slack-http.ts'

export type Read = {
  readonly path: string
  /** Undefined for a route that isn't there. */
  readonly name: RouteName | undefined
  readonly body: Body
  /** What is answered when the body can't be read at all, before anybody is asked who he is. */
  readonly wrong: Answer | undefined
}

const MOST_BYTES = 1_048_576

export async function readRequest(request: IncomingMessage): Promise<Read> {
  const path = (request.url ?? '/').replace(/\?.*$/, '')
  const text = await readText(request)
  const name = nameOf(path)
  const isJson = request.headers['content-type']?.includes('json') === true
  return { path, name, ...readBody(text, isJson) }
}

function readBody(text: string, isJson: boolean): Pick<Read, 'body' | 'wrong'> {
  if (Buffer.byteLength(text) > MOST_BYTES) return wrong(413, 'Request body is too large')
  if (!isJson) return { body: {}, wrong: undefined }
  if (text === '') return wrong(400, "Body cannot be empty when content-type is set to 'application/json'")
  try {
    const body = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text))
    return { body: body.data ?? {}, wrong: undefined }
  } catch {
    return wrong(400, "Body is not valid JSON but content-type is set to 'application/json'")
  }
}

function wrong(status: number, message: string): Pick<Read, 'body' | 'wrong'> {
  return { body: {}, wrong: bare(status, message).answer }
}

function nameOf(path: string): RouteName | undefined {
  const name = path.replace(/^\/api\//, '')
  return name === path ? undefined : ROUTE_NAMES.find((one) => one === name)
}
