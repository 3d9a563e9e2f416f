import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Leaves the bodies of this plugin's routes as bytes, whatever their type: a signature is over the bytes as they came. */
export function keepRawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

/** Nothing when there was no body. */
export function rawBodyOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): { readonly is: unknown } | undefined {
  try {
    return { is: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** The one value of a header; undefined when it is missing. */
export function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}
