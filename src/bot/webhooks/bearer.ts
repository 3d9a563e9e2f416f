import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { sameSecret } from '../same-secret.ts'

const querySchema = z.object({ token: z.string() })

/** True for the secret in `Authorization: Bearer`, or in `?token=` of a sender that can't set headers. */
export function bearsSecret(request: FastifyRequest, secrets: readonly string[]): boolean {
  const given = [bearerIn(request.headers.authorization), querySchema.safeParse(request.query).data?.token]
  // Each is compared with each, so that the time tells nothing about which of two secrets came near.
  const same = given.flatMap((one) =>
    one === undefined ? [] : secrets.map((secret) => sameSecret(one, secret)),
  )
  return same.includes(true)
}

/** What stands after `Bearer`. */
export function bearerIn(authorization: string | undefined): string | undefined {
  return /^bearer +(.+)$/i.exec(authorization ?? '')?.[1]
}
