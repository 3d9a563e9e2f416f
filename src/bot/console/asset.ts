import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'

/** The console's own style and script. A change gets a new address, so browsers may keep them for ever. */
export type Assets = { readonly style: string; readonly script: string }

const KINDS = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' } as const

/** Reads both once, and serves them under `/console/assets`. */
export function serveAssets(console: FastifyInstance): Assets {
  return { style: serve(console, 'console', 'css'), script: serve(console, 'live', 'js') }
}

function serve(console: FastifyInstance, name: string, kind: keyof typeof KINDS): string {
  const content = readFileSync(new URL(`assets/${name}.${kind}`, import.meta.url))
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  const path = `/assets/${name}.${hash}.${kind}`
  console.get(path, async (_request, reply) =>
    reply.type(KINDS[kind]).header('cache-control', 'public, max-age=31536000, immutable').send(content),
  )
  return `/console${path}`
}
