import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { sameSecret } from '../same-secret.ts'

const querySchema = z.object({ token: z.string() })

/** True for the secret in `Authorization: Bearer`, or in `?token=` of a sender that can't set headers. */
export function bearsSecret(request: FastifyRequest, secrets: readonly string[]): boolean {
  const scheme = /^bearer +(.+)$/i.exec(request.headers.authorization ?? '')
  const given = [scheme?.[1], querySchema.safeParse(request.query).data?.token]
  // Each is compared with each, so that the time tells nothing about which of two secrets came near.
  const same = given.flatMap((one) =>
    one === undefined ? [] : secrets.map((secret) => sameSecret(one, secret)),
  )
  return same.includes(true)
}
