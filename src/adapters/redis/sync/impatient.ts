import { Redis } from 'ioredis'
import type { RedisLog } from '../connection.ts'

const PATIENCE_MS = 1_000

/** A connection for what one can do without: a command fails soon where the others wait until the server is back. */
export function createImpatientRedis(url: string, log: RedisLog): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    commandTimeout: PATIENCE_MS,
    retryStrategy: (attempt) => Math.min(100 * attempt, 1_000),
  })
  redis.on('error', (error: Error) => log.warn({ err: error.message }, 'redis connection of the cache'))
  return redis
}
